from __future__ import annotations

import datetime
import email.utils
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from news.models import NewsPage
from portal.french.partial_date import PartialDate
from tests.news.factories import (
    ConventionIndexPageFactory,
    ConventionPageFactory,
    EventPageFactory,
    NewsCategoryFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    NewsThemeFactory,
    RegionFactory,
)

if TYPE_CHECKING:
    from news.models import NewsIndexPage

RSS, ATOM = "/flux/actualites.rss", "/flux/actualites.atom"
NAMESPACES = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def index(home_page) -> NewsIndexPage:
    return NewsIndexPageFactory(parent=home_page)


@pytest.fixture
def read(client):
    """A feed as XML, parsed as strictly as any reader does: `read("/flux/actualites.rss")`."""

    def parse(url: str) -> ET.Element:
        response = client.get(url)
        assert response.status_code == 200
        return ET.fromstring(response.content)  # noqa: S314 - our own answer

    return parse


def titles(feed: ET.Element) -> list[str]:
    items = feed.findall("channel/item/title") or feed.findall("a:entry/a:title", NAMESPACES)
    return [item.text for item in items]


def test_an_rss_item_says_what_when_and_where(index, read):
    page = NewsPageFactory(
        parent=index,
        title="Travail & prison : « oui »",
        lead="L’essentiel.",
        published_on=datetime.date(2026, 3, 1),
        category=NewsCategoryFactory(name="Prix", slug="prix"),
    )
    [item] = read(RSS).findall("channel/item")
    assert item.findtext("title") == page.title
    assert item.findtext("description") == "L’essentiel."
    assert item.findtext("link") == f"http://testserver{page.url}"
    assert item.findtext("category") == "Prix"
    day = email.utils.parsedate_to_datetime(item.findtext("pubDate"))
    assert day == datetime.datetime.fromisoformat("2026-03-01T00:00:00+01:00")


def test_an_atom_entry_says_the_same(index, read):
    page = NewsPageFactory(parent=index, published_on=datetime.date(2026, 3, 1))
    page.save_revision().publish()
    page.refresh_from_db()
    [entry] = read(ATOM).findall("a:entry", NAMESPACES)
    assert entry.findtext("a:title", namespaces=NAMESPACES) == page.title
    assert entry.find("a:link", NAMESPACES).get("href") == f"http://testserver{page.url}"
    published = entry.findtext("a:published", namespaces=NAMESPACES)
    assert datetime.datetime.fromisoformat(published) == datetime.datetime.fromisoformat("2026-03-01T00:00:00+01:00")
    updated = datetime.datetime.fromisoformat(entry.findtext("a:updated", namespaces=NAMESPACES))
    assert updated == page.last_published_at


@pytest.mark.parametrize(("url", "content_type"), [(RSS, "application/rss+xml"), (ATOM, "application/atom+xml")])
def test_a_feed_says_what_it_is(index, client, read, url, content_type):
    assert client.get(url)["Content-Type"].startswith(content_type)
    links = [each.get("href") or each.text for each in read(url).iter() if each.tag.rpartition("}")[2] == "link"]
    assert f"http://testserver{url}" in links, "its own address"
    assert all(link.startswith("http://testserver/") for link in links)


def guid(read, url: str) -> str:
    feed = read(url)
    return feed.findtext("channel/item/guid") or feed.findtext("a:entry/a:id", namespaces=NAMESPACES)


@pytest.mark.parametrize("url", [RSS, ATOM])
def test_a_renamed_item_is_not_new_to_a_reader(index, read, url):
    page = NewsPageFactory(parent=index)
    before = guid(read, url)
    page.slug, page.title = "autre-adresse", "Autre titre"
    page.save_revision().publish()
    assert guid(read, url) == before
    assert titles(read(url)) == ["Autre titre"]


@pytest.mark.parametrize("url", [RSS, ATOM])
def test_feeds_hold_what_visitors_may_read_newest_first(index, read, url, make_private):
    old = NewsPageFactory(parent=index, published_on=datetime.date(2019, 1, 1))
    new = NewsPageFactory(parent=index, published_on=datetime.date(2026, 1, 1))
    NewsPageFactory(parent=index, live=False)
    make_private(NewsPageFactory(parent=index))
    EventPageFactory(parent=index)
    assert titles(read(url)) == [new.title, old.title]
    make_private(index)
    assert titles(read(url)) == []


@pytest.mark.parametrize("url", [RSS, ATOM])
def test_a_feed_holds_the_twenty_newest_whatever_is_asked(index, read, url):
    newest = [page.title for page in NewsPageFactory.create_batch(21, parent=index)][:20]
    assert titles(read(url)) == newest
    for query in ("?limit=x", "?limit=-1", "?limit=99999", "?year=abc", "?page=%00"):
        assert titles(read(f"{url}{query}")) == newest


@pytest.mark.parametrize("url", [RSS, ATOM])
def test_a_feed_costs_the_same_for_one_and_twenty_items(index, warm_cost, url):
    NewsPageFactory(parent=index)
    few = warm_cost(url)
    assert few <= 3
    NewsPageFactory.create_batch(19, parent=index)
    assert warm_cost(url) <= few


def test_pages_of_news_tell_programs_about_the_feeds(index, soup):
    event, article = EventPageFactory(parent=index), NewsPageFactory(parent=index)
    for url in (index.url, f"{index.url}agenda/", event.url, article.url):
        links = {link["type"]: link["href"] for link in soup(url).select('head link[rel="alternate"]')}
        assert links == {"application/rss+xml": RSS, "application/atom+xml": ATOM}, url


def test_the_list_of_news_shows_the_feeds_to_readers(index, soup):
    links = {link.get_text(): link["href"] for link in soup(index.url).main.find_all("a", string=lambda s: "flux" in s)}
    assert links == {"flux RSS": RSS, "flux Atom": ATOM}


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_a_region_a_category_and_a_theme_have_feeds_of_their_own(index, read, form):
    normandie = RegionFactory(name="Normandie", slug="normandie")
    here = NewsPageFactory(parent=index, regions=[normandie], category=None)
    prize = NewsPageFactory(parent=index, category=NewsCategoryFactory(name="Prix", slug="prix"))
    job = NewsPageFactory(parent=index, category=None, theme=NewsThemeFactory(name="Emploi", slug="emploi"))
    assert titles(read(f"/flux/region/normandie.{form}")) == [here.title]
    assert titles(read(f"/flux/rubrique/prix.{form}")) == [prize.title]
    assert titles(read(f"/flux/theme/emploi.{form}")) == [job.title]


def test_a_narrowed_feed_says_what_it_holds(index, read):
    RegionFactory(name="Normandie", slug="normandie")
    title = read("/flux/region/normandie.rss").findtext("channel/title")
    assert title == "Actualités du portail de l’insertion professionnelle : Normandie"


@pytest.mark.parametrize("name", ["region/nulle-part.rss", "ville/rouen.rss", "region/.rss", f"theme/{'a' * 5000}.rss"])
def test_a_feed_of_nothing_is_not_found(index, client, name):
    assert client.get(f"/flux/{name}").status_code == 404


def test_a_narrowed_list_offers_its_feed(index, soup):
    NewsPageFactory(parent=index, regions=[RegionFactory(name="Normandie", slug="normandie")])
    page = soup(f"{index.url}?region=normandie&annee=2026")
    found = [link["href"] for link in page.select('head link[type="application/rss+xml"]')]
    assert found == [RSS, "/flux/region/normandie.rss"]
    assert page.main.find("a", href="/flux/region/normandie.atom") is not None


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_conventions_have_their_feed(home_page, read, soup, make_private, queries_used, kind):
    conventions = ConventionIndexPageFactory(parent=home_page)
    url = f"/flux/conventions.{kind}"
    ConventionPageFactory(parent=conventions, title="Première", regions=[RegionFactory()], ends_on=PartialDate(2099))
    make_private(ConventionPageFactory(parent=conventions, title="Réservée"))
    ConventionPageFactory(parent=conventions, title="Brouillon", live=False)
    assert titles(read(url)) == ["Première"]
    few = queries_used(read, url)
    ConventionPageFactory.create_batch(25, parent=conventions, regions=[RegionFactory()])
    feed = read(url)
    assert len(titles(feed)) == 20
    assert queries_used(read, url) == few
    assert soup(conventions.url).find("a", href=url) is not None
    if kind == "rss":
        (first,) = [item for item in feed.findall("channel/item") if item.findtext("title") == titles(feed)[-1]]
        assert [each.text for each in first.findall("category")] == ["Échéance non publiée", "Normandie"]


@pytest.mark.parametrize("name", ["actualites", "region/normandie", "publications", "conventions", "agenda"])
def test_an_atom_feed_has_what_its_standard_asks_for(index, home_page, read, name):
    """RFC 4287, sections 4.1.1 and 4.1.2: one id, title and date each; an author; dates that are none of the future."""
    NewsPageFactory(parent=index, regions=[RegionFactory(name="Normandie", slug="normandie")])
    EventPageFactory(parent=index, days=3)
    ConventionPageFactory(parent=ConventionIndexPageFactory(parent=home_page), regions=[])
    feed = read(f"/flux/{name}.atom")
    space = "{http://www.w3.org/2005/Atom}"
    assert feed.findtext(f"{space}id") == f"http://testserver/flux/{name}.atom"
    assert feed.findtext(f"{space}author/{space}name") == "Portail de l’insertion professionnelle"
    for part in (feed, *feed.findall(f"{space}entry")):
        for each in ("id", "title", "updated"):
            (found,) = part.findall(f"{space}{each}")
            assert found.text.strip()
        assert datetime.datetime.fromisoformat(part.findtext(f"{space}updated")) <= timezone.now()
    assert len({entry.findtext(f"{space}id") for entry in feed.findall(f"{space}entry")}) == len(titles(feed))
    assert [link.get("rel") for link in feed.findall(f"{space}link")].count("self") == 1


def test_news_dated_ahead_do_not_stay_on_top(index, read):
    """An editor may write a day to come while the page is public already."""
    ahead = NewsPageFactory(
        parent=index, title="Demain", published_on=timezone.localdate() + datetime.timedelta(days=90)
    )
    moment = timezone.now() - datetime.timedelta(days=5)
    NewsPage.objects.filter(pk=ahead.pk).update(first_published_at=moment, last_published_at=moment)
    NewsPageFactory(parent=index, title="Hier", published_on=timezone.localdate() - datetime.timedelta(days=1))
    assert titles(read("/flux/actualites.rss")) == ["Hier", "Demain"]
    assert titles(read("/flux/actualites.atom")) == ["Hier", "Demain"]
