"""What an editor writes in the glossary changes what a search finds at once, with every engine."""

from __future__ import annotations

import pytest

from search.models import GlossaryTerm
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory


@pytest.fixture
def saved(django_capture_on_commit_callbacks):
    """Store a word of the glossary as the admin does, commit included."""

    def save(word: GlossaryTerm, **values: str) -> GlossaryTerm:
        for name, value in values.items():
            setattr(word, name, value)
        with django_capture_on_commit_callbacks(execute=True):
            word.full_clean()
            word.save()
        return word

    return save


def test_a_word_is_found_by_its_other_names_as_soon_as_they_are_saved(
    site_engine, home_page, titles, saved, django_capture_on_commit_callbacks
):
    index = NewsIndexPageFactory(parent=home_page)
    NewsPageFactory(parent=index, title="France Travail recrute", lead="Un poste à Rouen.")
    NewsPageFactory(parent=index, title="La boulangerie", lead="Un atelier ouvre à Caen.")
    assert titles("ANPE") == []
    word = saved(GlossaryTerm(term="France Travail", definition="Le service public de l’emploi."), former_names="ANPE")
    assert titles("ANPE") == ["France Travail recrute"]
    saved(word, former_names="Pôle emploi")
    assert titles("ANPE") == []
    assert titles("pôle emploi") == ["France Travail recrute"]
    with django_capture_on_commit_callbacks(execute=True):
        word.delete()
    assert titles("pôle emploi") == []
