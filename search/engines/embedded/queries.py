"""From the query plan to SQL. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from search.query import WEIGHTS

if TYPE_CHECKING:
    from search.query import QueryPlan, SearchQuery

RANK = f"bm25(words, {', '.join(str(weight) for weight in WEIGHTS.values())})"  # less is better


def quoted(*stems: str) -> str:
    """One word or phrase of FTS5's own query language; stems hold letters and digits only."""
    return f'"{" ".join(stems)}"'


def matching(plan: QueryPlan) -> tuple[str, list[str | int]]:
    """The condition on `words` that a document meets, with its parameters."""
    required = [quoted(*phrase) for phrase in plan.phrases]
    optional = [quoted(word) for word in plan.words]
    conditions = ["words MATCH ?"]
    values: list[str | int] = [" OR ".join([*required, *optional])]
    if required:
        conditions.append("words.rowid IN (SELECT rowid FROM words WHERE words MATCH ?)")
        values.append(" AND ".join(required))
    if plan.minimum > 1:
        each = " UNION ALL ".join(["SELECT rowid AS id FROM words WHERE words MATCH ?"] * len(optional))
        conditions.append(f"words.rowid IN (SELECT id FROM ({each}) GROUP BY id HAVING count(*) >= ?)")  # noqa: S608 - only question marks are put in
        values += [*optional, plan.minimum]
    return " AND ".join(conditions), values


def found(query: SearchQuery) -> tuple[str, list[str | int]]:
    """Fill the temporary table `found` with everything that matches, whatever was chosen, but what is withheld."""
    condition, values = matching(query.plan)
    sql = f"""
        CREATE TEMP TABLE found AS
        SELECT entry.id, entry.key, entry.grouped, entry.date, {RANK} AS rank
        FROM words JOIN entry ON entry.id = words.rowid
        WHERE {condition} AND entry.key NOT IN (SELECT value FROM json_each(?))
    """  # noqa: S608 - conditions of ours; every value is a parameter
    return sql, [*values, json.dumps(sorted(query.withheld))]


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
