"""What came of requests, counted: visits, posts, hires and contracts, by direction and by month of receipt."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from directory.contact.desk.access import visible_to
from directory.contact.desk.figures import NATIONAL, kept_for
from directory.contact.results import Result
from directory.models import Disp
from portal.french.partial_date import PartialDate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import AbstractBaseUser


@dataclass(frozen=True)
class Row:
    """One line of a table: a direction or a month, and how many of each kind of result."""

    label: str
    visits: int
    posts: int
    hires: int
    contracts: int


@dataclass(frozen=True)
class Results:
    """Both tables; without a result there are none."""

    directions: list[Row]
    months: list[Row]


def results_since(user: AbstractBaseUser, since: datetime.date) -> Results:
    """Of the requests that this account may see, received since that day, and of what purges kept. Three queries."""
    start = timezone.make_aware(datetime.datetime.combine(since, datetime.time()))
    stored = visible_to(user).confirmed().filter(received_at__gte=start).annotate(month=TruncMonth("received_at"))
    kept = kept_for(user).filter(month__gte=since)
    directions: dict[str | None, Counter[str]] = defaultdict(Counter)
    months: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for requests in (stored, kept):
        said_alike = requests.exclude(results={}).order_by().values_list("disp", "month", "results")
        for disp, month, said, number in said_alike.annotate(number=Count("pk")):
            counts = {kind: int(value) * number for kind, value in said.items()}
            directions[disp].update(counts)
            months[month.year, month.month].update(counts)
    names = {each.pk: each.short_label for each in Disp.objects.all()}
    return Results(
        [
            _row(names.get(code, NATIONAL), counts)
            for code, counts in sorted(directions.items(), key=lambda x: str(x[0]))
        ],
        [_row(PartialDate(*month).label, counts) for month, counts in sorted(months.items())],
    )


def _row(label: str, counts: Mapping[str, int]) -> Row:
    visits, posts, hires, contracts = (counts.get(kind.value, 0) for kind in Result)
    return Row(label, visits, posts, hires, contracts)
