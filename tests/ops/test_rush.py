"""A rush: what everybody gets goes first, what was asked by who has left is not built, files do not come from nodes."""

from __future__ import annotations

import contextlib
import http.client
import ssl
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.harness.freezing import frozen
from tests.harness.production.configuration import NAME
from tests.ops.running_site import running_site
from tests.ops.test_nginx_second import BROWSER, LINE, said
from tests.portal.mail.servers import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ops.running_site import Site

pytestmark = pytest.mark.servers

SEARCHERS, WORKERS = 14, 3


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    yield from running_site()


def lines(site: Site) -> list[str]:
    """Addresses in the order in which they were answered."""
    return [path for path, *_ in LINE.findall((site.folder / "portail.log").read_text())]


def answers(site: Site, status: int) -> int:
    """How many answers of this status the node has counted."""
    with urllib.request.urlopen(f"http://127.0.0.1:{site.web_port}/sante/mesures", timeout=20) as told:
        text = told.read().decode()
    counted = [line for line in text.splitlines() if line.startswith("portal_answer_seconds_count")]
    return sum(int(float(line.split()[-1])) for line in counted if f'status="{status}"' in line)


def standing(site: Site) -> int:
    """How many connections of the node's two ports are open, those that nobody has taken included."""
    ports = {f"{port:04X}" for port in (site.web_port, site.first_port)}
    with open("/proc/net/tcp") as table:  # noqa: PTH123 - no file of a disk
        rows = [line.split() for line in list(table)[1:]]
    return sum(row[1].split(":")[1] in ports and row[3] in {"01", "08"} for row in rows)


def nobody_stands(site: Site) -> None:
    """Wait for the last answer's worker to close: frozen before it does, it would be counted as one who stands."""
    wait_until(lambda: standing(site) == 0, "an empty line")


def test_what_everybody_gets_goes_before_what_each_one_asks(site):
    """All stand in line before anybody is served, the reader of the home page last."""
    nobody_stands(site)
    with ThreadPoolExecutor(SEARCHERS + 1) as pool:
        with frozen(site.supervisor.states()["web"][1]):
            searches = [pool.submit(site.get, f"/recherche/?q=travail+{number}") for number in range(SEARCHERS)]
            wait_until(lambda: standing(site) == SEARCHERS, "everybody in line")
            reader = pool.submit(site.get, "/", **BROWSER)
            wait_until(lambda: standing(site) == SEARCHERS + 1, "the last one in line")
            before = len(lines(site))
        assert {each.result()[0] for each in (reader, *searches)} == {200}
    answered = lines(site)[before:]
    assert len(answered) == SEARCHERS + 1
    assert answered.index("/") <= 2 * WORKERS, answered


def test_nothing_is_built_for_who_left_the_line(site):
    trusting = ssl._create_unverified_context()  # noqa: S323 - the certificate is the test's own
    left, found = answers(site, 499), answers(site, 200)
    nobody_stands(site)
    with frozen(site.supervisor.states()["web"][1]), contextlib.ExitStack() as stack:
        for number in range(SEARCHERS):
            visitor = http.client.HTTPSConnection("127.0.0.1", site.port, timeout=20, context=trusting)
            stack.callback(visitor.close)
            visitor.request("GET", f"/recherche/?q=formation+{number}", headers={"Host": NAME})
        wait_until(lambda: standing(site) == SEARCHERS, "everybody in line")
        stack.close()
        wait_until(lambda: lines(site)[-SEARCHERS:] == ["/recherche/"] * SEARCHERS, "nginx's word")
    wait_until(lambda: answers(site, 499) == left + SEARCHERS, "the end of the line")
    assert site.get("/recherche/?q=formation")[0] == 200
    assert answers(site, 200) > found


def test_files_come_from_nginx_to_whoever_asks(site):
    address = next(part for part in site.get("/")[2].split('"') if part.endswith(".css"))
    text = site.get(address, **BROWSER)[2]
    for more in ({}, {"Cookie": "theme=sombre"}):
        status, headers, again = site.get(address, **BROWSER, **more)
        assert (status, again) == (200, text)
        assert "immutable" in headers["cache-control"]
        assert said(site, headers["x-request-id"]) == ["HIT"]
    plain = site.get(address)
    assert plain[2] == text
    assert "content-encoding" not in plain[1]
    number = site.get("/static/rien-de-tel.css")[1]["x-request-id"]
    assert said(site, number, number) != ["HIT", "HIT"]
    assert site.get("/static/rien-de-tel.css")[0] == 404
