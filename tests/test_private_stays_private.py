"""What is not public is met nowhere: in no list, menu, link, feed, sitemap, search or open data.

Each kind of content is published with a word of its own, its marker, and shown to be met where readers meet it; then
all are taken away, each way there is, and the whole site is read again. To add a place where content is listed, add it
to PLACES; to add a kind of content, write a function that makes it and a line of `PAGES` or `SNIPPETS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Page, PageViewRestriction, Site

from home.models import StandardPage
from home.setup import page_tree
from news.models import ConventionPage, EventPage, NewsPage
from portal.models import MenuLink, PortalSettings
from tests.directory.factories import ActorFactory, ReferentFactory
from tests.news.factories import ConventionPageFactory, EventPageFactory, NewsPageFactory, RegionFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

REGION = "/regions/normandie/"


def body(client: Client, url: str) -> str:
    """What a visitor reads at an address; nothing where they are sent away."""
    response = client.get(url)
    return response.content.decode() if response.status_code == 200 else ""


def hits(client: Client, url: str) -> str:
    """What a page of results found, without the words that were typed."""
    return " ".join(str(each) for each in BeautifulSoup(body(client, url), "html.parser").select(".p-hits"))


# Where content is listed, by a name; every page of the sitemap is read besides.
PLACES = {
    "agenda": "/actualites/agenda/",
    "RSS": "/flux/actualites.rss",
    "Atom": "/flux/actualites.atom",
    "sitemap": "/sitemap.xml",
    "site map": "/plan-du-site/",
    "answer": "/trouver-un-referent/?lieu=Rouen",
    "contact": "/contact/?lieu=Rouen",
    "filtered directory": "/trouver-un-referent/?region=normandie",
    "open data": "/api/v1/referents",
    "open data, a place": "/api/v1/match?place=76000",
}
# Where a word is asked for.
QUESTIONS: dict[str, Callable[[Client, str], str]] = {
    "search": lambda client, word: hits(client, f"/recherche/?q={word}"),
    "open data, a name": lambda client, word: str(client.get(f"/api/v1/match?place=R2IP+{word}").json()["referents"]),
}


@dataclass(frozen=True)
class Kind:
    """A kind of content: its marker, how it is made with that, and some of the places where readers meet it."""

    marker: str
    make: Callable[[dict[str, Page], str], Any]
    met: set[str]


def named(marker: str) -> dict[str, Any]:
    return {"title": f"À {marker}", "slug": marker.lower()}


def make_news(pages: dict[str, Page], marker: str) -> NewsPage:
    return NewsPageFactory(parent=pages["news"], regions=[RegionFactory(name="Normandie")], **named(marker))


def make_event(pages: dict[str, Page], marker: str) -> EventPage:
    return EventPageFactory(parent=pages["news"], days=2, **named(marker))


def make_report(pages: dict[str, Page], marker: str) -> NewsPage:
    """A news item that a past event leads to as its report."""
    report = make_news(pages, marker)
    EventPage.objects.filter(slug="passee").update(report=report)
    return report


def make_renewal(pages: dict[str, Page], marker: str) -> ConventionPage:
    """A convention that renews another one, whose chain names it."""
    old = ConventionPage.objects.get(slug="ancienne")
    return ConventionPageFactory(parent=pages["conventions"], replaces=old, **named(marker))


def make_text(pages: dict[str, Page], marker: str) -> StandardPage:
    return pages["home"].add_child(instance=StandardPage(**named(marker)))


def make_actor(pages: dict[str, Page], marker: str) -> Any:
    return ActorFactory(name=marker, slug=marker.lower())


def make_referent(pages: dict[str, Page], marker: str) -> Any:
    return ReferentFactory(office=f"R2IP {marker}", slug=marker.lower())


ALL = {"site map", "sitemap", "search", "menu", "/text/", "/links/"}
PAGES = {
    "news": Kind("Zanzibar", make_news, ALL | {"/", REGION, "/actualites/", "/actualites/autre/", "RSS", "Atom"}),
    "report": Kind("Valparaiso", make_report, ALL | {"/actualites/passee/"}),
    "event": Kind("Ouagadougou", make_event, ALL | {"/", "/actualites/", "/actualites/passee/", "agenda"}),
    "renewal": Kind("Samarcande", make_renewal, ALL | {"/", "/conventions/", "/conventions/ancienne/"}),
    "text": Kind("Tombouctou", make_text, ALL),
}
SNIPPETS = {
    "actor": Kind("Vladivostok", make_actor, {"/qui-fait-quoi/", "search"}),
    "referent": Kind(
        "Montevideo",
        make_referent,
        {
            *("/trouver-un-referent/direction/rennes/", REGION, "filtered directory", "answer", "contact"),
            *("sitemap", "search", "open data", "open data, a name"),
        },
    ),
}


@pytest.fixture
def pages(real_site, db, settings, tmp_path) -> dict[str, Page]:
    """The pages of a real site, with a neighbour of each kind; the search has an index of its own."""
    settings.DATA_DIR = tmp_path
    pages = page_tree.pages()
    NewsPageFactory(parent=pages["news"], slug="autre")
    EventPageFactory(parent=pages["news"], slug="passee", days=-9)
    ConventionPageFactory(parent=pages["conventions"], slug="ancienne")
    ReferentFactory()
    ActorFactory()
    return pages


def make(kinds: dict[str, Kind], pages: dict[str, Page]) -> list[Any]:
    """One of each kind."""
    return [kind.make(pages, kind.marker) for kind in kinds.values()]


def link_everywhere(pages: dict[str, Page], made: list[Page]) -> None:
    """Lead to pages from the menu, from a text and from buttons."""
    menus = PortalSettings.for_site(Site.objects.get())
    for page in made:
        MenuLink.objects.create(settings=menus, place=MenuLink.Place.HEADER, label=f"Menu {page.title}", page=page)
    home = Page.objects.get(pk=pages["home"].pk)  # its count of children has changed
    text = "".join(f'<p><a linktype="page" id="{page.pk}">Lire</a></p>' for page in made)
    home.add_child(instance=StandardPage(title="Un texte", slug="text", body=[("text", text)]))
    buttons = [("action", {"label": "Lire", "page": page, "anchor": "", "address": ""}) for page in made]
    home.add_child(instance=StandardPage(title="Des boutons", slug="links", body=buttons))


def addresses(client: Client) -> list[str]:
    """Every address of the sitemap."""
    tree = ET.fromstring(body(client, "/sitemap.xml"))  # noqa: S314 - our own answer
    found = [url[0].text.removeprefix("http://testserver") for url in tree]
    assert len(found) > 15
    # One direction stands for the ten, one region for all: they are alike.
    alike = ("/direction/", "/regions/")
    return [url for url in found if not any(part in url for part in alike) or "rennes" in url or url == REGION]


def met(client: Client, urls: list[str], kinds: dict[str, Kind]) -> dict[str, set[str]]:
    """Where each kind's marker is met: places by name, pages by their address, and the menu of all pages."""
    where: dict[str, set[str]] = {kind: set() for kind in kinds}

    def note(place: str, text: str) -> None:
        for kind in kinds_in(text):
            where[kind].add(place)

    def kinds_in(text: str) -> list[str]:
        return [name for name, kind in kinds.items() if kind.marker.lower() in text.lower()]

    for place, url in PLACES.items():
        note(place, body(client, url))
    for place, ask in QUESTIONS.items():
        for kind in kinds.values():
            note(place, ask(client, kind.marker))
    for url in urls:
        text = body(client, url)
        if kinds_in(text):
            page = BeautifulSoup(text, "html.parser")
            note("menu", str(page.header.extract()) if page.header else "")
            note(url, str(page))
    return where


def assert_met(client: Client, urls: list[str], kinds: dict[str, Kind]) -> None:
    """Each kind is met where it is said to be, or what follows would prove nothing."""
    wanted = [url for url in urls if any(url in kind.met for kind in kinds.values())]
    found = met(client, wanted, kinds)
    assert {name: kind.met - found[name] for name, kind in kinds.items()} == nowhere(kinds)


def nowhere(kinds: dict[str, Kind]) -> dict[str, set[str]]:
    return {kind: set() for kind in kinds}


def close(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def close_section(page: Page) -> None:
    """The page above, or the page itself where the site would end with it."""
    above = page.get_parent()
    close(page if above.is_site_root() else above)


def move_into_private_section(page: Page) -> None:
    home = Site.objects.get().root_page
    section = home.get_children().filter(slug="interne").first()
    if section is None:
        section = home.add_child(instance=StandardPage(title="Interne", slug="interne"))
        close(section)
    page.move(section, pos="last-child")


WAYS = {
    "unpublished": lambda page: page.unpublish(),
    "private": close,
    "section private": close_section,
    "moved": move_into_private_section,
}


@pytest.mark.parametrize("way", WAYS)
def test_pages_that_are_taken_away_are_met_nowhere(pages, client, django_capture_on_commit_callbacks, way):
    made = make(PAGES, pages)
    link_everywhere(pages, made)
    before = addresses(client)
    assert_met(client, before, PAGES)

    with django_capture_on_commit_callbacks(execute=True):
        for page in made:
            WAYS[way](type(page).objects.get(pk=page.pk))

    assert not {page.url for page in made} & set(addresses(client))
    assert {client.get(page.url).status_code for page in made} <= {301, 302, 404}
    assert met(client, before, PAGES) == nowhere(PAGES)


def test_sheets_and_actors_that_are_unpublished_are_met_nowhere(pages, client, django_capture_on_commit_callbacks):
    made = make(SNIPPETS, pages)
    before = addresses(client)
    assert_met(client, before, SNIPPETS)

    with django_capture_on_commit_callbacks(execute=True):
        for each in made:
            each.unpublish()

    assert met(client, before, SNIPPETS) == nowhere(SNIPPETS)


def test_a_private_section_takes_all_that_lies_below_with_it(pages, client, django_capture_on_commit_callbacks):
    news = {"news": PAGES["news"]}
    marker = PAGES["news"].marker
    make(news, pages)
    NewsPageFactory(parent=pages["news"], title=f"Encore {marker}")
    link_everywhere(pages, [pages["news"]])
    below = [pages["news"].url, *(page.url for page in pages["news"].get_children())]
    assert met(client, addresses(client), news) != nowhere(news)

    with django_capture_on_commit_callbacks(execute=True):
        close(pages["news"])

    left = addresses(client)
    assert not set(below) & set(left)
    assert met(client, left, news) == nowhere(news)
    assert not any('"/actualites/' in body(client, url) for url in left), "neither its address, in menus and links"
