"""The way to an empty form is one click, and Publish is the main button of whoever may publish."""

from __future__ import annotations

import html

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from home.setup.groups import CONTRIBUTORS, EDITORS
from news.models import NewsPage
from news.writing import KINDS
from portal.cms.draft_forms import DraftPageForm
from tests.editing.forms import PUBLISH, refused, send

HOME = reverse("wagtailadmin_home")


def shown(client, url: str) -> str:
    response = client.get(url, follow=True)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


@pytest.mark.parametrize("group", [EDITORS, CONTRIBUTORS])
@pytest.mark.parametrize("kind", KINDS)
def test_who_writes_pages_finds_each_kind_on_the_home_and_in_the_menu(signed_in, group, kind):
    client = signed_in(group)
    url = reverse("write", args=[kind])
    home = shown(client, HOME)
    assert home.count(url) == 2, "a button and an entry of the menu"
    assert KINDS[kind].label in home
    form = shown(client, url)
    assert 'name="title"' in form
    assert "data-edit-form" in form


def test_who_keeps_the_directory_is_not_offered_pages(keeper):
    assert "/ecrire/" not in shown(keeper, HOME)
    assert keeper.get(reverse("write", args=["actualite"]))["Location"] == HOME


def test_an_unknown_kind_is_not_found(editor):
    assert editor.get("/admin/ecrire/roman/").status_code == 404


def main_button(client, url: str) -> str:
    tree = BeautifulSoup(shown(client, url), "lxml")
    return tree.select_one("nav.footer__container button, .footer__container button, footer button").get_text(
        strip=True
    )


def test_publish_is_the_main_button_of_whoever_may_publish(signed_in, site):
    url = reverse("write", args=["actualite"])
    assert "Publier" in main_button(signed_in(EDITORS), url)
    assert "Publier" not in main_button(signed_in(CONTRIBUTORS), url)


def news_form(title: str, slug: str = "") -> dict[str, str]:
    streams = {f"{name}-count": "0" for name in ("body", "read_also")}
    return {"title": title, "slug": slug, "lead": "", "published_on": "2026-03-01", "level": "national"} | streams | {
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "caption": "", "source_url": "", "source_label": ""
    }  # fmt: skip


def written(client, title: str, slug: str = "") -> str:
    """The address of a news item that is published so."""
    url = client.get(reverse("write", args=["actualite"]))["Location"]
    before = set(NewsPage.objects.values_list("pk", flat=True))
    send(client, url, news_form(title, slug) | PUBLISH)
    return NewsPage.objects.exclude(pk__in=before).get().slug


def test_a_title_makes_a_french_address_also_without_a_script_and_never_one_that_is_taken(editor):
    assert written(editor, "L’école d’été") == "ecole-ete"
    assert written(editor, "L’école d’été") == "ecole-ete-2"
    assert written(editor, "École, été", "ecole-ete") == "ecole-ete-3", "as the script of the browser fills it"


def test_an_address_that_somebody_typed_is_kept_or_refused_but_not_changed(editor):
    assert written(editor, "L’école d’été", "reportage") == "reportage"
    url = editor.get(reverse("write", args=["actualite"]))["Location"]
    assert "slug" in refused(editor, url, news_form("Autre chose", "reportage") | PUBLISH)


def test_publishing_that_overtakes_the_saving_of_its_own_draft_is_no_error(editor, monkeypatch):
    url = editor.get(reverse("write", args=["actualite"]))["Location"]
    whole = DraftPageForm.save

    def overtaken(form, **options):
        """The draft is saved by itself between the reading of the form and the storing of the page."""
        monkeypatch.setattr(DraftPageForm, "save", whole)
        send(editor, url, news_form("L’école d’été"))
        return whole(form, **options)

    monkeypatch.setattr(DraftPageForm, "save", overtaken)
    send(editor, url, news_form("L’école d’été") | PUBLISH)
    assert dict(NewsPage.objects.values_list("slug", "live")) == {"ecole-ete": False, "ecole-ete-2": True}


def test_the_script_that_fills_the_address_knows_elision(editor):
    form = BeautifulSoup(editor.get(reverse("write", args=["actualite"]), follow=True).content, "lxml")
    formatters = form.select_one("#id_slug")["data-w-slug-formatters-value"]
    assert "lorsqu" in formatters
    assert "œ" in formatters or "\\u0153" in formatters
