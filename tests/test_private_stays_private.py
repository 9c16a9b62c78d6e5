"""What is not public is met nowhere: in no list, menu, link, feed, sitemap, search or open data.

Each kind of content is published with a word of its own, its marker, and shown to be met where readers meet it; then it
is taken away, each way there is, and the whole site is read again. To add a place where content is listed, add it to
PLACES; to add a kind of content, write a function that makes it and a line of `KINDS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Page, PageViewRestriction, Site

from home import site_tree
from home.models import StandardPage
from news.models import ConventionPage, EventPage, NewsPage
from portal.models import MenuLink, PortalSettings
from tests.directory.factories import ActorFactory, ReferentFactory
from tests.news.factories import ConventionPageFactory, EventPageFactory, NewsPageFactory, RegionFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

MARKER = "Zanzibar"
REGION = "/regions/normandie/"


def body(client: Client, url: str) -> str:
    """What a visitor reads at an address; nothing where they are sent away."""
    response = client.get(url)
    return response.content.decode() if response.status_code == 200 else ""


def hits(client: Client, url: str) -> str:
    """What a page of results found, without the words that were typed."""
    return " ".join(str(each) for each in BeautifulSoup(body(client, url), "html.parser").select(".p-hits"))


# Where content is listed, by a name; every page of the sitemap is read besides.
PLACES: dict[str, Callable[[Client], str]] = {
    "agenda": lambda client: body(client, "/actualites/agenda/"),
    "RSS": lambda client: body(client, "/flux/actualites.rss"),
    "Atom": lambda client: body(client, "/flux/actualites.atom"),
    "sitemap": lambda client: body(client, "/sitemap.xml"),
    "site map": lambda client: body(client, "/plan-du-site/"),
    "search": lambda client: hits(client, f"/recherche/?q={MARKER}"),
    "answer": lambda client: body(client, "/trouver-un-referent/?lieu=Rouen"),
    "contact": lambda client: body(client, "/contact/?lieu=Rouen"),
    "filtered directory": lambda client: body(client, "/trouver-un-referent/?region=normandie"),
    "open data": lambda client: body(client, "/api/v1/referents"),
    "open data, a place": lambda client: body(client, "/api/v1/match?place=76000"),
    "open data, a name": lambda client: str(client.get(f"/api/v1/match?place=R2IP+{MARKER}").json()["referents"]),
}


@dataclass(frozen=True)
class Kind:
    """A kind of content: how it is made, and some of the places where readers meet it."""

    make: Callable[[dict[str, Page]], Any]
    met: set[str]


def named(**values: Any) -> dict[str, Any]:
    return {"title": f"À {MARKER}", "slug": MARKER.lower()} | values


def make_news(pages: dict[str, Page]) -> NewsPage:
    return NewsPageFactory(parent=pages["news"], regions=[RegionFactory(name="Normandie")], **named())


def make_event(pages: dict[str, Page]) -> EventPage:
    return EventPageFactory(parent=pages["news"], days=2, **named())


def make_report(pages: dict[str, Page]) -> NewsPage:
    """A news item that a past event leads to as its report."""
    report = make_news(pages)
    EventPage.objects.filter(slug="passee").update(report=report)
    return report


def make_renewal(pages: dict[str, Page]) -> ConventionPage:
    """A convention that renews another one, whose chain names it."""
    old = ConventionPage.objects.get(slug="ancienne")
    return ConventionPageFactory(parent=pages["conventions"], replaces=old, **named())


def make_text(pages: dict[str, Page]) -> StandardPage:
    return pages["home"].add_child(instance=StandardPage(**named()))


def make_actor(pages: dict[str, Page]) -> Any:
    return ActorFactory(name=MARKER, slug=MARKER.lower())


def make_referent(pages: dict[str, Page]) -> Any:
    return ReferentFactory(office=f"R2IP {MARKER}", slug=MARKER.lower())


PAGES = {"site map", "sitemap", "search", "menu"}
KINDS = {
    "news": Kind(
        make_news,
        PAGES | {"/", REGION, "/actualites/", "/actualites/autre/", "RSS", "Atom", "/text/", "/links/"},
    ),
    "report": Kind(make_report, PAGES | {"/actualites/passee/"}),
    "event": Kind(make_event, PAGES | {"/", "/actualites/", "/actualites/passee/", "agenda", "/text/", "/links/"}),
    "renewal": Kind(make_renewal, PAGES | {"/", "/conventions/", "/conventions/ancienne/", "/text/", "/links/"}),
    "text": Kind(make_text, PAGES | {"/text/", "/links/"}),
}
ELSEWHERE = {
    "actor": Kind(make_actor, {"/qui-fait-quoi/", "search"}),
    "referent": Kind(
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
    pages = site_tree.pages()
    NewsPageFactory(parent=pages["news"], slug="autre")
    EventPageFactory(parent=pages["news"], slug="passee", days=-9)
    ConventionPageFactory(parent=pages["conventions"], slug="ancienne")
    ReferentFactory()
    ActorFactory()
    return pages


def link_everywhere(pages: dict[str, Page], page: Page) -> None:
    """Lead to a page from the menu, from a text and from a button."""
    menus = PortalSettings.for_site(Site.objects.get())
    MenuLink.objects.create(settings=menus, place=MenuLink.Place.HEADER, label=f"Menu {MARKER}", page=page)
    home = Page.objects.get(pk=pages["home"].pk)  # its count of children has changed
    text = [("text", f'<p><a linktype="page" id="{page.pk}">Lire</a></p>')]
    home.add_child(instance=StandardPage(title="Un texte", slug="text", body=text))
    button = {"label": "Lire", "page": page, "anchor": "", "address": ""}
    home.add_child(instance=StandardPage(title="Un bouton", slug="links", body=[("action", button)]))


def addresses(client: Client) -> list[str]:
    """Every address of the sitemap."""
    tree = ET.fromstring(body(client, "/sitemap.xml"))  # noqa: S314 - our own answer
    found = [url[0].text.removeprefix("http://testserver") for url in tree]
    assert len(found) > 15
    # One direction stands for the ten, one region for all: they are alike.
    alike = ("/direction/", "/regions/")
    return [url for url in found if not any(part in url for part in alike) or "rennes" in url or url == REGION]


def met(client: Client, urls: list[str]) -> set[str]:
    """Where the marker is met: names of places, addresses of pages by their content, and the menu of all of them."""
    where = {name for name, read in PLACES.items() if MARKER.lower() in read(client).lower()}
    for url in urls:
        text = body(client, url)
        if MARKER.lower() not in text.lower():
            continue
        page = BeautifulSoup(text, "html.parser")
        menu = page.header.extract() if page.header else ""
        where |= {"menu"} if MARKER.lower() in str(menu).lower() else set()
        where |= {url} if MARKER.lower() in str(page).lower() else set()
    return where


def expected(kind: Kind, urls: list[str]) -> list[str]:
    """Those where it is said to be met."""
    return [url for url in urls if url in kind.met]


def close(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def close_section(page: Page) -> None:
    """The page above, or the page itself where the site would end with it."""
    above = page.get_parent()
    close(page if above.is_site_root() else above)


def move_into_private_section(page: Page) -> None:
    section = Site.objects.get().root_page.add_child(instance=StandardPage(title="Interne", slug="interne"))
    close(section)
    page.move(section, pos="last-child")


WAYS = {
    "unpublished": lambda page: page.unpublish(),
    "private": close,
    "section private": close_section,
    "moved": move_into_private_section,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_that_is_taken_away_is_met_nowhere(pages, client, django_capture_on_commit_callbacks, kind, way):
    page = KINDS[kind].make(pages)
    link_everywhere(pages, page)
    before = addresses(client)
    assert KINDS[kind].met - met(client, expected(KINDS[kind], before)) == set(), "or what follows would prove nothing"

    with django_capture_on_commit_callbacks(execute=True):
        WAYS[way](type(page).objects.get(pk=page.pk))

    assert page.url not in addresses(client)
    assert client.get(page.url).status_code in {301, 302, 404}
    assert met(client, before) == set()


@pytest.mark.parametrize("kind", ELSEWHERE)
def test_a_sheet_or_an_actor_that_is_unpublished_is_met_nowhere(
    pages, client, django_capture_on_commit_callbacks, kind
):
    each = ELSEWHERE[kind].make(pages)
    before = addresses(client)
    there = expected(ELSEWHERE[kind], before)
    assert ELSEWHERE[kind].met - met(client, there) == set(), "or what follows would prove nothing"

    with django_capture_on_commit_callbacks(execute=True):
        each.unpublish()

    assert met(client, before) == set()


def test_a_private_section_takes_all_that_lies_below_with_it(pages, client, django_capture_on_commit_callbacks):
    make_news(pages)
    NewsPageFactory(parent=pages["news"], title=f"Encore {MARKER}")
    link_everywhere(pages, pages["news"])
    below = [pages["news"].url, *(page.url for page in pages["news"].get_children())]
    assert met(client, addresses(client))

    with django_capture_on_commit_callbacks(execute=True):
        close(pages["news"])

    left = addresses(client)
    assert not set(below) & set(left)
    assert met(client, left) == set()
    assert not any("/actualites/" in body(client, url) for url in left), "neither its address, in menus and links"
