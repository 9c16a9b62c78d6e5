from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from search.glossary import terms
from search.models import GlossaryTerm
from search.models.glossary_term import MOST_FORMS, lines

pytestmark = pytest.mark.django_db


def make(term: str, **values: object) -> GlossaryTerm:
    made = GlossaryTerm(term=term, definition="Ce que c’est.", **values)
    made.full_clean()
    made.save()
    return made


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    """What waits for a commit happens, as it does outside of a test."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_a_word_is_found_by_every_name_however_it_is_typed(on_commit):
    with on_commit():
        make("France Travail", former_names="Pôle emploi\r\nANPE", other_forms="agence pour l’emploi")
        make("SPIP", long_form="service pénitentiaire d’insertion et de probation")
    for typed in ("france travail", "POLE EMPLOI", "anpe", "l’agence pour l'emploi"):
        assert terms.term_named(typed).term == "France Travail", typed
    assert terms.term_named("Services pénitentiaires d'insertion et de probation").term == "SPIP"
    for typed in ("", "?", "pôle", "emploi pôle", "pôle emploi Lyon"):
        assert terms.term_named(typed) is None, typed


def test_an_edit_takes_effect_at_once(on_commit):
    with on_commit():
        word = make("écrou")
    assert [term.term for term in terms.all_terms()] == ["écrou"]
    with on_commit():
        word.term = "levée d’écrou"
        word.save()
    assert [term.term for term in terms.all_terms()] == ["levée d’écrou"]
    with on_commit():
        word.see_also.add(make("sortie"))
    assert [term.see_also for term in terms.all_terms()] == [("sortie",), ()]
    with on_commit():
        GlossaryTerm.objects.all().delete()
    assert terms.all_terms() == ()


def test_reading_it_again_asks_nothing_of_the_database(django_assert_num_queries, on_commit):
    with on_commit():
        make("écrou").see_also.add(make("sortie"))
    with django_assert_num_queries(2):
        terms.all_terms()
    with django_assert_num_queries(0):
        terms.all_terms()


def test_the_identifier_follows_the_word():
    assert make("Mise à l’épreuve").slug == "mise-a-lepreuve"
    assert make("œuvre").slug == "oeuvre"


@pytest.mark.parametrize(
    "values", [{"term": "?!"}, {"former_names": "ANPE\n…"}, {"other_forms": "\n".join(map(str, range(MOST_FORMS + 1)))}]
)
def test_names_that_nobody_could_search_are_refused(values):
    with pytest.raises(ValidationError) as refused:
        make(**({"term": "mot"} | values))
    assert set(values) <= set(refused.value.message_dict)


def test_names_stand_one_a_line():
    assert lines(" Pôle   emploi \r\n\n ANPE\n") == ("Pôle emploi", "ANPE")
