from __future__ import annotations

from search.engines.embedded.queries import matching
from search.query import plan_for


def test_two_words_are_alternatives():
    assert matching(plan_for("emploi Normandie")) == ("words MATCH ?", ['"emploi" OR "normandi"'])


def test_of_three_words_two_must_be_there():
    condition, values = matching(plan_for("emploi Normandie 2021"))
    assert condition.count("UNION ALL") == 2
    assert values == ['"emploi" OR "normandi" OR "2021"', '"emploi"', '"normandi"', '"2021"', 2]


def test_phrases_must_be_there_and_words_only_add():
    condition, values = matching(plan_for('"mise en œuvre" "mission locale" Lyon'))
    assert condition.endswith("words.rowid IN (SELECT rowid FROM words WHERE words MATCH ?)")
    assert values == [
        '"mis en oeuvr" OR "mission local" OR "lyon"',
        '"mis en oeuvr" AND "mission local"',
    ]
