"""A seeded walk of nonsense over every public address, parameter, form and header: no 5xx, no second of processor.

What fails is asked again by its number: `ask(number)` makes the same request from the same site.
"""

from __future__ import annotations

import random
import re
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client

from tests.harness.addresses import routes

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 1.0  # of processor, for one request
FEW, MANY = 300, 20_000
FRESH_EVERY = 40  # requests; then limits count anew, or everything would be refused by them
# Every parameter that a public view reads, and some that none does.
PARAMETERS = (
    "lieu", "q", "lettre", "region", "direction", "mission", "page", "theme", "rubrique", "annee", "type", "tri",
    "je-suis", "projet", "etat",
    "etablissement", "atelier", "activite", "exact", "place", "limit", "offset", "lat", "lon", "point", "format",
    "fait", "cle",
    "next", "sort", "kind", "year", "code", "postes", "heures", "regime", "priorite", "partie", "vue", "choix",
    "utm_source", "a[]",
)  # fmt: skip
SENSE = (
    "Rouen", "76600", "normandie", "saint denis", "20", "travail", "production", "2026", "1", "rennes", "SPIP",
    "tout", "France",
    "actualites", "caen", "true", "fr", "recent", "48.85", "2.35",
)  # fmt: skip
NONSENSE = (
    "", " ", "0", "-1", "9" * 60, "1e309", "NaN", "٣٤", "½", "'", '"', "\\", "%", "%00", "\x00", "\r\nX: y",
    "<script>alert(1)</script>",
    "../../../etc/passwd", "{{ 7*7 }}", "${jndi:ldap://a}", "' OR 1=1 --", "(((((((((", "[a-z]{999999}", "*" * 300,
    "é" * 3000, "a " * 3000,
    "\u202e\u200b\ufeff", "\U0001f9a6" * 50, "2026-02-30", "31/02/2026", "null", "[]", '{"a": [', "http://[::1",
    "//ailleurs.example", "café\u0301",
    "MQ:1vWxYz:Zm9s", ".", "..", "~", "#", "?", "&", "+", "A" * 70_000,
)  # fmt: skip
HEADERS = (
    "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_COOKIE", "HTTP_RANGE", "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE", "HTTP_ORIGIN",
    "HTTP_REFERER", "HTTP_X_FORWARDED_FOR", "HTTP_HOST", "HTTP_USER_AGENT", "HTTP_SEC_FETCH_SITE", "CONTENT_TYPE",
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("real_site", "db")


class Walk:
    """Requests of one site, each from its number alone."""

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False)
        self.shapes = [each.path for each in routes() if not each.path.startswith("admin/")]
        sitemap = self.client.get("/sitemap.xml").content.decode()
        self.pages = re.findall(r"<loc>http://testserver(/[^<]*)</loc>", sitemap)
        self.forms: dict[str, list[str]] = {}

    def word(self, chance: random.Random) -> str:
        """Something that might be typed, or never was."""
        return chance.choice(chance.choice((SENSE, NONSENSE)))

    def address(self, chance: random.Random) -> str:
        """A page of the sitemap, or a shape of the resolver with something in each of its holes."""
        if chance.random() < 0.3:
            return chance.choice(self.pages)
        shape = re.sub(r"\^|\$|\\Z|\\", "", chance.choice(self.shapes))
        shape = re.sub(r"<\w+:\w+>|<\w+>|\([^()]*(?:\([^()]*\)[^()]*)*\)\??", lambda _: "\x01", shape)
        return "/" + "".join(quote(self.word(chance)[:2000], safe="/") if each == "\x01" else each for each in shape)

    def fields(self, address: str) -> list[str]:
        """The names of the fields of the forms on a page."""
        if address not in self.forms:
            page = self.client.get(address)
            is_html = page.headers.get("Content-Type", "").startswith("text/html")
            content = page.getvalue()  # read to its end in any case: then it closes itself, and no connection
            soup = BeautifulSoup(content if is_html else b"", "html.parser")
            self.forms[address] = sorted({each["name"] for each in soup.select("form[method=post] [name]")})
        return self.forms[address]

    def request(self, number: int) -> Callable[[], Any]:
        """The request of a number, to be made."""
        chance = random.Random(number)  # noqa: S311 - the same walk each time
        address = self.address(chance)
        headers = {name: self.header(chance) for name in HEADERS if chance.random() < 0.05}
        names = chance.sample(PARAMETERS, chance.randint(0, 5))
        query = urlencode([(name, self.word(chance)) for name in names])
        method = chance.choices(("get", "head", "post", "put", "options"), (70, 3, 23, 2, 2))[0]
        if method != "post":
            return lambda: getattr(self.client, method)(f"{address}?{query}" if query else address, **headers)
        posted = {name: self.word(chance) for name in (self.fields(address) or PARAMETERS) if chance.random() < 0.8}
        headers.pop("CONTENT_TYPE", None)
        return lambda: self.client.post(address, posted, **headers)

    def header(self, chance: random.Random) -> str:
        """What a server lets through as a value of a header."""
        return re.sub(r"[^\x20-\x7e]", "", self.word(chance))[:4000]


def ask(walk: Walk, number: int) -> str:
    """Make a request; what is wrong with its answer, or nothing."""
    if number % FRESH_EVERY == 0:
        cache.clear()
    send = walk.request(number)
    begun = time.process_time()
    response = send()
    response.getvalue()
    took = time.process_time() - begun
    asked = response.wsgi_request if hasattr(response, "wsgi_request") else None
    where = f"{number}: {asked.method} {asked.get_full_path()[:200]}" if asked else str(number)
    if response.status_code >= 500:
        return f"{where} answers {response.status_code}"
    return f"{where} takes {took:.1f} s of processor" if took > SECONDS else ""


def walked(first: int, count: int) -> tuple[list[str], int]:
    """What went wrong, and how many pages the walk knows: one that knows none finds nothing."""
    walk = Walk()
    for address in walk.pages:  # a first visitor builds gazetteers and indices
        walk.client.get(address)
    walk.client.get("/recherche/?q=travail")
    return [wrong for number in range(first, first + count) if (wrong := ask(walk, number))], len(walk.pages)


def test_a_few_hundred_requests_of_nonsense_are_answered_at_once():
    wrong, pages = walked(0, FEW)
    assert wrong == []
    assert pages > 20


@pytest.mark.full
@pytest.mark.parametrize("part", range(10))
def test_twenty_thousand_are(part):
    wrong, _ = walked(1000 + part * MANY // 10, MANY // 10)
    assert wrong == []
