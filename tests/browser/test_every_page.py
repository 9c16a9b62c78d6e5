"""What every page owes its reader, whatever it holds: one kind after the other, each looked at once.

`make test` looks at one page of each kind, of which axe sees one width and one scheme under the pointer by turns;
`make test-full` at both of each, at the other states and at the whole site map. `make accessibility`, whose results are
published, looks at each kind as `make test-full` does.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import opener
from tests.browser.kinds import KINDS, MISSING, STATES
from tests.browser.looks import look_at
from tests.harness import html_validator, schema_vocabulary

if TYPE_CHECKING:
    from tests.browser.looks import Look

pytestmark = pytest.mark.browser


def site_map(page, origin: str) -> dict[str, str]:
    """Every address that search engines are told, but for those of which one of the same kind is looked at anyway."""
    listed = re.findall(r"<loc>([^<]+)</loc>", page.request.get("/sitemap.xml").text())
    addresses = [each.removeprefix(origin) for each in listed]
    assert len(addresses) > 250
    return {each: each for each in addresses if each not in KINDS.values()}


@pytest.fixture(
    scope="module",
    params=["kinds", *(pytest.param(each, marks=pytest.mark.full) for each in ("kinds, whole", "states", "site map"))],
)
def looks(request, browser, portal, violations) -> dict[str, Look]:
    """What was seen of each page; in one window, which keeps styles and fonts as a reader's does."""
    seen = {}
    is_sample = request.param == "kinds" and "rgaa" not in request.config.option.markexpr
    with opener(browser, portal) as open_page:
        page = open_page()
        pages = {"states": STATES, "site map": {}}.get(request.param, KINDS) or site_map(page, portal.url)
        for turn, (name, address) in enumerate(pages.items()):
            answer = page.goto(address)
            assert answer.status == (404 if name in MISSING else 200), name
            seen[name] = look_at(page, answer.text(), violations, turn=turn if is_sample else None)
    return seen


# What is looked at, and the criteria of the RGAA that it answers.
ABOUT = {
    "rules": ("6.2", "7.1", "8.3", "8.4", "8.8", "9.2", "9.3", "10.6", "10.8", "11.1", "11.9", "12.6"),
    "contrast": ("3.1", "3.2", "10.5"),  # in dark, under the pointer, with the colours of the system
    "drawn": ("3.3",),  # marks of maps and diagrams, and their legends
    "reflow": ("10.11", "13.9"),  # no page scrolls sideways, down to 320 pixels
    "focus": ("7.3", "10.7", "12.7", "12.8", "12.9"),
    "larger text": ("10.4",),
    "spaced text": ("10.12",),
    "pictures": ("1.1", "1.2", "1.3", "1.4", "1.5"),
    "outline": ("9.1",),
    "typography": (),
    "sentences": (),
    "language": ("8.7",),
    "tables": ("5.4", "5.6", "5.7"),
    "groups": ("11.5", "11.6"),
    "links": ("6.1",),
    "maps": ("7.3",),
    "navigation": ("12.1", "12.2", "12.4", "12.5"),
    "frames": ("2.1", "2.2"),
    "media": ("4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "4.11", "4.13"),
    "objects": ("4.8", "4.9", "4.12"),
    "layout tables": ("5.3", "5.8"),
    "shortcuts": ("12.10",),
    "directions": ("8.10",),
    "new windows": ("13.2",),
    "refresh": ("13.1",),
    "movement": ("4.10", "13.7", "13.8"),
}


# The one page of the demonstration with a video; how it plays, its captions and its transcript: test_articles.py.
LOOKED_AT = {("media", "/actualites/exemple-forum-des-employeurs/")}


@pytest.mark.parametrize(
    "about", [pytest.param(about, marks=pytest.mark.rgaa(*criteria)) for about, criteria in ABOUT.items()]
)
def test_no_page_hinders_anybody(looks, about):
    found = {name: look.found[about] for name, look in looks.items() if about in look.found}
    assert {name: found[name] for name in found if (about, name) not in LOOKED_AT} == {}


def test_nothing_is_looked_at_in_vain(looks):
    assert {about for look in looks.values() for about in look.found} <= ABOUT.keys()


@pytest.mark.rgaa("8.5", "8.6")
def test_every_page_has_a_title_of_its_own(looks):
    titles = {name: re.search("<title>(.+?)</title>", look.source)[1] for name, look in looks.items()}
    assert [title for title, count in Counter(titles.values()).items() if count > 1] == []


@pytest.mark.rgaa("1.9", "8.1", "8.2", "8.9", "10.1")
def test_every_page_is_valid_html(looks, tmp_path):
    pages = {"wrong": "<!doctype html><title>x</title><p><div></p>"} | {
        name: look.source for name, look in looks.items()
    }
    found = html_validator.mistakes(pages, tmp_path)
    assert [each for each in found if not each.startswith("wrong: ")] == []
    assert found, "the validator sees what is wrong"


# What search engines ask of a description before they show it.
WHOLE = {
    "NewsArticle": {"headline", "image", "datePublished", "dateModified", "author", "publisher", "mainEntityOfPage"},
    "Event": {"name", "startDate", "location", "organizer", "eventStatus", "eventAttendanceMode", "description", "url"},
    "BreadcrumbList": {"itemListElement"},
    "FAQPage": {"mainEntity"},
    "DefinedTermSet": {"name", "hasDefinedTerm"},
    "GovernmentOrganization": {"name", "url"},
    "Dataset": {"name", "description", "distribution"},
    "WebSite": {"name", "url", "publisher", "potentialAction"},
}


def test_what_pages_tell_search_engines_is_whole_and_in_the_words_of_schema_org(looks):
    told = {
        f"{name}, {each['@type']}": each for name, look in looks.items() for each in schema_vocabulary.told(look.source)
    }
    wrong = {"wrong": {"@context": "https://schema.org", "@type": "Event", "startsOn": "2026-12-03", "location": 5}}
    found = schema_vocabulary.mistakes(told | wrong)
    assert [each for each in found if not each.startswith("wrong: ")] == []
    assert found, "the compiler sees what is wrong"
    missing = {name: WHOLE.get(each["@type"], set()) - each.keys() for name, each in told.items()}
    assert {name: names for name, names in missing.items() if names} == {}
