"""How long « near me » takes with many workshops: `.venv/bin/python -m bench.establishments`. See bench/README.md.

On a scratch SQLite database in memory: the real tables of the territory, 200 open establishments and 5,000 workshops,
made up from a fixed seed. What is timed is what a page asks: the nearest to a point, with place and workshops, filtered
or not; by the clock, and by the processor time of this process (`own_`), which a busy machine does not change.
"""

from __future__ import annotations

import datetime
import json
import os
import random
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

RESULTS = Path(__file__).parent / "results" / "establishments.jsonl"
ESTABLISHMENTS, WORKSHOPS, POINTS, SEED = 200, 5_000, 1_000, 20261128


def _prepare() -> None:
    os.environ["DATABASE_URL"] = ""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    import django  # noqa: PLC0415 - settings first

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    connections.databases["default"]["NAME"] = ":memory:"
    settings.DATABASES["default"]["NAME"] = ":memory:"
    call_command("migrate", verbosity=0)
    call_command("load_territories", verbosity=0)
    call_command("load_establishments", verbosity=0)


def _fill(chance: random.Random) -> None:
    from directory.establishments.activities import activities  # noqa: PLC0415
    from directory.establishments.kinds import Status  # noqa: PLC0415
    from directory.establishments.workshops import Regime  # noqa: PLC0415
    from directory.models import Establishment, Workshop  # noqa: PLC0415

    Establishment.objects.update(status=Status.OPEN)
    places = list(Establishment.objects.order_by("slug")[:ESTABLISHMENTS])
    Establishment.objects.exclude(pk__in=[each.pk for each in places]).delete()
    today = datetime.datetime.now(tz=datetime.UTC).date()
    Workshop.objects.bulk_create(
        Workshop(
            slug=f"atelier-{number}",
            establishment=chance.choice(places),
            name=f"Atelier {number}",
            activity=chance.choice(list(activities())),
            regime=chance.choice(Regime.values),
            surface=chance.randrange(50, 1500),
            has_dock=chance.random() < 0.5,
            verified_on=today - datetime.timedelta(days=chance.randrange(0, 260)),
        )
        for number in range(WORKSHOPS)
    )


def main() -> None:
    """Time every task over the same points; one row each."""
    _prepare()
    from directory.establishments.distance import Point  # noqa: PLC0415
    from directory.establishments.nearest import Wanted, nearest  # noqa: PLC0415

    chance = random.Random(SEED)  # noqa: S311 - made-up data
    _fill(chance)
    points = [Point(chance.uniform(42.5, 50.5), chance.uniform(-4, 7.5), is_exact=False) for _ in range(POINTS)]
    wanted = Wanted(activity="menuiserie", surface=250, has_dock=True)
    tasks: dict[str, Callable[[Point], object]] = {
        "three nearest": nearest,
        "three nearest, filtered": lambda point: nearest(point, wanted),
    }
    for name, task in tasks.items():
        for point in points[:50]:
            task(point)
        took, worked = [], []
        for point in points:
            start, cpu = time.perf_counter(), time.process_time()
            task(point)
            worked.append(1000 * (time.process_time() - cpu))
            took.append(1000 * (time.perf_counter() - start))
        cuts, own = statistics.quantiles(took, n=100), statistics.quantiles(worked, n=100)
        row = {
            "at": datetime.datetime.now(tz=datetime.UTC).isoformat(timespec="seconds"),
            "task": name,
            "establishments": ESTABLISHMENTS,
            "workshops": WORKSHOPS,
            "p50": round(cuts[49], 2),
            "p99": round(cuts[98], 2),
            "worst": round(max(took), 2),
            "own_p50": round(own[49], 2),
            "own_p99": round(own[98], 2),
        }
        print(json.dumps(row))
        with RESULTS.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
