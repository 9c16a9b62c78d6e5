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
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
django.setup()

from search.entry import SearchEntry  # noqa: E402 - Django comes first
from search.facets import Choices  # noqa: E402 - as above
from search.management.commands.search_run import START, build, scratch  # noqa: E402 - as above
from search.position import Changes  # noqa: E402 - as above
from search.query import SearchQuery, plan_for  # noqa: E402 - as above

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.engines.protocol import SearchEngine

RESULTS = Path(__file__).parent / "results" / "search.jsonl"
SIZES = (1_000, 10_000, 100_000)
SEED = 20261122
WORDS, LENGTH = 30_000, 130  # different words, and words of a text
QUERIES, PUBLISHED = 150, 10
# What is wanted, by size: milliseconds of the 95th percentile of a query, and documents a second of a rebuild.
WANTED = {10_000: 50.0, 100_000: 150.0}
REBUILD = 1000.0
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


def measure(label: str, count: int) -> list[dict[str, Any]]:
    """Rows of one engine and size."""
    with scratch(label) as engine:
        entries = list(documents(count))  # making them up is no part of a rebuild
        start, work = time.perf_counter(), time.process_time()
        build(engine, entries)
        rate, work_rate = count / (time.perf_counter() - start), count / (time.process_time() - work)
        query_times(engine)  # a process and a node that have just started are slower
        (times, worked), published = query_times(engine), publish_times(engine, count)
    figures = {
        "rebuild, documents/s": (rate, REBUILD),
        "rebuild, documents/s of our own work": (work_rate, None),
        "query, p50 ms": (statistics.median(times), None),
        "query, p95 ms": (statistics.quantiles(times, n=20)[-1], WANTED.get(count)),
        "query, p95 ms of our own work": (statistics.quantiles(worked, n=20)[-1], None),
        "query, worst ms": (max(times), None),
        "publish until found, worst ms": (max(published), 1000.0),
    }
    return [
        {"engine": label, "documents": count, "measured": what, "value": round(value, 1), "wanted": wanted}
        for what, (value, wanted) in figures.items()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=["embedded", "elastic"], action="append", help="both by default")
    parser.add_argument("--documents", type=int, action="append", help=f"by default {', '.join(map(str, SIZES))}")
    parser.add_argument("--no-record", action="store_true", help="print only")
    chosen = parser.parse_args()
    stamp = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    for label in chosen.engine or ["embedded", "elastic"]:
        for count in chosen.documents or SIZES:
            for row in measure(label, count):
                print(label.ljust(9), f"{count:7}", row["measured"].ljust(40), row["value"], row["wanted"] or "")
                if not chosen.no_record:
                    with RESULTS.open("a", encoding="utf-8") as file:
                        file.write(json.dumps({"at": stamp, **row}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
