"""Nothing vanishes by mistake: pages that every site needs stay, menus keep their pages, old addresses lead on."""

from __future__ import annotations

import html

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex
from wagtail.test.utils.form_data import nested_form_data

from home.setup.page_tree import HOME, PAGES
from portal.cms.fixed_addresses import REFUSAL, first_names
from portal.models import MenuLink, User
from tests.editing.forms import PUBLISH, send
from tests.editing.test_pages import news
from tests.news.factories import EventPageFactory, NewsPageFactory

FREE = "employers"
MAY_GO = (FREE, "ways/", "simple/")  # what links to them leaves the link out once they are gone
LASTING = [seed.key for seed in (HOME, *PAGES) if not seed.key.startswith(MAY_GO)]


@pytest.fixture
def rename(django_capture_on_commit_callbacks):
    """Publish a page under another slug; Wagtail writes the redirects once that is committed."""

    def rename(page: Page, slug: str) -> None:
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()

    return rename


@pytest.fixture
def admin(site) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("tout", "tout@service.example", "mot de passe"))
    return client


def page_view(name: str, page: Page) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk])


def selected(action: str, *pages: Page) -> str:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return f"{url}?next=/admin/&{'&'.join(f'id={page.pk}' for page in pages)}"


def exists(page: Page) -> bool:
    return Page.objects.filter(pk=page.pk, live=True).exists()


@pytest.mark.parametrize("key", LASTING)
def test_a_page_that_every_site_needs_is_neither_deleted_nor_unpublished(site, admin, key):
    page = site[key]
    for action in ("delete", "unpublish"):
        admin.post(page_view(action, page), {"old_address": "nowhere"})
        admin.post(selected(action, page), {"old_address": "nowhere"})
        assert page_view(action, page) not in admin.get(page_view("edit", page)).content.decode()
    assert exists(page)


def test_nor_does_it_expire(site):
    site["legal"].expire_at = "2076-12-03 14:00:00+01:00"
    with pytest.raises(Exception, match="reste toujours en ligne"):
        site["legal"].full_clean()


def test_a_page_in_a_menu_is_used_there_and_stays_until_the_link_is_gone(site, admin):
    page = site[FREE]
    settings = MenuLink.objects.filter(page=page).first().settings
    ReferenceIndex.create_or_update_for_object(settings)  # a task of Wagtail's, which tests do not run
    assert ReferenceIndex.get_references_to(page).count() == MenuLink.objects.filter(page=page).count() > 0
    assert "Identité et menus" in html.unescape(admin.get(page_view("usage", page)).content.decode())
    assert "Retirez-la d’abord" in admin.get(page_view("delete", page)).content.decode()
    admin.post(page_view("delete", page), {"old_address": "nowhere"})
    admin.post(selected("delete", page), {"old_address": "nowhere"})
    assert exists(page)
    settings.menu_links.remove(*MenuLink.objects.filter(page=page))
    settings.save()
    ReferenceIndex.create_or_update_for_object(settings)
    assert admin.post(page_view("delete", page), {"old_address": "nowhere"}).status_code == 302
    assert not exists(page)


@pytest.mark.parametrize("several", [False, True], ids=["one", "several"])
@pytest.mark.parametrize(("choice", "leads_to"), [("parent", "news"), ("other", "conventions"), ("nowhere", None)])
def test_readers_of_what_is_deleted_are_led_where_the_editor_says(
    site, admin, client, rename, several, choice, leads_to
):
    page = NewsPageFactory(parent=site["news"])
    old = page.get_url()
    rename(page, "nouveau-nom")
    url = selected("delete", page) if several else page_view("delete", page)
    assert "old_address" in admin.get(url).content.decode()
    admin.post(url, {"old_address": choice, "old_address_page": site["conventions"].pk})
    assert not Page.objects.filter(pk=page.pk).exists()
    for address in (old, page.get_url()):
        answer = client.get(address)
        location = site[leads_to].get_url() if leads_to else None
        assert (answer.status_code, answer.get("Location")) == (301 if leads_to else 404, location)


@pytest.mark.parametrize("answer", [{}, {"old_address": "other"}, {"old_address": "ailleurs"}])
def test_nothing_is_deleted_until_that_is_said(site, admin, answer):
    page = NewsPageFactory(parent=site["news"])
    for url in (page_view("delete", page), selected("delete", page)):
        assert admin.post(url, answer)["Location"] == url
    assert exists(page)


def test_a_draft_is_deleted_without_a_question(site, admin):
    page = NewsPageFactory(parent=site["news"], live=False)
    assert "old_address" not in admin.get(page_view("delete", page)).content.decode().replace("old_address_form", "")
    admin.post(page_view("delete", page))
    assert not Page.objects.filter(pk=page.pk).exists()
    assert not Redirect.objects.exists()


def test_all_below_a_list_that_changes_its_address_goes_on_working(site, client, rename):
    event = EventPageFactory(parent=site["news"])
    paths = ["", "agenda/", f"{event.slug}/", f"{event.slug}/ics/", "?region=normandie", "agenda/?region=bretagne"]
    rename(site["news"], "nouvelles")
    for path in paths:
        answer = client.get(f"/actualites/{path}")
        assert (answer.status_code, answer["Location"]) == (301, f"/nouvelles/{path}")
        assert client.get(answer["Location"]).status_code == 200
    assert client.get("/actualites/jamais-ecrit/").status_code == 404


def test_a_second_address_of_a_page_is_not_offered(site, admin):
    page = NewsPageFactory(parent=site["news"])
    shown = admin.get(page_view("copy", page)).content.decode()
    assert 'name="new_slug"' in shown
    assert 'name="alias"' not in shown


@pytest.mark.parametrize("slug", ["contact", "recherche", "flux", "regions", "admin", "media"])
def test_an_address_of_the_portal_itself_is_refused(site, slug):
    assert slug in first_names()
    page = site[FREE]
    page.slug = slug
    with pytest.raises(Exception, match="page fixe du portail"):
        page.full_clean()


def test_so_is_one_that_a_list_answers_itself(site, admin):
    url = reverse("wagtailadmin_pages:add", args=["news", "newspage", site["news"].pk])
    draft = nested_form_data(news(slug="agenda"))
    response = admin.post(url, draft | PUBLISH)
    assert REFUSAL in html.unescape(response.content.decode())
    send(admin, url, draft)
    assert Page.objects.child_of(site["news"]).get().slug == "agenda-2", "a draft gets another one"
