from __future__ import annotations

import pytest
from django.db.models import ProtectedError
from django.test import RequestFactory
from wagtail.models import PageViewRestriction, Site

from home.models import HomePage, StandardPage
from portal.cms.navigation import Link, frame_for
from portal.models import MenuLink, PortalSettings
from tests.models import BarePage


@pytest.fixture
def request_to_site():
    """Requests as they come: each is new, nothing is remembered on it."""
    return lambda: RequestFactory().get("/", headers={"host": "testserver"})


@pytest.fixture
def menu_page(home_page, django_capture_on_commit_callbacks) -> StandardPage:
    page = home_page.add_child(instance=StandardPage(title="Employeurs", slug="employeurs"))
    MenuLink.objects.create(settings=PortalSettings.objects.get(), label="Employeurs", page=page, sort_order=1)
    return page


@pytest.fixture
def labels(request_to_site, django_capture_on_commit_callbacks):
    """Labels of the main menu after a change was committed."""

    def read(change=None) -> list[str]:
        frame_for(request_to_site())  # warm: what follows must be noticed
        with django_capture_on_commit_callbacks(execute=True):
            if change:
                change()
        return [link.label for link in frame_for(request_to_site()).links["header"]]

    return read


def test_a_warm_frame_costs_nothing(menu_page, request_to_site, queries_used):
    frame_for(request_to_site())
    assert queries_used(frame_for, request_to_site()) == 0


def test_links_lead_to_pages_and_addresses(menu_page, request_to_site):
    settings = PortalSettings.objects.get()
    MenuLink.objects.create(settings=settings, label="Contact", address="/contact/", sort_order=9)
    MenuLink.objects.create(settings=settings, label="Mentions", page=menu_page, place=MenuLink.Place.LEGAL)
    links = frame_for(request_to_site()).links
    assert links["header"] == (Link("Employeurs", "/employeurs/"), Link("Contact", "/contact/"))
    assert links["legal"] == (Link("Mentions", "/employeurs/"),)
    assert links["footer"] == ()


def test_a_page_that_is_unpublished_leaves_the_menu(menu_page, labels):
    assert labels() == ["Employeurs"]
    assert labels(menu_page.unpublish) == []
    assert labels(lambda: menu_page.save_revision().publish()) == ["Employeurs"]


def test_a_page_that_becomes_private_leaves_the_menu(menu_page, labels):
    restriction = PageViewRestriction(page=menu_page, restriction_type=PageViewRestriction.LOGIN)
    assert labels(restriction.save) == []
    assert labels(restriction.delete) == ["Employeurs"]


def test_a_page_stays_as_long_as_a_menu_leads_to_it(menu_page, labels):
    with pytest.raises(ProtectedError):
        menu_page.delete()
    assert labels(MenuLink.objects.get().delete) == []
    menu_page.delete()


def test_a_link_that_is_renamed_shows_at_once(menu_page, labels):
    entry = MenuLink.objects.get()
    entry.label = "Entreprises"
    assert labels(entry.save) == ["Entreprises"]


def test_a_site_that_is_renamed_shows_at_once(home_page, request_to_site, django_capture_on_commit_callbacks):
    frame_for(request_to_site())
    settings = PortalSettings.objects.get()
    settings.name = "Portail d’essai"
    with django_capture_on_commit_callbacks(execute=True):
        settings.save()
    assert frame_for(request_to_site()).name == "Portail d’essai"


def test_sections_are_the_public_pages_below_home(menu_page, home_page, request_to_site, labels):
    assert frame_for(request_to_site()).sections == {"standardpage": "/employeurs/"}
    labels(lambda: home_page.add_child(instance=BarePage(title="Vide", slug="vide")))
    assert frame_for(request_to_site()).sections == {"standardpage": "/employeurs/", "barepage": "/vide/"}
    labels(menu_page.unpublish)
    assert frame_for(request_to_site()).sections == {"barepage": "/vide/"}


def test_the_way_to_a_page_is_known_without_a_query(menu_page, home_page, request_to_site, django_assert_num_queries):
    deep = menu_page.add_child(instance=BarePage(title="Profonde", slug="profonde"))
    deeper = deep.add_child(instance=BarePage(title="Plus profonde", slug="plus"))
    frame = frame_for(request_to_site())
    with django_assert_num_queries(0):
        assert frame.way_to(home_page) == []
        assert frame.way_to(menu_page) == []
        assert frame.way_to(deep) == [Link("Employeurs", "/employeurs/")]
    assert frame.way_to(deeper) is None, "too deep to be known: the tree is asked"


def test_a_page_too_deep_to_be_known_has_its_whole_breadcrumb(menu_page, client):
    deep = menu_page.add_child(instance=StandardPage(title="Profonde", slug="profonde"))
    deeper = deep.add_child(instance=StandardPage(title="Plus profonde", slug="plus"))
    text = client.get(deeper.url).content.decode()
    for href in ('href="/employeurs/">Employeurs', 'href="/employeurs/profonde/">Profonde'):
        assert href in text


def test_a_host_nobody_declared_gets_the_default_site(menu_page):
    request = RequestFactory().get("/", headers={"host": "localhost"})
    assert [link.label for link in frame_for(request).links["header"]] == ["Employeurs"]


def test_without_any_site_there_is_a_frame_all_the_same(db, request_to_site):
    Site.objects.all().delete()
    HomePage.objects.all().delete()
    frame = frame_for(request_to_site())
    assert frame.name == PortalSettings().name
    assert frame.sections == {}
    assert frame.way_to(BarePage(path="00010001", depth=2)) is None


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Choisissez une page"),
        ({"address": "javascript:alert(1)"}, "commence par / ou par https://"),
        ({"address": "http://ailleurs.example"}, "commence par / ou par https://"),
    ],
)
def test_a_link_that_leads_nowhere_or_to_a_script_is_refused(home_page, fields, message):
    link = MenuLink(settings=PortalSettings.objects.get(), label="Lien", **fields)
    with pytest.raises(Exception, match=message):
        link.full_clean()
