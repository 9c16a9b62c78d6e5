"""What tells machines and readers of every page: sitemap.xml, robots.txt, the site map, and what stays out of them."""

from __future__ import annotations

from collections import Counter
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction, Site

from directory.models import Disp, Region
from home import site_tree
from portal.models import MenuLink, PortalSettings
from tests.directory.factories import ReferentFactory
from tests.news.factories import ConventionPageFactory, EventPageFactory, NewsPageFactory

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
VIEWS = (
    "/trouver-un-referent/", "/contact/", "/plan-du-site/", "/regions/", "/glossaire/", "/recevoir-les-actualites/",
)  # fmt: skip


@pytest.fixture
def site(real_site, db) -> dict[str, Page]:
    """The pages of a real site by their key, with an item below each list, and the territory."""
    pages = site_tree.pages()
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
    assert dates[item.full_url] == item.last_published_at.date().isoformat()
    assert dates["http://testserver/contact/"] is None


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


def test_the_site_map_leads_to_every_public_page_once(site, on_the_map):
    counted = Counter(on_the_map())
    expected = public_addresses() | {"/trouver-un-referent/", "/contact/", "/regions/"}
    expected |= {reverse("directory:disp", args=[disp.pk]) for disp in Disp.objects.all()}
    expected |= {reverse("region", args=[region.slug]) for region in Region.objects.all()}
    assert counted == dict.fromkeys(expected, 1)


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


def test_the_site_map_costs_at_most_eight_queries(site, client, queries_used):
    client.get("/plan-du-site/")
    assert queries_used(client.get, "/plan-du-site/") <= 8


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
