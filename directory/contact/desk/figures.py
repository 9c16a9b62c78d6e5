"""Figures of the dashboard: how many requests, how soon answered. From requests, and from what purges kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils import timezone

from directory.contact.deadlines import WORKING_DAYS
from directory.contact.desk import months
from directory.contact.desk.access import direction_of, manages_requests, visible_to
from directory.contact.models import ContactRequest, RequestStatistic
from directory.contact.projects import Project
from directory.models import Disp, Establishment
from portal.french.partial_date import PartialDate
from portal.french.words import plural

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Hashable, Iterable

    from django.contrib.auth.models import AbstractBaseUser
    from django.db.models import QuerySet

State = ContactRequest.State
# Working days before the first answer: (label, last day of the group).
DELAYS = (
    ("Le jour même", 0),
    ("1 ou 2 jours ouvrés", 2),
    ("3 à 5 jours ouvrés", 5),
    ("6 à 10 jours ouvrés", 10),
    ("Plus de 10 jours ouvrés", None),
)
MOST_ESTABLISHMENTS = 20  # those that requests aim at most
NATIONAL = "Plusieurs sites, projets nationaux"


@dataclass
class Figures:
    """A group of requests. `days` counts the answered ones by the working days their answer took."""

    label: str
    days: Counter[int] = field(default_factory=Counter)
    overdue: int = 0  # never answered, and the promised day has passed
    waiting: int = 0  # not answered yet, in time
    share_of_most: int = 0  # in percent of the largest group, for the bar

    @property
    def total(self) -> int:
        """All of them."""
        return self.answered + self.overdue + self.waiting

    @property
    def answered(self) -> int:
        """Those that got an answer."""
        return self.days.total()

    @property
    def median(self) -> int | None:
        """Working days within which half of the answers came; None without any."""
        half, count = (self.answered + 1) // 2, 0
        for days in sorted(self.days):
            count += self.days[days]
            if count >= half:
                return days
        return None

    @property
    def median_label(self) -> str:
        """« 2 jours ouvrés », « le jour même », « pas encore »."""
        days = self.median
        if days is None:
            return "pas encore"
        return "le jour même" if days == 0 else f"{days} {plural(days, 'jour ouvré')}"

    @property
    def share_in_time(self) -> int | None:
        """Percent answered within the promised days, of those answered or overdue; None while there are none."""
        judged = self.answered + self.overdue
        in_time = sum(count for days, count in self.days.items() if days <= WORKING_DAYS)
        return round(100 * in_time / judged) if judged else None

    def add(self, days: int | None, count: int, *, is_overdue: bool) -> None:
        """Count so many requests alike."""
        if days is not None:
            self.days[days] += count
        elif is_overdue:
            self.overdue += count
        else:
            self.waiting += count


@dataclass(frozen=True)
class Delay:
    """How many first answers came so soon, and their share in percent of all requests."""

    label: str
    count: int
    share: int


@dataclass(frozen=True)
class Dashboard:
    """Every table of the dashboard, and their sum."""

    whole: Figures
    by_direction: list[Figures]
    by_month: list[Figures]
    by_project: list[Figures]
    by_establishment: list[Figures] = field(default_factory=list)

    @property
    def by_delay(self) -> list[Delay]:
        """All requests by the time to their first answer, the unanswered ones last."""
        counts, first = [], 0
        for label, last in DELAYS:
            counts.append(
                (
                    label,
                    sum(n for days, n in self.whole.days.items() if first <= days and (last is None or days <= last)),
                )
            )
            first = (last or 0) + 1
        counts.append(("Sans réponse, jour promis passé", self.whole.overdue))
        counts.append(("Sans réponse encore, dans les temps", self.whole.waiting))
        return [Delay(label, count, round(100 * count / max(self.whole.total, 1))) for label, count in counts]


def dashboard(user: AbstractBaseUser, since: datetime.date) -> Dashboard:
    """Of the requests that this account may see, received since that day (a first of a month). Constant queries.

    « Indésirables » and requests whose address nobody confirmed are no demand: they are left out.
    """
    requests = visible_to(user)
    counted = months.counted(requests, since, is_whole=manages_requests(user))
    kept = kept_for(user).filter(month__gte=since).exclude(state=State.UNWANTED).order_by()
    today = timezone.localdate()

    # One reading for three tables; of the unanswered, those whose promised day has passed are overdue.
    rows = [
        (disp, month, projects, days, promised is not None and promised < today, number)
        for month, (alike, _) in counted.items()
        for disp, projects, days, promised, number in alike
    ]
    for disp, month, projects, days, number in kept.values_list("disp", "month", "projects", "answer_days").annotate(
        number=Count("pk")
    ):
        rows.append((disp, months.number_of(month), projects, days, days is None, number))

    def grouped(column: int) -> Iterable[tuple[Any, int | None, bool, int]]:
        return ((row[column], *row[3:]) for row in rows)

    names = {each.pk: each.short_label for each in Disp.objects.all()}
    directions = _collected(grouped(0), lambda code: [code])
    by_month = _collected(grouped(1), lambda month: [month])
    for number in range(min(by_month, default=0), max(by_month, default=0)):
        by_month.setdefault(number, Figures(""))  # a month without requests is a row without a bar, not a gap
    projects = _collected(grouped(2), lambda codes: [each for each in codes if each in Project.values])
    # Of stored requests alone: what a purge keeps leads to no place.
    aims = (
        (place, days, promised is not None and promised < today, number)
        for _, aimed in counted.values()
        for place, days, promised, number in aimed
    )
    aimed_at = _collected(aims, lambda place: [place])
    whole = Figures("Toutes")
    for each in directions.values():
        whole.days.update(each.days)
        whole.overdue += each.overdue
        whole.waiting += each.waiting
    most_aimed_at = sorted(aimed_at.items(), key=lambda pair: -pair[1].total)[:MOST_ESTABLISHMENTS]
    places = Establishment.objects.in_bulk([place for place, _ in most_aimed_at])
    return Dashboard(
        whole,
        _labelled(sorted(directions.items(), key=lambda pair: -pair[1].total), lambda code: names.get(code, NATIONAL)),
        _labelled(sorted(by_month.items()), lambda number: PartialDate(number // 12, number % 12 + 1).label),
        _labelled(sorted(projects.items(), key=lambda pair: -pair[1].total), lambda code: Project(code).label),
        _labelled([pair for pair in most_aimed_at if pair[0] in places], lambda place: places[place].name),
    )


def kept_for(user: AbstractBaseUser) -> QuerySet[RequestStatistic]:
    """What purges kept, as far as this account may see requests."""
    if manages_requests(user):
        return RequestStatistic.objects.all()
    return RequestStatistic.objects.filter(disp=direction_of(user) or None).exclude(disp=None)


def _collected(
    rows: Iterable[tuple[Any, int | None, bool, int]], keys_of: Callable[[Any], list[Hashable]]
) -> dict[Any, Figures]:
    """Figures by key; a row may belong to several (a request with two projects counts for both)."""
    found: dict[Any, Figures] = defaultdict(lambda: Figures(""))
    for value, days, is_overdue, number in rows:
        for key in keys_of(value):
            found[key].add(days, number, is_overdue=is_overdue)
    return found


def _labelled(groups: list[tuple[Any, Figures]], label_of: Callable[[Any], str]) -> list[Figures]:
    """The figures with their names and the lengths of their bars."""
    most = max((figures.total for _, figures in groups), default=0)
    for key, figures in groups:
        figures.label, figures.share_of_most = label_of(key), round(100 * figures.total / most)
    return [figures for _, figures in groups]
