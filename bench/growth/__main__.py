"""Grow content step by step, and measure every kind of page and job at each: a table, and raw rows."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import time
from pathlib import Path
from typing import Any

from bench.growth import sixteen
from tests.harness.on_postgres import free_port
from tests.harness.production.whole import production

RESULTS = Path(__file__).parent.parent / "results" / "growth.jsonl"
STEPS = ((1_000, 20, 1_000), (10_000, 500, 100_000), (100_000, 5_000, 1_000_000))  # pages, sheets, requests
ASIDE = ("mail-1", "mail-2", "due", "nginx", "web-1", "web-2")  # what would work beside the measures


def main() -> None:
    """Print as it goes, and append the rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, nargs="+", default=range(1, len(STEPS) + 1), help="which sizes: 1 2 3")
    parser.add_argument("--only", default="", help="only what has this in its name")
    parser.add_argument("--no-record", action="store_true", help="print only")
    options = parser.parse_args()
    with production(free_port(), free_port(), lambda text: print(f"→ {text}", flush=True)) as running:
        for name in ASIDE:
            running.supervisor.stop(name)
        os.environ.update(running.environment)
        os.environ["LOG_LEVEL"] = "CRITICAL"
        import django  # noqa: PLC0415 - the settings read the environment above

        django.setup()
        rows, made = [], 0
        for step in sorted(options.steps):
            made, found = grown(STEPS[step - 1], made, options.only, None if options.no_record else RESULTS)
            rows += found
    print(table(rows))


def grown(step: tuple[int, int, int], made: int, only: str, file: Path | None) -> tuple[int, list[dict[str, Any]]]:
    """Fill up to a size and measure; how many items of each kind there are, and the rows, each kept at once."""
    from django.core.cache import cache  # noqa: PLC0415 - as above
    from django.core.management import call_command  # noqa: PLC0415 - as above

    from bench.growth import filling, tasks  # noqa: PLC0415 - as above

    pages, sheets, requests = step
    start = time.monotonic()
    made = filling.pages(pages, made)
    filling.sheets(sheets)
    filling.requests(requests)
    filling.settled()
    cache.clear()
    call_command("search_index", "rebuild", verbosity=0)
    print(
        f"→ {pages} pages, {sheets} sheets, {requests} requests, filled in {time.monotonic() - start:.0f} s", flush=True
    )
    same = {"at": datetime.datetime.now(tz=datetime.UTC).isoformat(timespec="seconds")}
    same |= {"pages": pages, "sheets": sheets, "requests": requests}
    rows = []
    for measures in (tasks.pages(), tasks.work(), sixteen.measured(os.environ)):
        for name, row in measures:
            if only in name:
                rows.append(same | {"task": name, "load": round(os.getloadavg()[0], 1)} | row)
                if file:
                    with file.open("a", encoding="utf-8") as kept:
                        kept.write(json.dumps(rows[-1], ensure_ascii=False) + "\n")
                print(f"  {name:36}", {key: value for key, value in row.items() if key != "slowest query"}, flush=True)
    return made, rows


def table(rows: list[dict[str, Any]]) -> str:
    """Milliseconds of processor time, queries, and milliseconds by the clock, at each size."""
    sizes = sorted({row["pages"] for row in rows})
    lines = [f"| {'task':36} |" + "".join(f" ms, {size:,} | queries | p50 |" for size in sizes)]
    for name in dict.fromkeys(row["task"] for row in rows):
        cells = ""
        for size in sizes:
            row = next((each for each in rows if each["task"] == name and each["pages"] == size), {})
            cells += f" {row.get('ms', row.get('failed', '')[:20])} | {row.get('queries', '')} | {row.get('p50', '')} |"
        lines.append(f"| {name:36} |{cells}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
