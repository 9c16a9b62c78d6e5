"""Packed texts and rows answer as the lists and dictionaries that they stand for, and weigh a fraction."""

from __future__ import annotations

import gc
import pickle
import sys
from dataclasses import dataclass
from types import FunctionType, ModuleType

import pytest

from directory.places.packed import Filed, Packed, Texts


@dataclass(frozen=True)
class Pair:
    left: str
    right: int | None


ROWS = {"Épinay": Pair("é", 1), "": Pair("", None), "l’Haÿ": Pair("ÿ\n\"'", 3), "\U0001f5fa": Pair("\U0001f5fa", 4)}


@pytest.fixture
def packed() -> Packed[Pair]:
    return Packed(ROWS, lambda row: Pair(*row))


def test_texts_answer_as_a_list():
    texts = ["le havre", "", "épinay", "\U0001f5fa"]
    packed = Texts(texts)
    assert [*packed] == texts
    assert [packed[at] for at in range(-4, 4)] == texts * 2
    assert packed[1:3] == texts[1:3]
    assert packed[::-1] == texts[::-1]
    assert len(packed) == 4
    for beyond in (4, -5):
        with pytest.raises(IndexError):
            _ = packed[beyond]


def test_rows_answer_as_a_dictionary(packed):
    assert dict(packed) == ROWS
    assert [*packed] == [*ROWS]
    assert packed.keys() == ROWS.keys()
    assert {"", "Épinay"} <= packed.keys()
    assert "epinay" not in packed
    assert 7 not in packed
    assert packed.get("epinay") is None
    with pytest.raises(KeyError, match="epinay"):
        _ = packed["epinay"]


def test_nothing_is_in_nothing():
    empty: Packed[Pair] = Packed({}, lambda row: Pair(*row))
    assert dict(empty) == {}
    assert "" not in empty
    assert [*Texts([])] == []


def test_names_of_one_hash_are_told_apart(monkeypatch):
    """As rare as it is, nobody gets the row of another."""
    monkeypatch.setattr("directory.places.packed.HASH_MASK", 0)
    packed = Packed({name: [name] for name in ("a", "b", "c")}, list)
    assert dict(packed) == {"a": ["a"], "b": ["b"], "c": ["c"]}
    assert "d" not in packed
    assert [*Filed([(5, 2), (9, 1)]).under(7)] == [1, 2]


def test_a_process_that_forked_reads_what_it_is_sent():
    packed = Packed({"76600": ["76351"]}, tuple)
    assert dict(pickle.loads(pickle.dumps(packed))) == {"76600": ("76351",)}  # noqa: S301 - our own


def test_all_places_are_a_few_thousand_objects(gazetteer):
    """340,000 when rows and names were objects of their own; each process copies the pages of those that it reads."""
    held: dict[int, object] = {}
    found: list[object] = [gazetteer]
    while found:
        each = found.pop()
        if id(each) not in held and not isinstance(each, (type, ModuleType, FunctionType)):
            held[id(each)] = each
            found += gc.get_referents(each)
    assert len(gazetteer.communes) > 34_000
    assert len(held) < 10_000
    assert sum(map(sys.getsizeof, held.values())) < 15_000_000
