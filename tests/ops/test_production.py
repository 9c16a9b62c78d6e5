"""`make production-demo`: killed in part, brought to its next release under traffic, gone when it is stopped."""

from __future__ import annotations

import contextlib
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.harness.on_postgres import free_port
from tests.harness.production.configuration import with_programs
from tests.harness.production.supervision import Controls
from tests.harness.production.whole import PROGRAMS, variables_of, workers
from tests.harness.skipping import need
from tests.ops import next_release
from tests.ops.visitors import Readers, ask, send_request
from tests.portal.mail.servers import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [pytest.mark.servers, pytest.mark.full]

START_SECONDS = 3600  # on a machine that does much else; two minutes on one that does not
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


class Demo:
    """The command in its terminal: what it says, where it is, its processes."""

    def __init__(self, root: Path) -> None:
        self.root, self.said = root, ""
        https, http = free_port(), free_port()
        command = [sys.executable, "-m", "tests.harness.production", "--https", str(https), "--http", str(http)]
        self.process = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        deadline = time.monotonic() + START_SECONDS
        while "Ctrl-C" not in self.said and time.monotonic() < deadline:
            line = self.process.stdout.readline()
            assert line, f"it ended:\n{self.said}"
            self.said += line
        self.url = f"https://localhost:{https}"
        self.folder = Path(re.search(r"Journaux : (\S+)/\*\.log", self.said)[1])
        self.controls = Controls(self.folder)

    def stop(self) -> int:
        """As Ctrl-C does; how it ended."""
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=120)
        return self.process.returncode

    def mails(self) -> str:
        """Every mail that left."""
        return "".join(each.read_text(errors="replace") for each in (self.folder / "mails" / "new").iterdir())

    def leftovers(self) -> list[str]:
        """Command lines of processes that still work in its folder, or for it."""
        found = []
        for each in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):  # it has ended
                text = (each / "cmdline").read_bytes() + (each / "environ").read_bytes()
                if str(self.folder).encode() in text:
                    found.append((each / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        return found

    def renew(self, node: str) -> None:
        """Stop it, start it, and wait until it has forked the workers that take requests."""
        self.controls.restart(node)
        wait_until(lambda: workers(self.controls.states()[node][1]), f"{node} again")


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Iterator[Demo]:
    need(*PROGRAMS)
    running = Demo(next_release.copy_of_checkout(tmp_path_factory.mktemp("checkout")))
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.stop()


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
