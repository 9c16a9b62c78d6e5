"""`make production-demo`: killed in part, brought to its next release under traffic, gone when it is stopped."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.harness.production.configuration import with_programs
from tests.harness.production.whole import variables_of, workers
from tests.ops import next_release
from tests.ops.demo import Demo, running_demo
from tests.ops.visitors import Readers, ask, send_request
from tests.portal.mail.servers import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [pytest.mark.servers, pytest.mark.full]

ADDRESSES = (
    "/",
    "/actualites/",
    "/trouver-un-referent/?lieu=76600",
    "/recherche/?q=travail",
    "/etablissements/",
    "/contact/?lieu=76600",
    "/api/v1/disp",
    "/conventions/",
)
SENDERS = 4


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Iterator[Demo]:
    with running_demo(tmp_path_factory.mktemp("checkout")) as running:
        yield running


def test_it_says_where_everything_is(demo):
    assert {state for state, _ in demo.controls.states().values()} == {"RUNNING"}
    assert {"web-1", "web-2", "mail-1", "mail-2", "due", "nginx", "postgres", "redis", "smtp"} <= set(
        demo.controls.states()
    )
    assert f"{demo.url}/ " in demo.said
    assert "Site de démonstration" in ask(f"{demo.url}/").text
    assert ask(f"{demo.url}/admin/").url.startswith(f"{demo.url}/admin/login/")
    assert demo.folder.as_posix() in demo.said


@pytest.mark.parametrize(
    ("name", "is_missed"),
    [
        ("web-1", False), ("web-2", False), ("mail-1", False), ("mail-2", False), ("due", False), ("redis", False),
        ("smtp", False), ("postgres", True), ("nginx", True),
    ],
)  # fmt: skip
def test_what_is_killed_starts_again(demo, name, is_missed):
    before = demo.controls.states()[name][1]
    demo.controls.kill(name)
    if not is_missed:
        assert ask(f"{demo.url}/trouver-un-referent/?lieu=76600").status == 200, (
            "another does its work, or none needs it"
        )
    wait_until(lambda: demo.controls.states()[name] != ("RUNNING", before), f"the end of {name}")
    wait_until(lambda: demo.controls.states()[name][0] == "RUNNING", f"{name} again")
    if name.startswith("web"):  # the next one to be killed is the only one that serves until this one is warm
        wait_until(lambda: workers(demo.controls.states()[name][1]), f"workers of {name}")
    wait_until(lambda: ask(f"{demo.url}/trouver-un-referent/?lieu=76600").status == 200, f"pages after {name}")


def test_a_request_arrives(demo):
    reference = send_request(demo.url, "Atelier du soir")
    wait_until(lambda: reference in demo.mails(), "its mails")


def test_the_next_release_loses_no_request(demo):
    """Readers and senders go on while tables, mapping, styles and templates change and each node is renewed."""
    environment = with_programs(variables_of(demo.folder)) | {"PORTAIL_ENV": str(demo.folder / "portail.env")}
    with Readers(demo.url, ADDRESSES) as readers, ThreadPoolExecutor(SENDERS) as pool:
        sent = [pool.submit(send_request, demo.url, f"Atelier {number:03}") for number in range(SENDERS)]

        def go_on(step: Callable[[], object]) -> None:
            """Four more send while something changes."""
            sent.extend(pool.submit(send_request, demo.url, f"Atelier {len(sent) + n:03}") for n in range(SENDERS))
            step()

        next_release.make_it(demo.root)
        lint = [sys.executable, "-m", "tests.harness.migration_lint"]
        assert subprocess.run(lint, cwd=demo.root, check=False).returncode == 0, "a safe migration"
        go_on(lambda: subprocess.run(["ops/release"], cwd=demo.root, env=environment, check=True, capture_output=True))
        for node in ("web-1", "web-2"):
            go_on(lambda node=node: demo.renew(node))
        for sender in ("mail-1", "mail-2", "due"):
            go_on(lambda sender=sender: demo.controls.restart(sender))
        references = [each.result() for each in sent]
    assert readers.failures == []
    assert readers.met[200] > 100
    assert next_release.SIGN in ask(f"{demo.url}/contact/").text
    assert len(set(references)) == len(references) > 20
    wait_until(lambda: all(each in demo.mails() for each in references), "the mails of every request")
    print(
        f"{sum(readers.met.values())} answers, none failed, the longest {readers.longest:.1f} s; {len(references)} sent"
    )


def test_a_migration_that_old_code_cannot_live_with_is_refused(demo):
    next_release.add_column(demo.root, "unique=True", "without_a_default")
    lint = [sys.executable, "-m", "tests.harness.migration_lint"]
    refused = subprocess.run(lint, cwd=demo.root, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "without_a_default" in refused.stdout


def test_it_leaves_nothing(demo):
    assert demo.stop() == 0
    assert not demo.folder.exists()
    assert demo.leftovers() == []
