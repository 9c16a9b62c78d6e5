"""The dates an editor must know of, each with where to act; only what the account may change itself."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import DraftStateMixin, Page, Revision

from directory.models import Referent
from directory.referents.models import FRESH_FOR
from directory.staff.access import keeps_directory
from home.facts.review import may_see as keeps_facts
from home.facts.states import CHECKED_EVERY_DAYS
from home.models import DatedFact
from news.conventions.expiry import may_see as keeps_conventions
from news.models import ConventionPage, EventPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.models import AbstractBaseUser

AHEAD, BEHIND = datetime.timedelta(days=366), datetime.timedelta(days=366)
MOST = 500  # lines: a year of everything is a few dozen


class Kind(Enum):
    """What happens on a day, as the page says it."""

    APPEARS = "paraît"
    LEAVES = "se retire"
    EVENT = "rendez-vous"
    ENDS = "à renouveler"
    BEGINS = "prend effet"
    CHECK = "à vérifier"
    RETURNS = "retour d’absence"


@dataclass(frozen=True)
class Entry:
    """One line: the day, what happens to what, and its page in the admin; `is_late` for what should be done by now."""

    day: datetime.date
    kind: Kind
    title: str
    url: str
    is_late: bool = False


def entries(user: AbstractBaseUser) -> list[Entry]:
    """Everything from a year ago that is late still, to a year ahead, the earliest first."""
    today, finder = timezone.localdate(), AdminURLFinder(user)
    found = [*islice(_scheduled(finder), MOST), *islice(_leaving(finder), MOST), *islice(_events(finder, today), MOST)]
    if keeps_conventions(user):
        found += islice(_conventions(today), MOST)
    if keeps_facts(user):
        found += islice(_facts(today), MOST)
    if keeps_directory(user):
        found += islice(_sheets(today), MOST)
    return sorted((each for each in found if each.day <= today + AHEAD), key=lambda each: (each.day, each.title))


def _scheduled(finder: AdminURLFinder) -> Iterator[Entry]:
    for revision in Revision.objects.filter(approved_go_live_at__isnull=False).order_by("approved_go_live_at"):
        draft = revision.as_object()
        yield from _entry(finder, draft, revision.approved_go_live_at, Kind.APPEARS)


def _leaving(finder: AdminURLFinder) -> Iterator[Entry]:
    for model in apps.get_models():
        if issubclass(model, DraftStateMixin) and (model is Page or not issubclass(model, Page)):
            for each in model._default_manager.filter(live=True, expire_at__isnull=False).order_by("expire_at"):  # noqa: SLF001 - documented
                yield from _entry(finder, each, each.expire_at, Kind.LEAVES)


def _events(finder: AdminURLFinder, today: datetime.date) -> Iterator[Entry]:
    for event in EventPage.objects.live().filter(starts_at__date__gte=today).order_by("starts_at").defer_streamfields():
        yield from _entry(finder, event, event.starts_at, Kind.EVENT)


def _conventions(today: datetime.date) -> Iterator[Entry]:
    ending = ConventionPage.objects.listed().last_of_their_chains()
    near = ending.filter(binds_until__range=(today - BEHIND, today + AHEAD)).order_by("binds_until")
    for page in near.defer_streamfields():
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        yield Entry(page.binds_until, Kind.ENDS, page.title, url, page.binds_until < today)


def _facts(today: datetime.date) -> Iterator[Entry]:
    latest: dict[str, DatedFact] = {}
    for fact in DatedFact.objects.order_by("code", "valid_from"):
        url = reverse("wagtailsnippets_home_datedfact:edit", args=[fact.pk])
        if fact.valid_from > today:
            yield Entry(fact.valid_from, Kind.BEGINS, str(fact), url)
        else:
            latest[fact.code] = fact
    for fact in latest.values():
        url = reverse("wagtailsnippets_home_datedfact:edit", args=[fact.pk])
        if fact.valid_until:
            yield Entry(fact.valid_until, Kind.ENDS, str(fact), url, fact.valid_until < today)
        check = (fact.checked_on or fact.valid_from) + datetime.timedelta(days=CHECKED_EVERY_DAYS)
        yield Entry(check, Kind.CHECK, str(fact), url, check < today)


def _sheets(today: datetime.date) -> Iterator[Entry]:
    for sheet in Referent.objects.filter(live=True, is_vacant=False):
        url = reverse("wagtailsnippets_directory_referent:edit", args=[sheet.pk])
        if sheet.absent_until and sheet.absent_until >= today:
            yield Entry(sheet.absent_until, Kind.RETURNS, sheet.office, url)
        if sheet.verified_on:
            check = sheet.verified_on + FRESH_FOR
            yield Entry(check, Kind.CHECK, sheet.office, url, check < today)


def _entry(finder: AdminURLFinder, thing: Any, moment: datetime.datetime, kind: Kind) -> Iterator[Entry]:
    if url := finder.get_edit_url(thing):
        title = thing.get_admin_display_title() if isinstance(thing, Page) else str(thing)
        day = timezone.localtime(moment).date()
        yield Entry(day, kind, title, url, moment < timezone.now())
