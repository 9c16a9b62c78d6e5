"""The search of the admin finds what the site's does, and drafts besides."""

from __future__ import annotations

import html

import pytest
from django.urls import reverse
from wagtail.search import index

from tests.news.factories import NewsPageFactory


@pytest.fixture
def found(editor, django_capture_on_commit_callbacks):
    """The page of results for some words: `found("mots")`."""
    return lambda words, **more: html.unescape(
        editor.get(reverse("wagtailadmin_pages:search"), {"q": words, **more}).content.decode()
    )


@pytest.fixture(autouse=True)
def _pages(site, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        NewsPageFactory(parent=site["news"], title="Relier des registres", lead="Un atelier de reliure ouvre.")
        NewsPageFactory(parent=site["news"], title="Une autre page", lead="Rien de cela.")
        NewsPageFactory(parent=site["news"], title="Une SIAE recrute", lead="À Rouen.")
    draft = NewsPageFactory(parent=site["news"], title="Brouillon de reliure", live=False)
    index.insert_or_update_object(draft)  # a job of Wagtail's, which no other test asks for


def test_other_forms_and_words_of_the_text_are_found_and_drafts_too(found):
    page = found("reliures")
    assert "Relier des registres" in page
    assert "Une autre page" not in page
    assert "Brouillon de reliure" in found("reliure")


def test_long_forms_of_the_glossary_are_found(found):
    assert "Une SIAE recrute" in found("structure d’insertion par l’activité économique")


@pytest.mark.parametrize("words", ["", "  ", "xylophone zinzolin", '"', "reliure live:no", "a" * 500])
def test_any_words_are_answered(found, words):
    assert "Rechercher" in found(words)


def test_what_is_found_is_sorted_and_narrowed_as_the_list_offers(found):
    by_title = found("reliure", ordering="-title")
    assert by_title.index("Relier des registres") < by_title.index("Brouillon de reliure")
    assert "Relier des registres" in found("reliure", content_type="news.newspage")
    assert "Relier des registres" not in found("reliure", content_type="home.standardpage")


@pytest.mark.parametrize("time", ["before", "after"])
def test_templates_are_forgiven_also_once_django_has_made_them_a_new_engine(found, settings, time):
    """A test that changes DEBUG has Django do so, while Wagtail's columns keep the templates of the engine before."""
    assert "Relier des registres" in found("reliure")
    settings.DEBUG = True
