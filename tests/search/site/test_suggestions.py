"""What is proposed while somebody types."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from wagtail.models import Page

from search.models import GlossaryTerm
from search.site import suggestions
from tests.directory.factories import load_small_territory
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory


@pytest.fixture
def index(home_page):
    load_small_territory()
    return NewsIndexPageFactory(parent=home_page)


def proposed(typed: str) -> list[str]:
    return [each.query for each in suggestions.suggest(typed)]


def test_titles_are_proposed_by_the_beginnings_of_their_words(index):
    NewsPageFactory(parent=index, title="Une formation à l’écoute")
    NewsPageFactory(parent=index, title="Formations d’été")
    for typed in ("form", "FORMATI", "l'éco", "formation ecoute", "  à l’é "):
        assert "Une formation à l’écoute" in proposed(typed), typed
    assert proposed("formation")[0] == "Formations d’été", "a title that begins so comes first"
    for typed in ("ecoute form zz", "ormation", "f", "", "!", "\x00", "a" * 5000):
        assert "Une formation à l’écoute" not in proposed(typed), typed


def test_what_is_not_public_is_not_proposed(index):
    page = NewsPageFactory(parent=index, title="Formation secrète")
    assert proposed("formation") == ["Formation secrète"]
    Page.objects.filter(pk=page.pk).update(live=False)  # behind the index's back
    assert proposed("formation") == []


def test_a_renamed_page_is_proposed_by_its_new_title_at_once(index):
    page = NewsPageFactory(parent=index, title="Formation ancienne")
    assert proposed("formation") == ["Formation ancienne"]
    page.title = "Formation nouvelle"
    page.save_revision().publish()
    assert proposed("formation") == ["Formation nouvelle"]


def test_words_of_the_glossary_and_places_come_before_titles(index):
    cache.clear()
    word = GlossaryTerm(term="CAE", long_form="contrat d’accompagnement", definition="…", other_forms="Caennais")
    word.full_clean()
    word.save()
    NewsPageFactory(parent=index, title="Caen recrute")
    assert [(each.query, each.note) for each in suggestions.suggest("cae")] == [
        ("CAE", "contrat d’accompagnement"),
        ("14000 Caen", "Qui contacter"),
        ("Caen recrute", "Actualité"),
    ]


def test_the_word_itself_comes_before_other_names_and_the_nearest_first(db):
    for term, forms in (("DSPOM", "prisons d’outre-mer"), ("établissement", "prison"), ("PRIC", ""), ("Éprise", "")):
        GlossaryTerm.objects.create(term=term, slug=term.lower(), definition="…", other_forms=forms)
    cache.clear()
    assert proposed("pri") == ["PRIC", "établissement"]
    assert proposed("prisons") == ["DSPOM"]


def test_a_former_commune_is_not_proposed_under_a_name_that_begins_otherwise(index):
    assert all("caen" in query.lower() for query in proposed("cae"))


def test_a_handful_is_proposed_and_each_once(index):
    for number in range(12):
        NewsPageFactory(parent=index, title=f"Formation {number % 10}")
    found = proposed("formation")
    assert len(found) == len(set(found)) == suggestions.MOST


def test_without_an_index_nothing_is_proposed(index, settings, tmp_path):
    (tmp_path / "file").write_text("no folder can be made here")
    settings.DATA_DIR = tmp_path / "file"
    assert proposed("formation") == []
