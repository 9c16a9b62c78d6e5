"""FTS5 and SQL queries from what is asked. Pure."""

from __future__ import annotations

import json
from itertools import combinations
from typing import TYPE_CHECKING

from search.query.ranking import FIELDS, LONGEST
from search.query.results import READ_FOR_ACCENTS
from search.query.understanding import Group, Term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.query.understanding import ParsedQuery

# How many rows are weighed: the best by words anywhere, and the best by words in titles. One list alone loses either
# long texts or short titles. What is only related comes last.
ANYWHERE, IN_TITLES, RELATED = 120, 80, 60
BY_TEXT = "bm25(words, 3.0, 2.0, 1.0, 1.0)"  # of the columns title, keywords, summary, body; less is better
BY_TITLE = "bm25(words, 5.0, 2.0, 1.0, 0.0)"
TITLES = "{title keywords} : "
MOST_PAIRED = 8  # words that are paired where two must be there: the rarest


def quoted(*stems: str) -> str:
    """One word or phrase of FTS5's own query language; stems hold letters and digits only."""
    return f'"{" ".join(stems)}"'


def _any(parts: Iterable[str]) -> str:
    return f"({' OR '.join(dict.fromkeys(parts))})"


def _parts(unit: Term | Group) -> list[str]:
    """What finds a thing asked for: a word; any name, and of the words of the typed one those that tell something."""
    if isinstance(unit, Term):
        return [quoted(*name) for name in unit.names]
    words = [quoted(*name) for term in unit.terms if not term.is_common for name in term.names]
    return [*(quoted(*name) for name in unit.names), *words]


def _parts_with_related(unit: Term | Group) -> list[str]:
    return [*_parts(unit), *(quoted(*name) for name in unit.related)]


def asked(ask: ParsedQuery) -> str:
    """What holds anything asked for itself."""
    return _any([part for unit in ask.telling for part in _parts(unit)] or [quoted(*phrase) for phrase in ask.phrases])


def anything(ask: ParsedQuery) -> str:
    """What holds anything asked for, or related to it."""
    parts = [part for unit in ask.telling for part in _parts_with_related(unit)]
    return _any(parts or [quoted(*phrase) for phrase in ask.phrases])


def enough(ask: ParsedQuery) -> str:
    """What holds as much of what was asked for as a hit must."""
    if ask.phrases:
        return " AND ".join(quoted(*phrase) for phrase in ask.phrases)
    if ask.minimum < 2:
        return anything(ask)
    rarest = ask.units[:MOST_PAIRED]
    pairs = [f"({one} AND {two})" for one, two in combinations([_any(_parts_with_related(unit)) for unit in rarest], 2)]
    names = [quoted(*name) for unit in rarest if isinstance(unit, Group) and unit.is_enough for name in unit.names]
    return _any([*pairs, *names])


def best(ask: ParsedQuery, *, narrowed: bool) -> list[tuple[str, tuple[str, int, int], int]]:
    """Rows by FTS5's own scores: SQL, its values, and how many of them are weighed. In titles first, then anywhere."""
    most = -1 if narrowed else ORDERED
    expression, wider = asked(ask), anything(ask)
    if ask.phrases:
        expression = wider = f"({enough(ask)}) OR {expression}"
    lists = [
        (SCORED.format(score=BY_TITLE), (f"{TITLES}({expression})", SCANNED, most), IN_TITLES),
        (SCORED.format(score=BY_TEXT), (expression, SCANNED, most), ANYWHERE),
    ]
    if wider != expression:
        lists.append((SCORED.format(score=BY_TEXT), (wider, SCANNED, most), RELATED))
    return lists


def listed(values: Iterable[str | int]) -> str:
    """Values as one parameter, which `json_each` takes apart."""
    return json.dumps(list(values))


MATCHING = "SELECT json_group_array(rowid) FROM words WHERE words MATCH ?"  # one text: rows are slower
# Where a word is nearly everywhere, scores are those of the entries written last: reading all of them takes too long.
SCANNED = 12_000
ORDERED = 1_000  # rows taken in the order of their scores, of which those that hold enough are weighed
SCORED = """
    SELECT id FROM (SELECT rowid AS id, {score} AS score FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?)
    ORDER BY score LIMIT ?
"""
# Each takes a list of rows, or of keys.
ROWS = "SELECT id FROM entry WHERE key IN (SELECT value FROM json_each(?))"
KEYS = "SELECT key FROM entry WHERE id IN (SELECT value FROM json_each(?))"
SHOWN = "SELECT shown.*, key, date FROM shown JOIN entry USING (id) WHERE id IN (SELECT value FROM json_each(?))"
WRITTEN = f"""
    SELECT substr(title || char(10) || summary || char(10) || body, 1, {READ_FOR_ACCENTS})
    FROM shown WHERE id IN (SELECT value FROM json_each(?))
"""  # nosec B608 # noqa: S608 - a number of ours
ANY_VECTOR = "SELECT 1 FROM vector LIMIT 1"
WITHOUT_VECTORS = "SELECT key FROM entry LEFT JOIN vector USING (id) WHERE vectors IS NULL LIMIT ?"
# The newest first, those without a date last, then in a fixed order.
BY_DATE = """
    SELECT id FROM entry WHERE id IN (SELECT value FROM json_each(?)) ORDER BY date DESC, key LIMIT ? OFFSET ?
"""
TEXTS = f"""
    SELECT id, key, date, {", ".join(f"substr({name}, 1, {LONGEST}) AS {name}" for name in FIELDS)}
    FROM analysed JOIN entry USING (id) WHERE id IN (SELECT value FROM json_each(?))
"""  # nosec B608 # noqa: S608 - names of ours
