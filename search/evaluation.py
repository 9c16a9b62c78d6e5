"""Evaluation: how good answers are, against what somebody judged to be right. Pure: files in, figures out."""

from __future__ import annotations

import datetime
import gzip
import json
import math
import random
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from search.index.entry import SearchEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

DEPTH = 10  # ranks that count: one page of results
LONGEST_KEY = 400  # bytes; Elasticsearch takes identifiers of 512


class UnreadableFile(Exception):  # noqa: N818 - the file's state, told to whoever gave it
    """A line is not what it should be; the message says which and why."""


@dataclass(frozen=True)
class JudgedQuery:
    """A query of a set: its words, its class, and the documents judged relevant with their grades (1 and more)."""

    id: str
    query: str
    group: str = "all"
    relevant: Mapping[str, int] = field(default_factory=dict)


class Figures(NamedTuple):
    """What one query scored, or the means of many. `answered` tells whether anything was shown."""

    ndcg: float
    mrr: float
    recall: float
    success: float
    answered: float


def objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number and content of every line of a JSONL file, gzipped or not; "-" is the standard input."""
    try:
        if str(path) == "-":
            yield from _parsed("the standard input", sys.stdin)
            return
        # By its first bytes: a name proves nothing.
        with path.open("rb") as start:
            opened = gzip.open if start.read(2) == b"\x1f\x8b" else open
        with opened(path, "rt", encoding="utf-8-sig") as file:
            yield from _parsed(path.name, file)
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def _parsed(name: str, file: Iterable[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            content = json.loads(line)
        except ValueError as error:
            raise UnreadableFile(f"{name}, line {number}: {error}") from error
        if not isinstance(content, dict):
            raise UnreadableFile(f"{name}, line {number}: not an object")
        yield number, content


def documents(path: Path) -> Iterator[SearchEntry]:
    """The documents of a file as entries: ``id``, ``title``, ``body`` and, when known, ``summary``, ``kind``,
    ``region``, ``date``. Raise UnreadableFile for a line without an id, an id that comes twice, or a date that is none.
    """
    seen = set()
    for number, content in objects(path):
        key = _text(content, "id")
        if not key or len(key.encode()) > LONGEST_KEY:
            raise UnreadableFile(f"{path.name}, line {number}: no id, or a very long one")
        if key in seen:
            raise UnreadableFile(f"{path.name}, line {number}: the id {key} comes twice")
        seen.add(key)
        region = content.get("region") or []
        yield SearchEntry(
            key,
            _text(content, "kind") or "pages",
            _text(content, "title"),
            f"/{key}/",
            _text(content, "summary"),
            _text(content, "body"),
            regions=tuple(map(str, region if isinstance(region, list) else [region])),
            date=_date(path, number, content.get("date")),
            when=_text(content, "date"),
        )


def _text(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    return "" if value is None else str(value)


def _date(path: Path, number: int, value: Any) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(value)[:10]) if value else None
    except ValueError as error:
        raise UnreadableFile(f"{path.name}, line {number}: the date {value!r} is not written YYYY-MM-DD") from error


def queries(path: Path) -> Iterator[JudgedQuery]:
    """The queries of a file: ``id``, ``query`` and, when they were judged, ``class`` and ``relevant``."""
    for number, content in objects(path):
        if not _text(content, "id") or not isinstance(content.get("query"), str):
            raise UnreadableFile(f"{path.name}, line {number}: a query needs an id and its words")
        relevant = content.get("relevant") or {}
        if not isinstance(relevant, dict):
            relevant = dict.fromkeys(map(str, relevant), 1)
        grades = {key: grade for key, grade in relevant.items() if grade > 0}
        yield JudgedQuery(_text(content, "id"), content["query"], _text(content, "class") or "all", grades)


def score(ranked: Sequence[str], relevant: Mapping[str, int]) -> Figures:
    """Figures of one answer, best document first, for a query that has relevant documents."""
    gains = [relevant.get(key, 0) for key in ranked[:DEPTH]]
    ideal = sorted(relevant.values(), reverse=True)[:DEPTH]
    first = next((rank for rank, gain in enumerate(gains) if gain), None)
    return Figures(
        ndcg=_discounted(gains) / _discounted(ideal),
        mrr=0.0 if first is None else 1 / (first + 1),
        recall=sum(map(bool, gains)) / len(relevant),
        success=float(bool(gains and gains[0])),
        answered=float(bool(ranked)),
    )


class Paired(NamedTuple):
    """Two runs of the same queries: mean difference, queries that got better and worse, and how likely chance is."""

    difference: float
    better: int
    worse: int
    p: float


def paired(before: Sequence[float], after: Sequence[float], draws: int = 10_000) -> Paired:
    """Compare figures query by query (paired randomisation test, two-sided, from a fixed seed)."""
    differences = [two - one for one, two in zip(before, after, strict=True)]
    total = abs(sum(differences))
    draw = random.Random(1)  # nosec B311 # noqa: S311 - not a secret
    as_far = sum(abs(sum(draw.choice((each, -each)) for each in differences)) >= total - 1e-9 for _ in range(draws))
    return Paired(
        sum(differences) / len(differences),
        sum(each > 0 for each in differences),
        sum(each < 0 for each in differences),
        (as_far + 1) / (draws + 1),
    )


def _discounted(gains: Sequence[int]) -> float:
    return sum((2**gain - 1) / math.log2(rank + 2) for rank, gain in enumerate(gains))


def mean(figures: Sequence[Figures]) -> Figures:
    """The means of each figure."""
    return Figures(*(sum(column) / len(figures) for column in zip(*figures, strict=True)))
