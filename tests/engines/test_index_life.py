"""How every engine follows the change log and is rebuilt."""

from __future__ import annotations

import pytest

from search.engines.elastic.engine import ElasticEngine
from search.engines.embedded.engine import EmbeddedEngine
from search.index.entry import SearchEntry
from search.index.position import Changes, Position
from search.index.protocol import SearchUnavailable
from search.query.plan import SearchQuery, plan_for
from tests.engines.conftest import BOTH, START


def entry(number: int, title: str = "Concession") -> SearchEntry:
    return SearchEntry(f"page:{number}", "pages", title, f"/{number}/")


def titles(engine) -> list[str]:
    return sorted(hit.title for hit in engine.search(SearchQuery(plan_for("concession"))).hits)


def at(number: int) -> Position:
    return Position(START.log, number)


def test_an_index_stands_where_it_was_built(engine):
    assert engine.position() == START
    assert engine.has_reached(START)
    assert engine.keys() == set()


def test_it_moves_on_with_what_it_applies(engine):
    engine.apply(Changes(at(5), (entry(1), entry(2))))
    engine.apply(Changes(at(7), (entry(1, "Concession nouvelle"),), ("page:2", "page:3")))
    assert titles(engine) == ["Concession nouvelle"]
    assert engine.keys() == {"page:1"}
    assert engine.position() == at(7)


def test_older_changes_arriving_late_are_left_alone(engine):
    engine.apply(Changes(at(7), (entry(1, "Concession nouvelle"),), ("page:2",)))
    engine.apply(Changes(at(5), (entry(1, "Concession ancienne"), entry(2))))
    assert titles(engine) == ["Concession nouvelle"]
    assert engine.position() == at(7)


def test_the_same_changes_twice_change_nothing(engine):
    for _ in range(2):
        engine.apply(Changes(at(5), (entry(1),), ("page:2",)))
    assert titles(engine) == ["Concession"]


def test_the_old_index_answers_until_the_new_one_is_whole(engine):
    engine.apply(Changes(at(5), (entry(1, "Concession ancienne"),)))
    with engine.alone(), engine.rebuilding(at(6)) as fresh:
        fresh.apply(Changes(at(6), (entry(2, "Concession neuve"),)))
        assert titles(engine) == ["Concession ancienne"]
        engine.apply(Changes(at(7), (entry(3, "Concession de ce moment"),)))
        assert len(titles(engine)) == 2
    assert titles(engine) == ["Concession neuve"]
    assert engine.position() == at(6)


def test_a_build_that_fails_leaves_the_old_index_and_nothing_else(engine):
    engine.apply(Changes(at(5), (entry(1),)))

    def build_and_fail() -> None:
        with engine.alone(), engine.rebuilding(at(6)) as fresh:
            fresh.apply(Changes(at(6), (entry(2),)))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        build_and_fail()
    assert engine.keys() == {"page:1"}
    assert engine.position() == at(5)


def test_builds_follow_each_other(engine):
    for number in (2, 3):
        with engine.alone(), engine.rebuilding(at(number)) as fresh:
            fresh.apply(Changes(at(number), (entry(number),)))
    assert engine.keys() == {"page:3"}


@pytest.mark.parametrize("label", BOTH)
def test_without_an_index_an_engine_says_so(label, tmp_path, request):
    if label == "elastic":
        engine = ElasticEngine(request.getfixturevalue("elastic_url"))
    else:
        engine = EmbeddedEngine(tmp_path / "nowhere")
    assert engine.position() is None
    for question in (
        lambda: engine.search(SearchQuery(plan_for("concession"))),
        lambda: engine.apply(Changes(at(2), (entry(1),))),
        engine.keys,
    ):
        with pytest.raises(SearchUnavailable):
            question()


def test_an_index_of_other_rules_is_not_read(engine, monkeypatch):
    module = f"search.engines.{engine.label}.index.MADE_BY"
    monkeypatch.setattr(module, "other rules")
    assert engine.position() is None
