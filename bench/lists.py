"""How long public lists take with 100 and with 10,000 items: `.venv/bin/python -m bench.lists`. See bench/README.md.

In process, through Django's test client, on a database of its own in a temporary folder. Every figure is a row of
`bench/results/lists.jsonl`; compare the two sizes of one run only.
"""

from __future__ import annotations

import argparse
import datetime
import gc
import json
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client
    from wagtail.models import Page

RESULTS = Path(__file__).parent / "results" / "lists.jsonl"
SIZES = (100, 10_000)
ROUNDS = 30
REGIONS = 9  # that items are about: with a hundred items too, each fills a page
ADDRESSES = {
    "home": "/",
    "news": "/actualites/",
    "news, page 5": "/actualites/?page=5",
    "news of a region": "/actualites/?region=normandie",
    "news of a year": "/actualites/?annee=2024",
    "news of a theme": "/actualites/?theme=theme-1",
    "agenda": "/actualites/agenda/",
    "publications": "/publications/",
    "conventions": "/conventions/",
    "conventions of a region": "/conventions/?region=normandie",
    "conventions that ended": "/conventions/?etat=echue",
    "article": "",  # the newest one
    "feed": "/flux/actualites.rss",
}


def prepare() -> None:
    """Start Django on an empty portal of its own, with the tables of the territory."""
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="portal-bench-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.development"
    os.environ["LOG_LEVEL"] = "ERROR"
    import django  # noqa: PLC0415 - the settings read the environment above

    django.setup()
    from django.conf import settings  # noqa: PLC0415

    settings.DEBUG = False  # as in production: no query is kept
    from django.core.management import call_command  # noqa: PLC0415

    for command in ("migrate", "load_territories", "setup_site"):
        call_command(command, verbosity=0, stdout=Path(os.devnull).open("w"))  # noqa: SIM115 - ends with the process


def fill(size: int, made: int) -> None:
    """Bring news, events, publications and conventions from `made` to `size` each, without what saving a page costs."""
    from django.utils import timezone  # noqa: PLC0415

    from directory.models import Region  # noqa: PLC0415
    from home.setup import page_tree  # noqa: PLC0415
    from news.models import (  # noqa: PLC0415
        ConventionPage,
        EventPage,
        NewsCategory,
        NewsPage,
        NewsTheme,
        PublicationPage,
    )
    from portal.french.partial_date import PartialDate  # noqa: PLC0415

    pages, regions = page_tree.pages(), sorted(Region.objects.all(), key=lambda region: region.slug != "normandie")
    subjects = [
        [
            model.objects.get_or_create(slug=f"{word}-{each}", defaults={"name": f"{word} {each}"})[0]
            for each in range(5)
        ]
        for model, word in ((NewsCategory, "rubrique"), (NewsTheme, "theme"))
    ]
    today, now = timezone.localdate(), timezone.now()

    def news(number: int) -> NewsPage:
        day = today - datetime.timedelta(days=number * 31 % 3000)  # with a hundred too, every year fills a page
        return NewsPage(published_on=day, category=subjects[0][number % 5], theme=subjects[1][number % 5])

    def event(number: int) -> EventPage:
        start = now + datetime.timedelta(days=number % 2000 - 1900, hours=number % 24)
        return EventPage(starts_at=start, ends_at=start + datetime.timedelta(hours=2), venue="Maison Fictive")

    def publication(number: int) -> PublicationPage:
        return PublicationPage(number=number, published_on=today - datetime.timedelta(days=number % 3000))

    def convention(number: int) -> ConventionPage:
        page = ConventionPage(starts_on=PartialDate(1990 + number % 36), ends_on=PartialDate(1993 + number % 36))
        page.binds_from, page.binds_until, page.chain_key = page.known_since, page.known_until, page.translation_key
        return page  # as `save` would have stored it

    for parent, make in (("news", news), ("news", event), ("publications", publication), ("conventions", convention)):
        rows = below(pages[parent], [make(number) for number in range(made, size)], now)
        if rows and hasattr(rows[0], "regions"):
            through = type(rows[0]).regions.through
            owner = type(rows[0])._meta.model_name  # noqa: SLF001 - Django documents _meta as public
            links = [through(**{f"{owner}_id": row.pk, "region": regions[row.pk % REGIONS]}) for row in rows]
            through.objects.bulk_create(links, batch_size=500)


def below(parent: Page, rows: list[Page], now: datetime.datetime) -> list[Page]:
    """Store pages right below another, at the end, in two inserts a batch: no signal is sent, no search index kept."""
    from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415
    from django.db import connection, transaction  # noqa: PLC0415
    from django.db.models.sql import InsertQuery  # noqa: PLC0415
    from wagtail.models import Page  # noqa: PLC0415

    parent = Page.objects.get(pk=parent.pk)
    with transaction.atomic():
        for number, row in enumerate(rows, parent.numchild + 1):
            row.title = row.draft_title = f"Élément numéro {number}"
            row.slug = f"element-{number}"
            row.lead = "Une phrase qui dit l’essentiel, aussi longue que celles des vraies pages du portail."
            row.path = Page._get_path(parent.path, parent.depth + 1, number)  # noqa: SLF001 - treebeard's own words
            row.depth, row.url_path = parent.depth + 1, f"{parent.url_path}{row.slug}/"
            row.content_type, row.locale_id = ContentType.objects.get_for_model(row), parent.locale_id
            row.first_published_at = row.last_published_at = now
        shared = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]  # noqa: SLF001
        stored = Page.objects.bulk_create(
            [Page(**{name: getattr(row, name) for name in shared}) for row in rows], batch_size=500
        )
        for row, page in zip(rows, stored, strict=True):
            row.pk = row.page_ptr_id = row.id = page.pk
        for start in range(0, len(rows), 500):
            model = type(rows[0])
            query = InsertQuery(model)
            query.insert_values(model._meta.local_concrete_fields, rows[start : start + 500])  # noqa: SLF001
            query.get_compiler(connection=connection).execute_sql()
        Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(rows))
    return rows


def measured(client: Client, url: str) -> tuple[float, float, int]:
    """Median and best milliseconds of an address once it is warm, and its queries."""
    from django.db import connection, reset_queries  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    reset_queries()
    for _ in range(3):
        response = client.get(url)
        assert response.status_code == 200, (url, response.status_code)  # noqa: S101 - a wrong page measures nothing
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    queries = len(captured)  # now: the next request forgets them
    gc.collect()
    took = []
    for _ in range(ROUNDS):
        start = time.process_time()
        client.get(url)
        took.append((time.process_time() - start) * 1000)
    took.sort()
    return round(took[len(took) // 2], 2), round(took[0], 2), queries


def main() -> None:
    """Print a table, and append its rows to the results."""
    parser = argparse.ArgumentParser(description="Time the public lists.")
    parser.add_argument("--no-record", action="store_true", help="do not append to bench/results/lists.jsonl")
    options = parser.parse_args()
    prepare()
    from django.core.cache import cache  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from news.models import NewsPage  # noqa: PLC0415

    client = Client(headers={"host": "localhost"})
    at = datetime.datetime.now(tz=datetime.UTC).isoformat(timespec="seconds")
    rows: list[dict[str, Any]] = []
    made = 0
    for size in SIZES:
        print(f"filling up to {size}", flush=True)
        fill(size, made)
        made = size
        cache.clear()
        for name, address in ADDRESSES.items():
            url = address or NewsPage.objects.order_by("-published_on", "-pk").first().get_url()
            median, best, queries = measured(client, url)
            rows.append({"at": at, "list": name, "items": size, "p50": median, "best": best, "queries": queries})
    print(f"{'list':26}{'queries':>8}{'100 ms':>10}{'10,000 ms':>11}{'ratio':>8}{'best ratio':>12}")
    for name in ADDRESSES:
        few, many = (row for row in rows if row["list"] == name)
        ratios = f"{many['p50'] / few['p50']:>8.2f}{many['best'] / few['best']:>12.2f}"
        print(f"{name:26}{many['queries']:>8}{few['p50']:>10}{many['p50']:>11}{ratios}")
    if not options.no_record:
        with RESULTS.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)


if __name__ == "__main__":
    main()
