"""What tells machines and readers of every page: sitemap.xml, robots.txt, the site map, and what stays out of them."""

from __future__ import annotations

import datetime
import gc
from collections import Counter
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, PageViewRestriction, Site

from directory.models import Disp, Region
from home import sitemaps, views
from home.setup import page_tree
from home.views import LISTED_AT_MOST
from news.models import NewsPage
from portal.models import MenuLink, PortalImage, PortalSettings
from portal.web.pictures import SHARED
from tests.directory.factories import ReferentFactory
from tests.news.factories import ConventionPageFactory, EventPageFactory, NewsPageFactory

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
VIEWS = (
    "/trouver-un-referent/", "/etablissements/", "/contact/", "/plan-du-site/", "/regions/", "/glossaire/",
    "/recevoir-les-actualites/", "/donnees-ouvertes/",
)  # fmt: skip


@pytest.fixture
def site(real_site, db) -> dict[str, Page]:
    """The pages of a real site by their key, with an item below each list, and the territory."""
    pages = page_tree.pages()
    item = NewsPageFactory(parent=pages["news"])
    item.save_revision().publish()
    EventPageFactory(parent=pages["news"])
    ConventionPageFactory(parent=pages["conventions"])
    return pages


@pytest.fixture
def listed(client):
    """Addresses of the sitemap, in its order, with their dates: `listed()`."""

    def read() -> list[tuple[str, str | None]]:
        response = client.get("/sitemap.xml")
        assert response.status_code == 200
        assert response["Content-Type"].startswith("application/xml")
        urls = ET.fromstring(response.content)  # noqa: S314 - our own answer
        return [(url.findtext(f"{NAMESPACE}loc"), url.findtext(f"{NAMESPACE}lastmod")) for url in urls]

    return read


@pytest.fixture
def on_the_map(client):
    """Addresses of the site map: `on_the_map()`."""

    def read() -> list[str]:
        response = client.get("/plan-du-site/")
        assert response.status_code == 200
        return [link["href"] for link in BeautifulSoup(response.content, "html.parser").main.find_all("a")]

    return read


def close(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def public_addresses() -> set[str]:
    return {page.url for page in Page.objects.filter(depth__gt=1).live().public()}


def test_the_sitemap_names_every_public_page_once(site, listed):
    sheet = ReferentFactory()
    counted = Counter(address for address, _ in listed())
    expected = public_addresses() | set(VIEWS) | {"/actualites/agenda/", sheet.get_absolute_url()}
    expected |= {reverse("directory:disp", args=[disp.pk]) for disp in Disp.objects.all()}
    expected |= {reverse("region", args=[region.slug]) for region in Region.objects.all()}
    assert len(expected) > 45
    assert counted == {f"http://testserver{address}": 1 for address in expected}


def test_every_address_of_the_sitemap_answers(site, listed, client):
    for address, _ in listed():
        assert client.get(address.removeprefix("http://testserver")).status_code == 200, address


def test_the_sitemap_dates_what_has_a_date(site, listed):
    dates = dict(listed())
    item = site["news"].get_children().order_by("path").first()
    assert dates[item.full_url] == timezone.localdate(item.last_published_at).isoformat()
    assert dates["http://testserver/contact/"] is None


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Willow leaves temporary files open
def test_the_sitemap_gives_fresh_articles_as_news_and_pictures_that_are_made(site, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    article = NewsPageFactory(parent=site["news"], title="Un forum & un atelier", published_on=timezone.localdate())
    article.image = PortalImage.objects.create(title="Atelier", file=get_test_image_file())
    article.save()
    made = article.image.get_rendition(SHARED)
    found = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own answer
    titles = [each.text for each in found.iter("{http://www.google.com/schemas/sitemap-news/0.9}title")]
    assert titles == [article.title], "older articles are no news any more"
    pictures = [each.text for each in found.iter("{http://www.google.com/schemas/sitemap-image/1.1}loc")]
    assert pictures == [f"http://testserver{made.url}"]
    gc.collect()  # what Wagtail leaves open is closed while its warning is still expected


def test_a_long_sitemap_is_an_index_of_files(site, client, listed, monkeypatch):
    whole = [address for address, _ in listed()]
    monkeypatch.setattr(sitemaps, "AT_MOST", 20)
    for each in (sitemaps.PageSitemap, *sitemaps.OTHERS.values()):
        monkeypatch.setattr(each, "limit", 20)
    index = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own answer
    assert index.tag == f"{NAMESPACE}sitemapindex"
    files = [each.findtext(f"{NAMESPACE}loc") for each in index]
    assert "http://testserver/sitemap-regions.xml" in files
    in_files = []
    for file in files:
        urls = ET.fromstring(client.get(file.removeprefix("http://testserver")).content)  # noqa: S314 - our own answer
        in_files += [url.findtext(f"{NAMESPACE}loc") for url in urls]
    assert sorted(in_files) == sorted(whole)
    assert client.get("/sitemap-inconnu.xml").status_code == 404


def test_one_address_is_said_everywhere_even_when_wagtail_knows_another(site, client, listed):
    Site.objects.update(hostname="ancien.example", port=8080)
    item = site["news"].get_children().live().first().specific
    assert {address.split("/", 3)[2] for address, _ in listed()} == {"testserver"}
    texts = [client.get(address).content.decode() for address in (item.url, "/flux/actualites.rss", "/conventions/")]
    assert [text for text in texts if "ancien.example" in text] == []
    assert all("http://testserver/" in text for text in texts)


def test_an_empty_agenda_is_not_named(site, listed):
    site["news"].get_children().exact_type(type(EventPageFactory.build())).delete()
    assert "http://testserver/actualites/agenda/" not in dict(listed())


def test_drafts_private_pages_and_what_lies_below_are_left_out(site, listed, on_the_map):
    draft = NewsPageFactory(parent=site["news"], live=False)
    private = ConventionPageFactory(parent=site["conventions"])
    close(private)
    close(site["news"])
    below = site["news"].get_children().live().first()
    shown = {address.removeprefix("http://testserver") for address, _ in listed()} | set(on_the_map())
    for page in (draft, private, site["news"], below):
        assert page.url not in shown
    assert "/actualites/agenda/" not in shown
    assert site["conventions"].url in shown


def test_a_sheet_that_is_no_longer_published_is_left_out(site, listed):
    sheet = ReferentFactory()
    address = f"http://testserver{sheet.get_absolute_url()}"
    assert address in dict(listed())
    sheet.unpublish()
    assert address not in dict(listed())


@pytest.mark.rgaa("12.3")
def test_the_site_map_leads_to_every_public_page_once(site, on_the_map):
    sheet = ReferentFactory()
    counted = Counter(on_the_map())
    expected = public_addresses() | set(VIEWS) - {"/plan-du-site/"}
    expected |= {"/actualites/agenda/", "/donnees-ouvertes/", "/trouver-un-referent/pas-employeur/"}
    expected.add(sheet.get_absolute_url())
    expected |= {reverse("directory:disp", args=[disp.pk]) for disp in Disp.objects.all()}
    expected |= {reverse("region", args=[region.slug]) for region in Region.objects.all()}
    assert counted == dict.fromkeys(expected, 1)


def test_a_long_list_is_told_by_its_years(site, on_the_map):
    NewsPage.objects.child_of(site["news"]).update(published_on=datetime.date(2026, 5, 2))
    for year in (2019, 2024):
        NewsPageFactory.create_batch(LISTED_AT_MOST // 2, parent=site["news"], published_on=datetime.date(year, 5, 2))
    ConventionPageFactory(parent=site["conventions"])
    found = on_the_map()
    of_news = [address for address in found if address.startswith("/actualites/")]
    assert of_news[:2] == ["/actualites/", "/actualites/agenda/"]
    assert {"/actualites/?annee=2024", "/actualites/?annee=2019"} < set(of_news)
    assert of_news[2:] == [f"/actualites/?annee={year}" for year in (2026, 2024, 2019)]
    assert len([address for address in found if address.startswith("/conventions/")]) == 3


def test_a_long_section_is_told_by_its_page_and_sheets_by_their_direction(site, on_the_map, monkeypatch):
    monkeypatch.setattr(views, "MOST_BELOW", 2)
    section = site["home"].add_child(instance=Page(title="Dossiers", slug="dossiers"))
    for number in range(3):
        section.add_child(instance=Page(title=f"Dossier {number}", slug=f"dossier-{number}"))
    ReferentFactory.create_batch(3, departments=["76"])
    found = on_the_map()
    assert [address for address in found if address.startswith("/dossiers/")] == ["/dossiers/"]
    assert len([address for address in found if "/referents/" in address]) == 2
    assert "/trouver-un-referent/direction/rennes/" in found


def test_the_site_map_names_each_direction_in_full(site, client):
    page = BeautifulSoup(client.get("/plan-du-site/").content, "html.parser")
    assert (
        page.find("a", href="/trouver-un-referent/direction/rennes/").get_text() == "Direction interrégionale de Rennes"
    )
    overseas = page.find("a", href="/trouver-un-referent/direction/dspom/").get_text()
    assert overseas.startswith("Direction ")
    assert "DSPOM" not in overseas


def test_the_site_map_nests_items_in_their_list(site, client):
    page = BeautifulSoup(client.get("/plan-du-site/").content, "html.parser")
    item = site["news"].get_children().live().first()
    ancestors = page.main.find("a", href=item.url).find_parents("li")
    assert [each.a["href"] for each in ancestors[1:]] == [site["news"].url, site["home"].url]


@pytest.mark.parametrize("url", ["/sitemap.xml", "/plan-du-site/"])
def test_they_cost_the_same_for_few_and_many_pages(site, client, queries_used, url):
    ReferentFactory()
    client.get(url)
    few = queries_used(client.get, url)
    for factory, parent in (
        (NewsPageFactory, "news"),
        (EventPageFactory, "news"),
        (ConventionPageFactory, "conventions"),
    ):
        factory.create_batch(10, parent=site[parent])
    ReferentFactory.create_batch(5)
    client.get(url)
    assert queries_used(client.get, url) <= few


def test_the_site_map_costs_at_most_twelve_queries(site, client, queries_used):
    """Pages, directions, sheets, regions; both lists, whether there is an event; site, menus."""
    client.get("/plan-du-site/")
    assert queries_used(client.get, "/plan-du-site/") <= 12


def test_robots_may_read_the_pages_and_find_the_sitemap(site, client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    robots = RobotFileParser()
    robots.parse(response.content.decode().splitlines())
    assert robots.site_maps() == ["http://testserver/sitemap.xml"]
    assert robots.can_fetch("*", "/actualites/?annee=2024")
    for closed in ("/admin/", "/contact/envoye/?jeton=x"):
        assert not robots.can_fetch("*", closed)


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_a_demonstration_asks_not_to_be_found(site, client, is_demonstration):
    PortalSettings.objects.filter(site=Site.objects.get()).update(is_demonstration=is_demonstration)
    for url in ("/", "/actualites/", "/plan-du-site/", "/trouver-un-referent/"):
        page = BeautifulSoup(client.get(url).content, "html.parser")
        assert (page.find("meta", attrs={"name": "robots"}) is not None) is is_demonstration, url


def test_the_footer_leads_to_the_site_map(site, client):
    assert MenuLink.objects.filter(place=MenuLink.Place.LEGAL, address="/plan-du-site/").exists()
    footer = BeautifulSoup(client.get("/").content, "html.parser").footer
    assert footer.find("a", href="/plan-du-site/").get_text() == "Plan du site"
