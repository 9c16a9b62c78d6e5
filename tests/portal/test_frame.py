from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from home.models import StandardPage
from portal.models import MenuLink, PortalSettings, User
from portal.templatetags.portal_tags import two_lines


@pytest.fixture
def settings_of_site(home_page) -> PortalSettings:
    return PortalSettings.objects.get()


@pytest.fixture
def page(home_page) -> StandardPage:
    return home_page.add_child(
        instance=StandardPage(title="Travailler avec la prison", slug="employeurs", lead="Un atelier & un référent.")
    )


@pytest.fixture
def soup(client):
    """Page at an address, parsed: `soup("/")`."""

    def read(url: str) -> BeautifulSoup:
        return BeautifulSoup(client.get(url).content, "html.parser")

    return read


def head(soup: BeautifulSoup, **attributes: str) -> str:
    return soup.head.find("meta", attrs=attributes)["content"]


def test_a_page_says_what_it_is(page, soup):
    read = soup(page.url)
    assert read.html["lang"] == "fr"
    assert read.title.get_text() == "Travailler avec la prison - Portail de l’insertion professionnelle"
    description = head(read, name="description")
    assert description.startswith("Un atelier & un référent. Portail de l’insertion professionnelle\u00a0: ")
    assert description == head(read, property="og:description")
    assert 70 <= len(description) <= 155
    assert read.find("link", rel="canonical")["href"] == "http://testserver/employeurs/"
    assert head(read, property="og:title") == "Travailler avec la prison"
    assert head(read, property="og:url") == "http://testserver/employeurs/"
    assert head(read, property="og:type") == "website"
    assert head(read, property="og:image") == "http://testserver/static/portal/partage.png", "it was never published"


def test_what_editors_write_for_search_engines_wins(page, soup):
    page.seo_title, page.search_description = "Titre court", "Une description."
    page.save_revision().publish()
    read = soup(page.url)
    assert read.title.get_text().startswith("Titre court - ")
    assert head(read, name="description") == head(read, property="og:description") == "Une description."


def test_the_canonical_address_forgets_what_campaigns_add(page, soup):
    assert soup(f"{page.url}?utm_source=x").find("link", rel="canonical")["href"].endswith("/employeurs/")


def test_skip_links_lead_to_places_that_take_the_focus(page, soup):
    read = soup(page.url)
    targets = [link["href"][1:] for link in read.select(".fr-skiplinks a")]
    assert targets == ["contenu", "navigation", "pied"]
    assert [read.find(id=target)["tabindex"] for target in targets] == ["-1", "-1", "-1"]


def test_landmarks_are_there_once_and_navigations_have_names(page, soup):
    read = soup(page.url)
    for landmark in ("header", "main", "footer"):
        assert len(read.find_all(landmark)) == 1, landmark
    names = [nav.get("aria-label") or nav.get("aria-labelledby") for nav in read.find_all("nav")]
    assert names == ["Accès rapide", "Menu principal", "Vous êtes ici"]
    assert len(read.find_all("h1")) == 1


def test_the_menu_says_where_one_is(settings_of_site, home_page, page, soup):
    below = {"settings": settings_of_site, "place": MenuLink.Place.HEADER}
    MenuLink.objects.create(**below, label="Employeurs", page=page, sort_order=1)
    MenuLink.objects.create(**below, label="Trouver un référent", address="/trouver-un-referent/", sort_order=2)
    menu = soup(page.url).find(id="navigation")
    assert [(link["href"], link.get("aria-current")) for link in menu.find_all("a")] == [
        ("/employeurs/", "page"),
        ("/trouver-un-referent/", None),
    ]
    assert soup("/").find(id="navigation").find(attrs={"aria-current": True}) is None


def test_the_menu_button_says_what_it_opens(settings_of_site, page, soup):
    MenuLink.objects.create(settings=settings_of_site, label="Employeurs", page=page)
    button = soup(page.url).find(attrs={"data-menu": True})
    assert (button["type"], button["aria-expanded"], button["aria-controls"]) == ("button", "false", "navigation")


def test_there_is_no_menu_button_without_a_menu(page, soup):
    assert soup(page.url).find(attrs={"data-menu": True}) is None


def test_the_breadcrumb_leads_home(page, soup):
    crumbs = soup(page.url).select(".fr-breadcrumb li > a")
    assert [(crumb.get_text(), crumb.get("href")) for crumb in crumbs] == [
        ("Accueil", "/"),
        ("Travailler avec la prison", None),
    ]
    assert crumbs[-1]["aria-current"] == "page"


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_a_demonstration_says_so_and_stays_out_of_search_engines(settings_of_site, page, soup, is_demonstration):
    settings_of_site.is_demonstration = is_demonstration
    settings_of_site.save()
    read = soup(page.url)
    assert ("Les personnes, adresses et numéros sont fictifs." in read.get_text()) is is_demonstration
    assert (read.find("meta", attrs={"name": "robots"}) is not None) is is_demonstration


def test_every_page_gives_the_mailbox_of_last_resort(page, soup, settings):
    settings.NATIONAL_MAILBOX = "boite@portail.example"
    assert soup(page.url).footer.find("a", href="mailto:boite@portail.example")


@pytest.mark.parametrize(("theme", "fonts"), [("etat", 3), ("neutre", 0)])
def test_the_theme_decides_the_sheet_and_the_fonts_asked_for_early(page, soup, settings, theme, fonts):
    settings.THEME = theme
    read = soup(page.url)
    assert read.find("link", rel="stylesheet")["href"] == f"/static/portal/dsfr/{theme}.css"
    assert len(read.find_all("link", rel="preload")) == fonts


def test_public_pages_run_nothing_inline_and_ask_nobody_else(page, client, soup):
    response = client.get(page.url)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    text = response.content.decode()
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", text)
    read = soup(page.url)
    assert all(each.get("src") or each["type"] == "application/ld+json" for each in read.find_all("script"))
    resources = [each.get("src") or each.get("href") for each in read.select("script[src], img, link, use")]
    assert resources
    assert [each for each in resources if "//" in each.replace("http://testserver", "")] == []


def test_visitors_get_no_cookie(page, client):
    for url in ("/", page.url, "/n-existe-pas/"):
        assert not client.get(url).cookies


@pytest.mark.ignore_template_errors  # Wagtail's own templates print what they were not given
def test_only_staff_see_the_bar_of_the_editor(page, client, soup):
    assert "wagtail-userbar" not in str(soup(page.url))
    client.force_login(User.objects.create_superuser("cheffe", password="secret"))
    assert "wagtail-userbar" in str(soup(page.url))


@pytest.mark.parametrize(
    ("mark", "lines"),
    [
        ("Intitulé officiel", ["Intitulé", "officiel"]),
        ("Ministère de la justice", ["Ministère de", "la justice"]),
        ("Justice", ["Justice"]),
        ("", [""]),
    ],
)
def test_the_mark_is_set_in_two_lines(mark, lines):
    assert two_lines(mark) == lines
