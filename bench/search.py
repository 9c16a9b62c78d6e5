"""How long a search takes on either engine: `.venv/bin/python -m bench.search`. See bench/README.md.

Made-up documents from a fixed seed, whose words are as frequent as those of a real text (Zipf): the hard part of a
search is a word that many documents hold. Every figure is a row of `bench/results/search.jsonl`.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import json
import os
import random
import statistics
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
django.setup()

from search.index.entry import SearchEntry  # noqa: E402 - Django comes first
from search.index.position import Changes  # noqa: E402 - as above
from search.management.commands.search_run import BATCH, START, build, scratch  # noqa: E402 - as above
from search.meaning import encoder  # noqa: E402 - as above
from search.query.facets import Choices  # noqa: E402 - as above
from search.query.plan import SearchQuery, plan_for  # noqa: E402 - as above

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.index.protocol import SearchEngine

SCHEDULED = Path("/proc/self/schedstat")
RESULTS = Path(__file__).parent / "results" / "search.jsonl"
SIZES = (1_000, 10_000, 100_000)
SEED = 20261122
WORDS, LENGTH = 30_000, 130  # different words, and words of a text
QUERIES, PUBLISHED = 150, 10
ROUNDS = 3  # of all queries: what else the machine does is told from their work by taking the quietest of each
PASSAGES = 2  # vectors of a document
# What is wanted, by size: milliseconds of the 95th percentile of a query, and documents a second of a rebuild.
WANTED = {1_000: 40.0, 10_000: 50.0, 100_000: 150.0}
REBUILD = 1000.0
WANTED_REBUILD = {10_000: 60.0}  # seconds
SYLLABLES = "ba be cha co dé fa for ga in jus la lo ma men mi na or pa pé pri ra ré ri sa si ta ti tra va vi".split()  # noqa: SIM905 - syllables
KINDS = ("actualites", "conventions", "pages", "referents")


class Language:
    """Made-up words, the first of which are the most frequent."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        made = {"".join(draw.choices(SYLLABLES, k=draw.randrange(2, 5))) for _ in range(2 * WORDS)}
        self.words = sorted(made)[:WORDS]
        draw.shuffle(self.words)
        self.weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(self.words))))

    def text(self, length: int) -> str:
        """So many words."""
        return " ".join(self.draw.choices(self.words, cum_weights=self.weights, k=length))


def documents(count: int) -> Iterator[SearchEntry]:
    """Entries of every kind, in 18 regions, 8 themes and 12 years."""
    draw = random.Random(SEED)  # noqa: S311 - not a secret
    language = Language(random.Random(SEED))  # noqa: S311 - not a secret
    for number in range(count):
        day = datetime.date(2015 + draw.randrange(12), draw.randrange(1, 13), draw.randrange(1, 29))
        yield SearchEntry(
            f"page:{number}", draw.choice(KINDS), language.text(7), f"/{number}/", language.text(18),
            language.text(LENGTH), regions=(f"region-{draw.randrange(18)}",), themes=(f"theme-{draw.randrange(8)}",),
            date=day, when=day.isoformat(),
        )  # fmt: skip


def filled(engine: SearchEngine, entries: list[SearchEntry], *, by_meaning: bool) -> None:
    """Build the index; by meaning with random unit vectors, two a document: encoding is measured apart."""
    if not by_meaning:
        build(engine, entries)
        return
    import numpy as np  # noqa: PLC0415 - of the optional extra

    from search.meaning.vectors import DIMENSIONS, packed  # noqa: PLC0415 - as above

    draw = np.random.default_rng(SEED)
    with engine.alone(), engine.rebuilding(START) as index:
        for start in range(0, len(entries), BATCH):
            batch = entries[start : start + BATCH]
            rows = draw.standard_normal((len(batch), PASSAGES, DIMENSIONS)).astype(np.float32)
            vectors = {entry.key: b"".join(map(packed, each)) for entry, each in zip(batch, rows, strict=True)}
            index.apply(Changes(START, tuple(batch), vectors=vectors))


@cache
def typed() -> list[str]:
    """What people type: one to four words of a text, one time in five with a letter missing."""
    draw = random.Random(SEED + 1)  # noqa: S311 - not a secret
    language = Language(random.Random(SEED))  # noqa: S311 - not a secret
    language.draw = draw
    queries = []
    for _ in range(QUERIES):
        words = language.text(draw.randrange(1, 5)).split()
        if draw.random() < 0.2:
            word = max(words, key=len)
            at = draw.randrange(1, len(word))
            words[words.index(word)] = word[:at] + word[at + 1 :]
        queries.append(" ".join(words))
    return queries


def query_times(engine: SearchEngine) -> tuple[list[float], list[float]]:
    """Milliseconds of each query, one after the other, by the clock and of this process's work.

    One in three is narrowed to a region.
    """
    took, worked = [], []
    for number, words in enumerate(typed()):
        choices = Choices(region=f"region-{number % 18}") if number % 3 == 0 else Choices()
        start, work = time.perf_counter(), time.process_time()
        engine.search(SearchQuery(plan_for(words, {}), choices))
        took.append((time.perf_counter() - start) * 1000)
        worked.append((time.process_time() - work) * 1000)
    return took, worked


def quietest(engine: SearchEngine, *, encoded_anew: bool = False) -> tuple[list[float], list[float]]:
    """The same, of each query the least of some rounds; `encoded_anew` as where it is typed for the first time."""
    rounds = []
    for _ in range(ROUNDS):
        if encoded_anew and (ready := encoder.encoder()):
            ready.query.cache_clear()
        rounds.append(query_times(engine))
    took, worked = ([min(times) for times in zip(*each, strict=True)] for each in zip(*rounds, strict=True))
    return took, worked


def waited() -> float:
    """Seconds this process had work and no processor; nothing where the system does not tell."""
    try:
        return int(SCHEDULED.read_text().split()[1]) / 1e9
    except OSError:
        return 0.0


def publish_times(engine: SearchEngine, count: int) -> list[float]:
    """Milliseconds from handing an entry to the index until a search finds it."""
    took = []
    for number in range(PUBLISHED):
        word = f"nouveaute{'abcdefghij'[number]}zz"
        entry = SearchEntry(f"page:{count + number}", "actualites", f"Une {word}", "/", word)
        start = time.perf_counter()
        engine.apply(Changes(START, (entry,)))
        while not engine.search(SearchQuery(plan_for(word, {}))).total:
            time.sleep(0.01)
        took.append((time.perf_counter() - start) * 1000)
    return took


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def measure(label: str, count: int, *, by_meaning: bool) -> list[dict[str, Any]]:
    """Rows of one engine and size."""
    with scratch(label) as engine:
        entries = list(documents(count))  # making them up is no part of a rebuild
        start, work, idle = time.perf_counter(), time.process_time(), waited()
        filled(engine, entries, by_meaning=by_meaning)
        clock, work, idle = time.perf_counter() - start, time.process_time() - work, waited() - idle
        query_times(engine)  # a process and a node that have just started are slower
        times, worked = quietest(engine, encoded_anew=by_meaning)
        kept = quietest(engine)[1] if by_meaning else []
        published = publish_times(engine, count)
    figures = {
        "rebuild, documents/s": (count / clock, REBUILD),
        "rebuild, documents/s of our own work": (count / work, None),
        "rebuild, s": (clock, WANTED_REBUILD.get(count)),
        "rebuild, s of our own work": (work, None),
        "rebuild, s without a processor": (idle, None),
        "rebuild, s for disk or node": (clock - work - idle, None),
        "query, p50 ms": (statistics.median(times), None),
        "query, p95 ms": (_p95(times), WANTED.get(count)),
        "query, p50 ms of our own work": (statistics.median(worked), None),
        "query, p95 ms of our own work": (_p95(worked), WANTED.get(count)),
        **({"query, p95 ms of our own work, vector kept": (_p95(kept), None)} if kept else {}),
        "query, worst ms": (max(times), None),
        "publish until found, worst ms": (max(published), 1000.0),
    }
    return [
        {
            "engine": f"{label}{', by meaning' if by_meaning else ''}",
            "documents": count,
            "measured": what,
            "value": round(value, 1),
            "wanted": wanted,
            "load": round(os.getloadavg()[0], 1),
        }
        for what, (value, wanted) in figures.items()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=["embedded", "elastic"], action="append", help="both by default")
    parser.add_argument("--documents", type=int, action="append", help=f"by default {', '.join(map(str, SIZES))}")
    parser.add_argument("--meaning", action="store_true", help="with vectors, which need the extra `sens`")
    parser.add_argument("--no-record", action="store_true", help="print only")
    chosen = parser.parse_args()
    stamp = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    for label in chosen.engine or ["embedded", "elastic"]:
        for count in chosen.documents or SIZES:
            for row in measure(label, count, by_meaning=chosen.meaning):
                print(
                    row["engine"].ljust(21), f"{count:7}", row["measured"].ljust(40), row["value"], row["wanted"] or ""
                )
                if not chosen.no_record:
                    with RESULTS.open("a", encoding="utf-8") as file:
                        file.write(json.dumps({"at": stamp, **row}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
