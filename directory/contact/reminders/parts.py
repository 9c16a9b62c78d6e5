"""Parts of requests that nobody spoke about: who holds one is reminded once, a working week after it was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from directory.contact import deadlines, turn_mails
from directory.contact.models import RequestShare
from directory.contact.reminders.overdue import FROM_HOUR, MOST
from portal.mail import outbox

if TYPE_CHECKING:
    import datetime

    from django.db.models import QuerySet

State = RequestShare.State


def remind(now: datetime.datetime) -> str:
    """The periodic job."""
    local = timezone.localtime(now)
    if local.hour < FROM_HOUR or not deadlines.is_working_day(local.date()):
        return "0 reminded"
    waiting = _silent().select_related("request__referent", "request__disp", "request__commune").order_by("at", "pk")
    due = [each for each in waiting[:MOST] if _day_of(each) < local.date()]
    return f"{sum(_claimed(each, now) for each in due)} reminded"


def _silent() -> QuerySet[RequestShare]:
    return RequestShare.objects.filter(state=State.ASKED, reminded_at=None, request__ended_at=None)


def _day_of(share: RequestShare) -> datetime.date:
    """The last day on which nobody is reminded of a part."""
    return deadlines.due_on(timezone.localdate(share.at), share.request.department_code)


@transaction.atomic
def _claimed(share: RequestShare, now: datetime.datetime) -> bool:
    """Claimed by an UPDATE that repeats that nobody did: two runs remind once."""
    if not _silent().filter(pk=share.pk).update(reminded_at=now):
        return False
    outbox.add(turn_mails.part_reminder(share.request, share))
    return True
