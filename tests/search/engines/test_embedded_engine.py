"""What only the embedded engine has: files that are swapped, locked, damaged or written by others."""

from __future__ import annotations

import contextlib
import sqlite3

import pytest

from search.engines.embedded.engine import EmbeddedEngine
from search.index.entry import SearchEntry
from search.index.position import Changes, Position
from search.index.protocol import SearchUnavailable
from search.query.plan import SearchQuery, plan_for

QUERY = SearchQuery(plan_for("concession"))
START = Position("log", 1)


def build(engine: EmbeddedEngine, *titles: str) -> None:
    entries = tuple(SearchEntry(f"page:{number}", "pages", title, "/") for number, title in enumerate(titles))
    with engine.alone(), engine.rebuilding(START) as fresh:
        fresh.apply(Changes(START, entries))


@pytest.fixture
def engine(tmp_path) -> EmbeddedEngine:
    made = EmbeddedEngine(tmp_path / "search")
    build(made, "Une concession")
    return made


def files(engine: EmbeddedEngine) -> list[str]:
    return sorted(path.name.split("-")[0] for path in engine.folder.iterdir())


def test_a_rebuild_leaves_one_file(engine):
    build(engine, "Deux concessions")
    assert files(engine) == ["index", "lock"]


def test_a_rebuild_counts_also_when_the_clock_was_set_back(engine, monkeypatch):
    monkeypatch.setattr("search.engines.embedded.engine.time.time_ns", lambda: 1)
    build(engine, "Deux concessions")
    assert [hit.title for hit in engine.search(QUERY).hits] == ["Deux concessions"]
    assert files(engine) == ["index", "lock"]


def test_a_reader_keeps_the_file_it_opened(engine):
    (path,) = engine.folder.glob("index-*")
    with contextlib.closing(sqlite3.connect(path)) as reader:
        build(engine, "Deux concessions")
        assert not path.exists()
        assert reader.execute("SELECT title FROM shown").fetchall() == [("Une concession",)]
    assert [hit.title for hit in engine.search(QUERY).hits] == ["Deux concessions"]


def test_what_an_interrupted_build_left_is_cleared_away(engine):
    (engine.folder / "building-0.sqlite3").write_bytes(b"half")
    build(engine, "Deux concessions")
    assert files(engine) == ["index", "lock"]


@pytest.mark.parametrize("content", [b"", b"no database at all" * 1000], ids=["empty", "foreign"])
def test_a_damaged_file_is_no_index(engine, content):
    (path,) = engine.folder.glob("index-*")
    path.write_bytes(content)
    assert engine.position() is None
    with pytest.raises(SearchUnavailable):
        engine.search(QUERY)
    build(engine, "Deux concessions")
    assert engine.search(QUERY).total == 1


def test_a_locked_file_answers_but_cannot_follow(engine, monkeypatch):
    monkeypatch.setattr("search.engines.embedded.index.PATIENCE", 0.01)
    (path,) = engine.folder.glob("index-*")
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert engine.search(QUERY).total == 1
        with pytest.raises(SearchUnavailable):
            engine.apply(Changes(Position("log", 2), (), ("page:0",)))
    engine.apply(Changes(Position("log", 2), (), ("page:0",)))
    assert engine.search(QUERY).total == 0


def test_a_mistake_in_a_query_is_loud(engine, monkeypatch):
    monkeypatch.setattr("search.engines.embedded.queries.BY_TEXT", "nothing()")
    with pytest.raises(sqlite3.OperationalError):
        engine.search(QUERY)


def test_each_folder_is_known_by_its_own_name(tmp_path):
    names = {EmbeddedEngine(tmp_path / folder).name for folder in ("one", "other")}
    assert len(names) == 2
    assert max(map(len, names)) <= 120
