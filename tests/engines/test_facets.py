"""Counts of facets on every engine, against counting by hand."""

from __future__ import annotations

import datetime
import itertools
import random
from collections import Counter

import pytest

from search.index.entry import SearchEntry
from search.query.facets import EVERYWHERE, FACETS, Choices

KINDS, REGIONS, THEMES, YEARS = ("actualites", "conventions"), ("normandie", "corse"), ("formation",), (2020, 2021)


def entries(count: int = 60) -> list[SearchEntry]:
    """Entries of every make: some in two regions, some without region, theme or date, some that do not match."""
    draw = random.Random(7)  # noqa: S311 - not a secret
    made = []
    for number in range(count):
        year = draw.choice((*YEARS, None))
        made.append(
            SearchEntry(
                f"page:{number}",
                draw.choice(KINDS),
                "Sans titre" if number % 5 == 0 else "Concession",
                f"/{number}/",
                regions=tuple(draw.sample(REGIONS, draw.randrange(3))),
                themes=tuple(draw.sample(THEMES, draw.randrange(2))),
                date=datetime.date(year, draw.randrange(1, 13), 1) if year else None,
                when=str(year or ""),
            )
        )
    return made


def by_hand(found: list[SearchEntry], choices: Choices) -> tuple[set[str], dict[str, dict[str, int]]]:
    """Keys of what meets every choice, and the counts, each facet under the choices of the others."""

    def values(entry: SearchEntry, facet: str) -> tuple[str, ...]:
        return {
            "kind": (entry.kind,),
            "region": entry.regions or (EVERYWHERE,),
            "theme": entry.themes,
            "year": (str(entry.date.year),) if entry.date else (),
        }[facet]

    def meets(entry: SearchEntry, facets: tuple[str, ...]) -> bool:
        return all(getattr(choices, each) in ("", *values(entry, each)) for each in facets)

    counts = {}
    for facet in FACETS:
        others = tuple(each for each in FACETS if each != facet)
        counts[facet] = dict(Counter(value for e in found if meets(e, others) for value in values(e, facet)))
    return {entry.key for entry in found if meets(entry, FACETS)}, counts


def test_counts_are_those_of_counting_by_hand_whatever_is_chosen(ask):
    made = entries()
    found = [entry for entry in made if entry.title == "Concession"]
    ask("", *made)
    offered = [("", *KINDS), ("", EVERYWHERE, *REGIONS, "nulle-part"), ("", *THEMES), ("", *map(str, YEARS))]
    for chosen in itertools.product(*offered):
        choices = Choices(*chosen)
        keys, counts = by_hand(found, choices)
        results = ask("concession", choices=choices, limit=100)
        assert {hit.key for hit in results.hits} == keys, chosen
        assert (results.total, results.counts) == (len(keys), counts), chosen
        assert results.found == {entry.key for entry in found}, chosen


def test_what_is_withheld_is_not_counted(ask):
    made = [entry for entry in entries() if entry.title == "Concession"]
    hidden = frozenset(entry.key for entry in made[::3])
    ask("", *made)
    choices = Choices(kind=KINDS[0])
    keys, counts = by_hand([entry for entry in made if entry.key not in hidden], choices)
    results = ask("concession", choices=choices, withheld=hidden)
    assert (results.total, results.counts) == (len(keys), counts)


def test_counts_follow_what_changes(ask):
    one = SearchEntry("page:1", "pages", "Concession", "/1/", regions=("corse",))
    ask("", one)
    assert ask("concession").counts["region"] == {"corse": 1}
    assert ask("concession", SearchEntry("page:1", "pages", "Concession", "/1/")).counts["region"] == {EVERYWHERE: 1}


@pytest.mark.parametrize("offset", [0, 2])
def test_by_date_the_newest_come_first_and_those_without_a_date_last(ask, offset):
    days = {1: datetime.date(2020, 1, 1), 2: datetime.date(2022, 1, 1), 3: None, 4: datetime.date(2021, 1, 1)}
    made = [
        SearchEntry(f"page:{number}", "pages", "Concession" * (number == 1), "/", body="Une concession", date=day)
        for number, day in days.items()
    ]
    results = ask("concession", *made, by_date=True, offset=offset)
    assert [hit.key for hit in results.hits] == ["page:2", "page:4", "page:1", "page:3"][offset:]
