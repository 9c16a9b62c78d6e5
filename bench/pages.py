"""Processor time of each kind of page, as a ratio to an empty Wagtail page: `.venv/bin/python -m bench.pages`.

In process, through Django's test client, on a copy of the demonstration that `make setup` made. The floor is a page of
Wagtail's own bare type at the same depth, asked through all of the portal's middleware, in the same rounds. See
bench/README.md.
"""

from __future__ import annotations

import argparse
import cProfile
import datetime
import gc
import json
import os
import pstats
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from django.test import Client

RESULTS = Path(__file__).parent / "results" / "pages.jsonl"
ROUNDS = 30
# Address of each kind of page, how deep it stands in the tree, and the ratio that is wanted.
PAGES = {
    "home": ("/", 1, 2.5),
    "article": ("", 3, 2.5),  # the newest one
    "news": ("/actualites/", 2, 3.0),
    "agenda": ("/actualites/agenda/", 2, 3.0),
    "conventions": ("/conventions/", 2, 3.0),
    "search": ("/recherche/?q=travail", 2, 3.0),
    "employers": ("/travailler-avec-la-prison/", 2, 3.0),
    "establishments": ("/etablissements/", 2, 3.0),
    "place": ("/trouver-un-referent/?lieu=76600", 2, 3.0),
    "glossary": ("/glossaire/", 2, 3.0),
    "contact": ("/contact/", 2, 3.0),
    "legal text": ("/mentions-legales/", 2, 3.0),
}
POSTS = "three posts"  # of one request of an employer
THREE_POSTS = 3.1  # 25 ms where the empty page takes 8


def prepare() -> None:
    """Start Django on a copy of the demonstration, with an empty page at each depth."""
    source = Path(os.environ.get("DATA_DIR", "var"))
    copy = Path(tempfile.mkdtemp(prefix="portal-bench-"))
    shutil.copy(source / "portal.sqlite3", copy)
    if (source / "search").is_dir():
        shutil.copytree(source / "search", copy / "search")
    os.environ["DATA_DIR"] = str(copy)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    os.environ["LOG_LEVEL"] = "ERROR"
    import django  # noqa: PLC0415 - the settings read the environment above

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from bench.growth import filling  # noqa: PLC0415
    from portal.cms import cached  # noqa: PLC0415

    cached.ALONE = cached.SECONDS  # rows are remembered as they are where processes share a cache
    settings.DEBUG = False  # as in production: no query is kept
    settings.WHOLE_PAGES = False  # what is measured is how a page is built, but for the last column
    call_command("migrate", verbosity=0)  # the demonstration may be older than the code
    filling.empty_pages()


def addresses() -> dict[str, tuple[str, str]]:
    """Address of each kind of page that the demonstration has, and of the empty page at its depth."""
    from news.models import NewsPage  # noqa: PLC0415 - Django comes first

    newest = NewsPage.objects.live().order_by("-published_on", "-pk").first().get_url()
    floors = {1: "/vide-1/", 2: "/vide-1/", 3: "/vide-1/vide-2/"}
    return {name: (url or newest, floors[depth]) for name, (url, depth, _) in PAGES.items()}


def posts_of(number: int) -> list[dict[str, str]]:
    """The three posts of an employer's request: from a page that was opened a minute ago, each with its own draft."""
    from directory.contact.form import drafts, tokens  # noqa: PLC0415 - Django comes first

    page = {"token": tokens.mint(time.time() - 60).signed(), "draft": drafts.new_key()}
    project = {"projects": "production", "place": "76600 Le Havre", "message": "400 coffrets à monter, dès mars."}
    details = {
        "organisation": f"Atelier {number}", "contact_name": "Lou Modèle", "job": "Responsable",
        "email": f"atelier-{number}@atelier-{number}.example",
    }  # fmt: skip
    return [page | project | {"go": "details"}, page | project | details | {"go": "review"},
            page | project | details | {"go": "send"}]  # fmt: skip


def submission(client: Client, number: int) -> float:
    """Processor time of the three posts of one request, as a browser encodes them; each comes from an own address."""
    first, *others = posts_of(number)
    sender = {"REMOTE_ADDR": f"10.1.{number // 250}.{number % 250}"}
    start = time.process_time()
    client.post("/contact/", first, **sender)  # multipart: files may be joined here
    for data in others:
        answer = client.post("/contact/", urlencode(data), "application/x-www-form-urlencoded", **sender)
    took = (time.process_time() - start) * 1000
    last = answer.get("Location", "")
    assert "/contact/envoye/" in last, (answer.status_code, last)  # noqa: S101 - a wrong answer measures nothing
    return took


def submitted(client: Client) -> dict[str, Any]:
    """The row of three posts, beside one empty page."""
    floor = "/vide-1/"
    for number in range(3):
        submission(client, number)
        client.get(floor)
    gc.collect()
    pairs = [(submission(client, number), milliseconds(client, floor)) for number in range(3, 3 + ROUNDS)]
    posts, empty = zip(*pairs, strict=True)
    ms, floor_ms = statistics.median(posts), statistics.median(empty)
    return {
        "ms": round(ms, 2), "floor ms": round(floor_ms, 2), "ratio": round(ms / floor_ms, 2),
        "best": round(min(posts) / min(empty), 2),
    }  # fmt: skip


def milliseconds(client: Client, url: str) -> float:
    """Processor time of one request."""
    start = time.process_time()
    client.get(url)
    return (time.process_time() - start) * 1000


def measured(client: Client, url: str, floor: str) -> dict[str, Any]:
    """Median and best milliseconds of a page and of its floor, in turn once both are warm, and the rest of a row."""
    from django.conf import settings  # noqa: PLC0415 - as above
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    for address in (url, floor) * 3:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)  # noqa: S101 - a wrong page measures nothing
    queries = []
    for address in (url, floor):
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        queries.append(len(captured))  # now: the next request forgets them
    gc.collect()
    took: dict[str, list[float]] = {url: [], floor: []}
    for _ in range(ROUNDS):
        for address, times in took.items():
            times.append(milliseconds(client, address))
    page, empty = (statistics.median(times) for times in took.values())
    best = min(took[url]) / min(took[floor])
    settings.WHOLE_PAGES = True
    kept = statistics.median([milliseconds(client, url) for _ in range(ROUNDS)])
    settings.WHOLE_PAGES = False
    return {
        "ms": round(page, 2), "floor ms": round(empty, 2), "ratio": round(page / empty, 2), "best": round(best, 2),
        "queries": queries[0], "floor queries": queries[1], "kept": round(kept / empty, 2),
    }  # fmt: skip


def profiled(client: Client, url: str) -> None:
    """Where the time of ten requests goes."""
    client.get(url)
    profile = cProfile.Profile(time.process_time)
    profile.enable()
    for _ in range(10):
        client.get(url)
    profile.disable()
    pstats.Stats(profile).sort_stats("cumulative").print_stats(70)
    pstats.Stats(profile).sort_stats("tottime").print_stats(25)


def main() -> None:
    """Print a table, and append its rows to the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", choices=[*PAGES, POSTS], action="append", help="only these")
    parser.add_argument("--profile", action="store_true", help="tell where the time goes instead")
    parser.add_argument("--no-record", action="store_true", help="print only")
    options = parser.parse_args()
    prepare()
    from django.test import Client  # noqa: PLC0415 - as above
    from wagtail.models import Page  # noqa: PLC0415

    client, tree = Client(headers={"host": "localhost"}), Page.objects.count()
    at = datetime.datetime.now(tz=datetime.UTC).isoformat(timespec="seconds")
    print(f"{'page':16}{'ms':>8}{'floor':>8}{'ratio':>8}{'best':>8}{'wanted':>8}{'queries':>9}{'floor':>8}{'kept':>8}")
    for name, (url, floor) in addresses().items():
        if options.page and name not in options.page:
            continue
        if options.profile:
            profiled(client, url)
            continue
        row, wanted = measured(client, url, floor), PAGES[name][2]
        shown = "".join(f"{row[each]:>8}" for each in ("ms", "floor ms", "ratio", "best"))
        print(f"{name:16}{shown}{wanted:>8}{row['queries']:>9}{row['floor queries']:>8}{row['kept']:>8}", flush=True)
        if not options.no_record:
            record({"at": at, "tree": tree, "page": name, **row, "wanted": wanted})
    if not options.profile and (not options.page or POSTS in options.page):
        row = submitted(client)
        print(f"{POSTS:16}" + "".join(f"{value:>8}" for value in row.values()) + f"{THREE_POSTS:>8}")
        if not options.no_record:
            record({"at": at, "page": POSTS, **row, "wanted": THREE_POSTS})


def record(row: dict[str, Any]) -> None:
    """Append one row to the results."""
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
