"""How long sixteen readers wait for a remembered page behind nginx: `.venv/bin/python -m bench.tail`.

Each answer counts once. (wrk, in bench.edge, counts one that took long as often as its connection would have asked in
that time.) The files of ops/ serve a copy of the demonstration that `make setup` made, or all of a production with
PostgreSQL, with as many pages as are wanted. See bench/README.md.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.harness.on_postgres import free_port
from tests.harness.production.configuration import NAME, ROOT
from tests.harness.production.whole import production

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.harness.production.supervision import Supervisor

RESULTS = Path(__file__).parent / "results" / "tail.jsonl"
PATHS = ("/", "/actualites/", "/etablissements/")
READERS, SECONDS = 16, 8
UNLIMITED = {"rate=30r/s": "rate=1000000r/s", "burst=200": "burst=100000"}  # all come from one address
FILL = "from bench.growth import filling; filling.pages({}, 0); filling.settled()"


def answers(port: int, path: str, seconds: int) -> list[int]:
    """What sixteen readers get on connections kept alive, who ask again as soon as a page has come.

    Microseconds of each answer, in order. Raises ConnectionError when one is not a page, or none comes.
    """
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "answers")
        asked = ["h2load", "--h1", f"--clients={READERS}", f"--duration={seconds}", f"--log-file={told}"]
        asked += ["--header=Accept-Encoding: br", f"--connect-to=127.0.0.1:{port}", f"https://{NAME}{path}"]
        subprocess.run(asked, check=False, stdout=subprocess.DEVNULL)  # what was told says how it went
        rows = [line.split("\t") for line in told.read_text().splitlines()]
    if not rows or any(status != "200" for _, status, _ in rows):
        raise ConnectionError(f"{path}: {sorted({row[1] for row in rows})}")
    return sorted(int(took) for *_, took in rows)


@contextlib.contextmanager
def served(*, on_postgres: bool) -> Iterator[tuple[int, Path, Supervisor]]:
    """A portal behind nginx: its port, its folder, its processes."""
    if on_postgres:
        with production(port := free_port(), free_port(), lambda text: print(f"→ {text}", flush=True)) as running:
            yield port, running.folder, running.supervisor
        return
    demonstration = Path(os.environ.get("DATA_DIR", "var")).resolve()  # before the settings choose their own
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    import django  # noqa: PLC0415 - the settings read the environment above

    django.setup()
    from tests.ops.running_site import running_site  # noqa: PLC0415 - what tests use waits for the settings

    with contextlib.contextmanager(running_site)(demonstration) as site:
        yield site.port, site.folder, site.supervisor


def prepared(port: int, folder: Path, supervisor: Supervisor, pages: int) -> None:
    """Fill the tree and lift the limit by address; then nobody remembers anything of before."""
    if pages:
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", FILL.format(pages)]
        subprocess.run(command, cwd=ROOT, env=supervisor.environment, check=True)
    file = folder / "nginx.conf"
    text = file.read_text()
    for ours, theirs in UNLIMITED.items():
        assert ours in text, ours  # noqa: S101 - a limit that stays is measured instead
        text = text.replace(ours, theirs)
    file.write_text(text)
    for name in supervisor.states():
        if name.startswith(("redis", "web", "nginx")):
            supervisor.restart(name)
    supervisor.until(lambda: bool(answers(port, "/sante/", 1)), "the first page")


def measured(port: int, path: str) -> dict[str, float]:
    """How many answers a second sixteen readers got, and milliseconds of half of them and of 99 in 100."""
    answers(port, path, 5)  # built, by the first of them, and remembered
    load = os.getloadavg()[0]
    took = answers(port, path, SECONDS)
    half, most = (round(took[int(len(took) * part)] / 1000, 2) for part in (0.5, 0.99))
    rate, ratio = round(len(took) / SECONDS), round(most / half, 2)
    return {"load": round(load, 1), "rate": rate, "p50": half, "p99": most, "p99/p50": ratio}


def main() -> None:
    """Print a line a page: answers a second, milliseconds of half of them and of 99 in 100; append the rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-record", action="store_true", help="print only")
    parser.add_argument("--pages", type=int, default=0, help="bring the tree to so many pages first")
    parser.add_argument("--postgres", action="store_true", help="a whole production, with PostgreSQL")
    options = parser.parse_args()
    with served(on_postgres=options.postgres) as site:
        prepared(*site, options.pages)
        same = {"at": datetime.datetime.now(tz=datetime.UTC).isoformat(timespec="seconds")}
        same |= {"database": "PostgreSQL" if options.postgres else "SQLite", "pages": options.pages}
        for path in PATHS:
            row = same | {"page": path} | measured(site[0], path)
            print(row, flush=True)
            if not options.no_record:
                with RESULTS.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
