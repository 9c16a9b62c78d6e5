"""What nginx remembers for the second in which it was asked: pages of everybody, compressed once, and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from portal.cms.whole_pages import PARAMETERS
from tests.harness.production.configuration import OPS
from tests.harness.skipping import need
from tests.ops.running_site import another_nginx, running_site
from tests.ops.signed_addresses import DRAWN, SIGNED, signed_addresses
from tests.portal.mail.servers import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ops.running_site import Site

pytestmark = pytest.mark.servers

LINE = re.compile(r'"(?:GET|HEAD|POST) (\S+)" (\d+) \d+ \S+ \S+(?:, \S+)* \S+(?:, \S+)* (\S+) \S+ (\w+)$', re.MULTILINE)
GONE = 4  # the number of the last change
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    yield from running_site()


def said(site: Site, *numbers: str) -> list[str]:
    """What became of these requests: HIT, MISS, EXPIRED… or - where nothing was to be remembered."""
    log = site.folder / "portail.log"
    wait_until(lambda: all(number in log.read_text() for number in numbers), "the lines of nginx")
    by_number = {number: became for _, _, became, number in LINE.findall(log.read_text())}
    return [by_number[number] for number in numbers]


def ask(site: Site, path: str, times: int = 1, **headers: str) -> list[tuple[int, dict[str, str], str]]:
    return [site.get(path, **headers) for _ in range(times)]


def asked_within_a_second(site: Site, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """An answer that nginx had itself; on a busy machine not the first time."""
    for _ in range(30):
        wait_until(lambda: time.time() % 1 < 0.3, "the beginning of a second")
        site.get(path, **(BROWSER | {key: value for key, value in headers.items() if key in BROWSER}))
        answer = site.get(path, **headers)
        if said(site, answer[1]["x-request-id"]) == ["HIT"]:
            return answer
    raise AssertionError(f"{path} was never remembered")


def test_a_page_is_remembered_with_its_etag_and_answers_304(site):
    status, built, text = site.get("/")
    assert status == 200
    status, headers, again = asked_within_a_second(site, "/", **BROWSER)
    assert (status, again) == (200, text)
    assert "x-accel-expires" not in built | headers
    assert headers["etag"].removeprefix("W/") == built["etag"].removeprefix("W/")
    assert headers["cache-control"] == "public, no-cache"
    assert headers["content-security-policy"] == built["content-security-policy"]
    assert {each.strip() for each in headers["vary"].split(",")} >= {"Accept-Encoding"}
    status, _, nothing = asked_within_a_second(site, "/", **BROWSER, **{"If-None-Match": headers["etag"]})
    assert (status, nothing) == (304, "")
    assert asked_within_a_second(site, "/", **BROWSER, **{"If-None-Match": '"another"'})[0] == 200
    status, _, nothing = site.get("/", method="HEAD")
    assert (status, nothing) == (200, "")


@pytest.mark.parametrize(
    ("understood", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("gzip;q=0", ""),
        ("br;q=0.0", ""), ("bright", ""), ("identity", ""), ("", ""),
    ],
)  # fmt: skip
def test_each_browser_gets_what_it_understands(site, understood, encoding):
    """Also of what is remembered: one with brotli has just asked for the same."""
    need("libnginx-mod-http-brotli-filter")
    plain = site.get("/")[2]
    for path in ("/", "/recherche/?q=travail"):  # the second is nobody else's
        site.get(path, **BROWSER)
        _, headers, text = site.get(path, **{"Accept-Encoding": understood} if understood else {})
        assert headers.get("content-encoding", "") == encoding
        assert path != "/" or text == plain


def test_brotli_is_lighter(site):
    need("libnginx-mod-http-brotli-filter")
    weights = {}
    for each in ("br", "gzip"):
        number = site.get("/", **{"Accept-Encoding": each})[1]["x-request-id"]
        said(site, number)
        line = next(line for line in (site.folder / "portail.log").read_text().splitlines() if number in line)
        weights[each] = int(line.split('" 200 ')[1].split()[0])
    assert weights["br"] < weights["gzip"]


def test_without_the_module_gzip_remains(site):
    with another_nginx(site, has_brotli=False) as other:
        for path in ("/", "/recherche/?q=travail"):
            _, headers, text = other.get(path, **BROWSER)
            assert headers["content-encoding"] == "gzip"
            assert "</html>" in text


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", {"Cookie": "theme=sombre"}), ("/", {"Authorization": "Basic bG91OnNlY3JldA=="}), ("/contact/", {}),
        ("/contact/?lieu=76600", {}), ("/recherche/?q=travail", {}), ("/trouver-un-referent/?lieu=76600", {}),
        ("/?annee=2026&autre=1", {}), ("/admin/login/", {}), ("/api/v1/disp", {}), ("/media/images/a.png", {}),
        ("/static/x/", {"Cookie": "a=b"}),
    ],
)  # fmt: skip
def test_who_is_somebody_or_says_something_of_their_own_is_answered_by_the_portal(site, path, headers):
    numbers = [answer[1]["x-request-id"] for answer in ask(site, path, 3, **BROWSER, **headers) if answer[0] != 404]
    assert set(said(site, *numbers)) <= {"-"}


def test_nothing_that_is_posted_or_signed_is_remembered(site):
    """By the portal's own word for most; nginx does not even look for addresses that are secrets."""
    addresses = [*signed_addresses(SIGNED), *signed_addresses(DRAWN)]
    numbers = [site.get(each, method=method)[1]["x-request-id"] for each in addresses for method in ("GET", "POST")]
    numbers.append(site.get("/", method="POST", **{"Content-Length": "0"})[1]["x-request-id"])
    assert len(numbers) > 60
    assert set(said(site, *numbers)) == {"-"}


def test_what_the_portal_does_not_mark_is_asked_for_each_time(site):
    """Addresses that look like pages, and are none for everybody."""
    for path in ("/rien-de-tel/", "/recherche/", "/sante/"):
        numbers = [answer[1]["x-request-id"] for answer in ask(site, path, 3, **BROWSER)]
        assert "HIT" not in said(site, *numbers)


def test_nginx_and_the_portal_know_the_same_parameters():
    text = (OPS / "nginx" / "portail.conf").read_text()
    assert set(re.search(r"\(\?:((?:\w+\|)+\w+)\)=", text)[1].split("|")) == PARAMETERS


PUBLISHING = """
import time
from home.models import StandardPage
from wagtail.models import Site
page = Site.objects.get().root_page.add_child(instance=StandardPage(title="Titre 0", slug="essai"))
print(0, time.time())
for number in (1, 2, 3):
    time.sleep(1.3)
    page.title = f"Titre {number}"
    page.save_revision().publish()
    print(number, time.time())
time.sleep(1.3)
page.unpublish()
print(4, time.time())
"""


def test_whatever_is_published_or_withdrawn_is_so_in_the_next_second(site):
    """Another process publishes, while readers ask all the time; each notes when it asked, and what it read."""
    read: list[tuple[float, int]] = []
    over = threading.Event()

    def go_on() -> None:
        while not over.wait(0.07):  # nginx refuses who reads faster
            asked = time.time()
            status, _, text = site.get("/essai/", **BROWSER)
            found = re.search(r"<h1[^>]*>\s*Titre (\d)", text)
            read.append((asked, int(found[1]) if found else {404: GONE}.get(status, -status)))

    readers = [threading.Thread(target=go_on) for _ in range(2)]
    for each in readers:
        each.start()
    try:
        told = subprocess.run(
            [sys.executable, "manage.py", "shell", "-v0", "-c", PUBLISHING],
            cwd=settings.BASE_DIR, env=site.supervisor.environment, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        time.sleep(1.3)
    finally:
        over.set()
        for each in readers:
            each.join()
    published = [(int(number), float(at)) for number, at in (line.split() for line in told.splitlines())]
    assert [number for number, _ in published] == [0, 1, 2, 3, GONE]
    assert {found for _, found in read} == {0, 1, 2, 3, GONE}
    moments = [*published[1:], (GONE, float("inf"))]
    for (number, at), (_, until) in zip(published, moments, strict=True):
        late = [(asked - at, found) for asked, found in read if int(at) + 1 <= asked < until and found < number]
        assert late == []
    log = (site.folder / "portail.log").read_text()
    assert [became for path, _, became, _ in LINE.findall(log) if path == "/essai/"].count("HIT") > 0


def test_what_was_remembered_is_not_served_when_the_portal_is_gone(site):
    """Neither a second later, nor because nothing else answers."""
    asked_within_a_second(site, "/", **BROWSER)
    site.supervisor.stop("web")
    wait_until(lambda: time.time() % 1 < 0.3, "the next second")
    for headers in (BROWSER, {}):
        status, told, text = site.get("/", **headers)
        assert (status, told["retry-after"], told["cache-control"]) == (503, "10", "no-store")
        assert "rechargez la page" in text
