"""What runs every minute reads no table as a whole that grows with requests and mails: indexes lead to what is due."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.contact.models import ContactRequest, RequestEvent, RequestRead
from portal import periodic
from portal.mail import waiting
from portal.mail.delivery import lease_next
from portal.mail.models import OutboxMessage

GROWING = {each._meta.db_table: each for each in (ContactRequest, RequestEvent, RequestRead, OutboxMessage)}
EVERY_MINUTE = sorted(name for name, job in periodic.jobs().items() if not job.every)
WORKING_HOURS = datetime.datetime(2026, 11, 24, 10, tzinfo=datetime.UTC)  # a Tuesday


# Where a step of a plan begins; PostgreSQL writes its conditions below, and those of a bitmap only at the index.
STEP = re.compile(r"\n(?!.*Bitmap(?: Index|And|Or))(?=.*\(cost=|\d)")


def plan_of(sql: str) -> str:
    """How the database would answer; without statistics it takes an index wherever one leads there."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}")
        return "\n".join(" ".join(map(str, row)) for row in cursor.fetchall())


def read_as_a_whole(sql: str) -> list[str]:
    """The growing tables that a query reads from end to end, along an index too, unless that holds a part of them."""
    if not sql.startswith(("SELECT", "UPDATE", "DELETE")):
        return []
    parts = [index.name for model in GROWING.values() for index in model._meta.indexes if index.condition is not None]
    return [each for each in GROWING if any(is_whole(step, each, parts) for step in STEP.split(plan_of(sql)))]


def is_whole(step: str, table: str, parts: list[str]) -> bool:
    """Whether a step of a plan reads the table without a condition for an index, and not along that of a part."""
    how = r"SCAN|Scan(?: Backward)?(?: using (\w+))? on"
    scan = re.search(rf"(?:{how}) {table}\b(?: USING (?:COVERING )?INDEX (\w+))?", step)
    return bool(scan) and " Cond: " not in step and not {scan[1], scan[2]}.intersection(parts)


def whole_reads(work) -> list[tuple[list[str], str]]:
    with CaptureQueriesContext(connection) as captured:
        work()
    found = [(read_as_a_whole(each["sql"]), each["sql"]) for each in captured.captured_queries]
    return [(tables, sql) for tables, sql in found if tables]


@pytest.mark.django_db
def test_a_whole_read_would_be_seen():
    assert whole_reads(lambda: list(ContactRequest.objects.filter(job="Soudeuse")))
    assert whole_reads(lambda: list(OutboxMessage.objects.filter(subject="Bonjour")))


@pytest.mark.django_db
@pytest.mark.parametrize("name", EVERY_MINUTE)
def test_a_job_of_every_minute_is_led_by_indexes(name):
    assert whole_reads(lambda: periodic.jobs()[name](WORKING_HOURS)) == []


@pytest.mark.postgresql
@pytest.mark.django_db
def test_a_bitmap_is_led_by_the_index_that_drew_it():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_indexscan = off")
    failed = OutboxMessage.objects.filter(about__startswith="contact:", failed_at__isnull=False)
    assert "Bitmap Index Scan" in failed.explain()
    assert whole_reads(lambda: list(failed)) == []
    assert whole_reads(lambda: list(OutboxMessage.objects.filter(subject="Bonjour")))


@pytest.mark.django_db
def test_measures_and_senders_read_nothing_of_what_has_left():
    assert whole_reads(lambda: list(waiting.measured())) == []
    assert whole_reads(lambda: OutboxMessage.objects.due(timezone.now()).exists()) == []
    assert whole_reads(lease_next) == []
    assert whole_reads(waiting.trouble) == []
