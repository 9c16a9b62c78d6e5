"""What FTS5 is asked, compared whole and without a database."""

from __future__ import annotations

from search.engines.embedded.queries import anything, best, enough
from search.query.plan import plan_for
from search.query.understanding import understand
from tests.search.collection import CollectionInMemory

KNOWN = CollectionInMemory("Emploi", "Normandie", "2021", "Mise en œuvre", "Une mission locale", *["Lyon"] * 4)


def ask(typed: str, **glossary):
    return understand(plan_for(typed, **glossary), KNOWN)


def test_two_words_are_alternatives():
    assert anything(ask("emploi Normandie")) == enough(ask("emploi Normandie")) == '("emploi" OR "normandi")'


def test_of_three_words_two_must_be_there():
    assert enough(ask("emploi Normandie 2021")) == (
        '((("emploi") AND ("normandi")) OR (("emploi") AND ("2021")) OR (("normandi") AND ("2021")))'
    )


def test_phrases_must_be_there_and_words_only_add():
    asked = ask('"mise en œuvre" "mission locale" emploi')
    assert enough(asked) == '"mis en oeuvr" AND "mission local"'
    assert anything(asked) == '("emploi")'


def test_a_word_of_nearly_everything_finds_nothing_beside_another():
    assert anything(ask("emploi Lyon")) == '("emploi")'
    assert anything(ask("Lyon")) == '("lyon")'


def test_a_word_that_nothing_holds_is_not_waited_for():
    assert anything(ask("emploi zblorg")) == '("emploi")'
    assert enough(ask("emploi Normandie zblorg qsdfgh")) == '((("emploi") AND ("normandi")))'
    assert enough(ask("zblorg qsdfgh")) == '("zblorg" OR "qsdfgh")'


def test_names_are_found_whole_with_their_other_names():
    glossary = {"synonyms": {("mission", "local"): (("pai",),)}}
    assert anything(ask("mission locale", **glossary)) == '("mission local" OR "pai" OR "mission" OR "local")'


def test_a_name_of_several_words_is_enough_beside_two_words():
    asked = enough(ask("mission locale emploi Normandie", synonyms={("mission", "local"): (("pai",),)}))
    assert asked.endswith(' OR "mission local" OR "pai")')


def test_what_is_related_is_found_and_weighed_last():
    asked = ask("logement", related={("log",): (("heberg",),)})
    assert anything(asked) == '("log" OR "heberg")'
    in_titles, anywhere, related = (values[0] for _, values, _ in best(asked, narrowed=False))
    assert (in_titles, anywhere, related) == ('{title keywords} : (("log"))', '("log")', '("log" OR "heberg")')
    assert len(best(ask("emploi"), narrowed=False)) == 2
