"""From what is asked to SQL. Pure."""

from __future__ import annotations

import json
from itertools import combinations
from typing import TYPE_CHECKING

from search.engines.embedded.vocabulary import COLUMNS
from search.ranking import LONGEST
from search.understanding import Term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.query import SearchQuery
    from search.understanding import Ask, Group

# How many rows are weighed: the best by words anywhere, and the best by words in titles. One list alone loses either
# long texts or short titles.
ANYWHERE, IN_TITLES = 120, 80
BY_TEXT = "bm25(words, 3.0, 2.0, 1.0, 1.0)"  # of the columns title, keywords, summary, body; less is better
BY_TITLE = "bm25(words, 5.0, 2.0, 1.0, 0.0)"
TITLES = "{title keywords} : "
MOST_PAIRED = 8  # words that are paired where two must be there: the rarest
UNRANKED = 1.0  # of rows that were not weighed: behind those that were, whose rank is their score below zero


def quoted(*stems: str) -> str:
    """One word or phrase of FTS5's own query language; stems hold letters and digits only."""
    return f'"{" ".join(stems)}"'


def _any(parts: Iterable[str]) -> str:
    return f"({' OR '.join(dict.fromkeys(parts))})"


def _term(term: Term) -> list[str]:
    return [quoted(stem) for stem in (term.stem, *term.variants)]


def _parts(unit: Term | Group) -> list[str]:
    """What finds a thing asked for: a word; any name, and of the words of the typed one those that tell something."""
    if isinstance(unit, Term):
        return _term(unit)
    words = [part for term in unit.terms if not term.is_common for part in _term(term)]
    return [*(quoted(*name) for name in unit.names), *words]


def anything(ask: Ask) -> str:
    """What holds anything asked for."""
    return _any([part for unit in ask.telling for part in _parts(unit)] or [quoted(*phrase) for phrase in ask.phrases])


def enough(ask: Ask) -> str:
    """What holds as much of what was asked for as a hit must."""
    if ask.phrases:
        return " AND ".join(quoted(*phrase) for phrase in ask.phrases)
    if ask.minimum < 2:
        return anything(ask)
    units = [_any(_parts(unit)) for unit in ask.units[:MOST_PAIRED]]
    return _any(f"({one} AND {two})" for one, two in combinations(units, 2))


def found(query: SearchQuery, expression: str) -> tuple[str, list[str]]:
    """Fill the temporary table `found` with everything that matches, whatever was chosen, but what is withheld."""
    sql = """
        INSERT INTO temp.found
        SELECT entry.id, entry.key, entry.grouped, entry.date, ?
        FROM words JOIN entry ON entry.id = words.rowid
        WHERE words MATCH ? AND entry.key NOT IN (SELECT value FROM json_each(?))
    """
    return sql, [str(UNRANKED), expression, json.dumps(sorted(query.withheld))]


FOUND = """
    CREATE TEMP TABLE found (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL, grouped INTEGER NOT NULL, date TEXT, rank REAL NOT NULL
    )
"""


def candidates(ask: Ask, groups: list[int]) -> tuple[str, list[str | int]]:
    """Rows to weigh, among what was found in some groups: key, date and texts."""
    expression = anything(ask)
    lists = " UNION ".join(
        "SELECT id FROM (SELECT words.rowid AS id FROM words JOIN temp.found ON found.id = words.rowid"  # noqa: S608 - orders of ours
        f" WHERE words MATCH ? AND grouped IN (SELECT value FROM json_each(?)) ORDER BY {order} LIMIT ?)"
        for order in (BY_TITLE, BY_TEXT)
    )
    texts = ", ".join(f"substr({name}, 1, {LONGEST}) AS {name}" if "body" in name else name for name in COLUMNS)
    sql = f"SELECT key, date, {texts} FROM ({lists}) JOIN temp.found USING (id) JOIN analysed USING (id)"  # noqa: S608 - names of ours; every value is a parameter
    chosen = json.dumps(groups)
    return sql, [TITLES + expression, chosen, IN_TITLES, expression, chosen, ANYWHERE]


def page(query: SearchQuery, groups: list[int]) -> tuple[str, list[str | int]]:
    """The hits of one page among those of some groups. Equals: the newest first, those without a date last."""
    order = "date DESC, rank" if query.by_date else "rank, date DESC"
    sql = f"""
        SELECT shown.*, key, date FROM shown JOIN (
            SELECT id, key, date, rank FROM found WHERE grouped IN (SELECT value FROM json_each(?))
            ORDER BY {order}, key LIMIT ? OFFSET ?
        ) USING (id)
        ORDER BY {order}, key
    """  # noqa: S608 - orders of ours; every value is a parameter
    return sql, [json.dumps(groups), query.limit, query.offset]
