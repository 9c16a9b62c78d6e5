"""A day is over: who answers is reminded, then those who look after the requests are told. Each once in a turn.

So it goes for the whole life of a request: a promised answer, a message of the employer, a planned step. When it was
the employer's turn, or a pause, and its day has come, it is ours again: who answers is asked to write, plan or close.

A reminder is claimed by an UPDATE that repeats that nobody sent it, in the transaction that stores its mails: a second
run, another process or a clock set back changes nothing. Nothing leaves at night or on a holiday.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from directory.contact import deadlines, emails, turn_mails
from directory.contact.models import ContactRequest
from directory.contact.models.event import PORTAL
from directory.contact.recipients import answerers
from directory.contact.supervisors import supervisors
from directory.contact.workflow import transitions
from portal.mail import outbox

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from directory.contact.models.querysets import ContactRequestQuerySet

    Act = Callable[[ContactRequest, datetime.datetime, str], bool]

FROM_HOUR = 8  # Paris
REMINDER_DAYS = 2  # working days that a reminder, or a new recipient, is given
MOST = 500  # in one run
Kind, Turn, Why = transitions.Kind, transitions.Turn, transitions.Why


def remind(now: datetime.datetime) -> str:
    """The periodic job: a mail to who answers, and to who stands in while they are away."""
    unanswered = _late(now).filter(reminded_at=None)
    count = _each(unanswered, now, _remind)
    count += _each(_rung(now), now, _take_back)
    return f"{count} reminded"


def escalate(now: datetime.datetime) -> str:
    """The periodic job: a mail to the managers, two working days after a reminder that changed nothing."""
    unanswered = _late(now).filter(reminded_at__isnull=False, escalated_at=None)
    return f"{_each(unanswered, now, _escalate)} escalated"


def tell_employers(now: datetime.datetime) -> str:
    """The periodic job: a mail to employers whose promised day is over, once in a turn."""
    return f"{_each(_late(now).filter(told_late_at=None), now, _tell_employer)} told"


def _rung(now: datetime.datetime) -> ContactRequestQuerySet:
    """Those that wait for the employer, or are paused, beyond their day."""
    today = timezone.localdate(now)
    over = Q(turn=Turn.THEIRS, due_on__lt=today) | Q(turn=Turn.PAUSED, due_on__lte=today)
    return ContactRequest.objects.confirmed().still_open().filter(over)


def _late(now: datetime.datetime) -> ContactRequestQuerySet:
    return ContactRequest.objects.confirmed().late(timezone.localdate(now))


def _each(requests: ContactRequestQuerySet, now: datetime.datetime, act: Act) -> int:
    keys = list(requests.order_by("due_on", "pk").values_list("pk", flat=True)[:MOST])
    return sum(_claimed(pk, now, act) for pk in keys)


@transaction.atomic
def _claimed(pk: int, now: datetime.datetime, act: Act) -> bool:
    request = transitions.locked(pk)
    department, local = request.department_code, timezone.localtime(now)
    if local.hour < FROM_HOUR or not deadlines.is_working_day(local.date(), department):
        return False
    return act(request, now, department)


def _remind(request: ContactRequest, now: datetime.datetime, department: str) -> bool:
    moved = request.events.filter(kind=Kind.REASSIGNED).order_by("-at").values_list("at", flat=True).first()
    if moved and not _is_time_over(moved, now, department):
        return False
    still = ContactRequest.objects.late(timezone.localdate(now)).filter(pk=request.pk, reminded_at=None)
    if not still.update(reminded_at=now):
        return False
    mailboxes = list(dict.fromkeys(each.mailbox for each in answerers(request)))
    outbox.add(*(emails.reminder(request, each) for each in mailboxes))
    transitions.record(request, Kind.REMINDED, PORTAL, now=now, data={"mailboxes": len(mailboxes)})
    return True


def _take_back(request: ContactRequest, now: datetime.datetime, _department: str) -> bool:
    """Make it our turn, of today, and say so to who answers; the managers hear of it when nothing comes of that."""
    if not _rung(now).filter(pk=request.pk).exists():
        return False
    was_paused, step = request.turn == Turn.PAUSED, request.next_step
    transitions.ours(request, Why.PLANNED if was_paused else Why.SILENCE, now=now)
    request.due_on, request.reminded_at, request.next_step = timezone.localdate(now), now, step
    request.told_late_at = now  # it is no promise to the employer
    request.save(update_fields=transitions.TURN_FIELDS)
    mailboxes = list(dict.fromkeys(each.mailbox for each in answerers(request)))
    outbox.add(*(turn_mails.silence(request, each) for each in mailboxes))
    transitions.record(request, Kind.TURNED, PORTAL, text=step, now=now, data={"why": request.turn_why})
    return True


def _tell_employer(request: ContactRequest, now: datetime.datetime, _department: str) -> bool:
    still = _late(now).filter(pk=request.pk, told_late_at=None)
    if not still.update(told_late_at=now):
        return False
    transitions.tell_employer(request, turn_mails.late(request))
    return True


def _escalate(request: ContactRequest, now: datetime.datetime, department: str) -> bool:
    if request.reminded_at is None or not _is_time_over(request.reminded_at, now, department):
        return False
    still = ContactRequest.objects.late(timezone.localdate(now)).filter(pk=request.pk, escalated_at=None)
    if not still.update(escalated_at=now):
        return False
    told = supervisors(request.disp)
    outbox.add(*emails.escalation(request, told))
    transitions.record(request, Kind.ESCALATED, PORTAL, now=now, data={"mailboxes": len(told)})
    return True


def _is_time_over(since: datetime.datetime, now: datetime.datetime, department: str) -> bool:
    limit = deadlines.due_on(timezone.localdate(since), department, REMINDER_DAYS)
    return timezone.localdate(now) >= limit
