"""How long a typed place takes, in process: `.venv/bin/python -m bench.places`. See bench/README.md.

No database and no server: the gazetteer is built from the data files, with one referent a direction. Every figure is
a row of `bench/results/places.jsonl`; ratios compare rows of one run, since another machine or a busy one has other
times.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from directory.places.matching import match
from directory.places.suggestions import Suggester
from directory.territory.files import Tables, read_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from directory.places.index import Gazetteer

RESULTS = Path(__file__).parent / "results" / "places.jsonl"
SIZES = (3_500, 35_000, 350_000)  # communes
SYLLABLES = (
    "ba",
    "bel",
    "cha",
    "cor",
    "dor",
    "fou",
    "gri",
    "lan",
    "mar",
    "mon",
    "nay",
    "pont",
    "rou",
    "sau",
    "vil",
    "zac",
)
SAMPLE, TYPOS = 3_000, 400
SEED = 20261122


@dataclass(frozen=True)
class Post:
    """All that matching needs to know of a referent."""

    department_codes: frozenset[str]
    mission_codes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Figures:
    """Milliseconds over one list of texts."""

    task: str
    communes: int
    texts: int
    p50: float
    p99: float
    worst: float


def measured(task: str, communes: int, texts: Sequence[str], work: Callable[[str], object]) -> Figures:
    """Time each text once, after a few that warm what is built on first use; the collector waits meanwhile."""
    for text in texts[:: max(1, len(texts) // 20)]:
        work(text)
    gc.collect()
    gc.disable()
    took = []
    for text in texts:
        start = time.perf_counter()
        work(text)
        took.append((time.perf_counter() - start) * 1000)
    gc.enable()
    took.sort()
    p50, p99 = took[len(took) // 2], took[int(len(took) * 0.99)]
    return Figures(task, communes, len(texts), round(p50, 4), round(p99, 4), round(took[-1], 4))


def gazetteer_of(tables: Tables, size: int | None, chance: random.Random) -> Gazetteer:
    """The real tables, or as many communes as `size`: a sample of the real ones, or with made-up ones added."""
    if size is None:
        return tables.gazetteer()
    communes = list(tables.communes)
    if size <= len(communes):
        communes = chance.sample(communes, size)
    while len(communes) < size:
        model = tables.communes[len(communes) % len(tables.communes)]
        name = "".join(chance.choices(SYLLABLES, k=chance.randint(3, 6))).capitalize()
        code = f"{len(communes):06d}"  # six digits: no real code gains communes
        population = chance.randint(50, 3000)
        communes.append(model._replace(insee=f"x{code}", name=name, postal_codes=(code,), population=population))
    kept = {commune.insee for commune in communes}
    former = [row for row in tables.former_names if row.insee in kept]
    return replace(tables, communes=communes, former_names=former).gazetteer()


def misspelt(name: str, chance: random.Random) -> str:
    """One letter replaced by another."""
    at = chance.randrange(len(name))
    return name[:at] + chance.choice("abcdefghijklmnopqrstuvwxyz") + name[at + 1 :]


def run(tables: Tables, size: int | None) -> list[Figures]:
    """All tasks on one size; None stands for the real table, asked whole."""
    chance = random.Random(SEED)  # noqa: S311 - the same texts in every run
    gazetteer = gazetteer_of(tables, size, chance)
    communes = [commune for commune in gazetteer.communes.values() if len(commune.postal_codes[0]) == 5]
    asked = communes if size is None else chance.choices(communes, k=SAMPLE)
    posts = [Post(frozenset(codes)) for codes in gazetteer.departments_of_disp.values()]
    suggester = Suggester(gazetteer)

    def route(text: str) -> object:
        return match(text, gazetteer=gazetteer, referents=posts)

    names = [commune.name for commune in asked]
    prefixes = [name[:length] for name in chance.sample(names, SAMPLE) for length in (2, 4, 7)]
    prefixes += [commune.postal_codes[0][:length] for commune in chance.sample(asked, SAMPLE) for length in (2, 4)]
    typos = [misspelt(name, chance) for name in chance.sample(names, TYPOS)]
    tasks: list[tuple[str, Sequence[str], Callable[[str], object]]] = [
        ("match: code", [code for commune in asked for code in commune.postal_codes], route),
        ("match: name", names, route),
        ("match: code and name", [f"{commune.postal_codes[0]} {commune.name}" for commune in asked], route),
        ("match: typo", typos, route),
        ("match: two typos", [misspelt(name, chance) for name in typos], route),
        ("suggest: prefix", prefixes, suggester.suggest),
    ]
    return [measured(task, len(gazetteer.communes), texts, work) for task, texts, work in tasks]


def main() -> None:
    """Print a table, and append its rows to the results."""
    parser = argparse.ArgumentParser(description="Time matching and suggestions.")
    parser.add_argument("--no-record", action="store_true", help="do not append to bench/results/places.jsonl")
    options = parser.parse_args()
    tables = read_tables()
    at = datetime.now(tz=UTC).isoformat(timespec="seconds")
    rows: list[dict[str, Any]] = []
    print(f"{'task':24}{'communes':>10}{'texts':>8}{'p50 ms':>10}{'p99 ms':>10}{'worst':>10}")
    for table, size in (("whole table", None), *((f"{size} communes", size) for size in SIZES)):
        for each in run(tables, size):
            print(f"{each.task:24}{each.communes:>10}{each.texts:>8}{each.p50:>10}{each.p99:>10}{each.worst:>10}")
            rows.append({"at": at, "table": table, **vars(each)})
    for task in dict.fromkeys(row["task"] for row in rows):
        small, middle, big = (
            next(row["p50"] for row in rows if row["task"] == task and row["table"] == f"{size} communes")
            for size in SIZES
        )
        print(f"{task:24} median, 350k / 35k communes: {big / middle:.2f}; 350k / 3.5k: {big / small:.2f}")
    if not options.no_record:
        RESULTS.parent.mkdir(exist_ok=True)
        with RESULTS.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)


if __name__ == "__main__":
    main()
