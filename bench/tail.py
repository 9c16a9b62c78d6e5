"""How long sixteen readers wait for a remembered page behind nginx: `.venv/bin/python -m bench.tail`.

Each answer counts once. (wrk, in bench.edge, counts one that took long as often as its connection would have asked in
that time.) The files of ops/ serve a copy of the demonstration that `make setup` made. See bench/README.md.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import http.client
import json
import multiprocessing
import os
import ssl
import threading
import time
from itertools import chain
from pathlib import Path

RESULTS = Path(__file__).parent / "results" / "tail.jsonl"
PATHS = ("/", "/actualites/", "/etablissements/")
PROCESSES, READERS, SECONDS = 2, 8, 8  # sixteen connections


def read(port: int, host: str, path: str, until: float, took: list[float]) -> None:
    """One reader on one connection, who asks again as soon as a page has come. Seconds of each answer go to `took`."""
    trusting = ssl._create_unverified_context()  # noqa: S323, SLF001 - the certificate is the bench's own
    with contextlib.closing(http.client.HTTPSConnection("127.0.0.1", port, context=trusting)) as connection:
        while (asked := time.perf_counter()) < until:
            connection.request("GET", path, headers={"Host": host, "Accept-Encoding": "br"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != http.HTTPStatus.OK:
                raise RuntimeError(answer.status)
            took.append(time.perf_counter() - asked)


def readers(port: int, host: str, path: str, seconds: float) -> list[float]:
    """Some readers at once, as threads of this process."""
    found: list[list[float]] = [[] for _ in range(READERS)]
    until = time.perf_counter() + seconds
    threads = [threading.Thread(target=read, args=(port, host, path, until, each)) for each in found]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    if not all(found):
        raise RuntimeError("a reader was never answered")
    return [*chain.from_iterable(found)]


def main() -> None:
    """Print a line a page: answers a second, milliseconds of half of them and of 99 in 100; append the rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-record", action="store_true", help="print only")
    record = not parser.parse_args().no_record
    demonstration = Path(os.environ.get("DATA_DIR", "var")).resolve()  # before the settings choose their own
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    import django  # noqa: PLC0415 - the settings read the environment above

    django.setup()
    from tests.harness.production.configuration import NAME  # noqa: PLC0415 - what tests use waits for the settings
    from tests.ops.running_site import another_nginx, running_site  # noqa: PLC0415 - as above

    at = datetime.datetime.now(tz=datetime.UTC).isoformat(timespec="seconds")
    unlimited = {"rate=30r/s": "rate=1000000r/s", "burst=200": "burst=100000"}  # all come from one address
    site_of = contextlib.contextmanager(running_site)
    with site_of(demonstration) as site, another_nginx(site, **unlimited) as edge:
        for path in PATHS:
            asked = (edge.port, NAME, path)
            with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
                pool.starmap(readers, [(*asked, 1.0)] * PROCESSES)  # built, and its first seconds
                took = sorted(chain.from_iterable(pool.starmap(readers, [(*asked, float(SECONDS))] * PROCESSES)))
            half, most = (round(1000 * took[int(len(took) * part)], 2) for part in (0.5, 0.99))
            row = {"at": at, "page": path, "rate": round(len(took) / SECONDS), "p50": half, "p99": most}
            row["p99/p50"] = round(most / half, 2)
            print(row, flush=True)
            if record:
                with RESULTS.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
