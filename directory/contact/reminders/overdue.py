"""The promised day is over: who answers is reminded, then those who look after the requests are told. Each once.

A reminder is claimed by an UPDATE that repeats that nobody sent it, in the transaction that stores its mails: a second
run, another process or a clock set back changes nothing. Nothing leaves at night or on a holiday.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from directory.contact import deadlines, emails, workflow
from directory.contact.answers.links import answerers
from directory.contact.models import ContactRequest
from directory.contact.supervisors import supervisors
from portal.mail import outbox

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from directory.contact.models.querysets import ContactRequestQuerySet

    Act = Callable[[ContactRequest, datetime.datetime, str], bool]

FROM_HOUR = 8  # Paris
REMINDER_DAYS = 2  # working days that a reminder, or a new recipient, is given
MOST = 500  # in one run
Kind = workflow.Kind


def remind(now: datetime.datetime) -> str:
    """The periodic job: a mail to who answers, and to who stands in while they are away."""
    unanswered = _late(now).filter(reminded_at=None)
    return f"{_each(unanswered, now, _remind)} reminded"


def escalate(now: datetime.datetime) -> str:
    """The periodic job: a mail to the managers, two working days after a reminder that changed nothing."""
    unanswered = _late(now).filter(reminded_at__isnull=False, escalated_at=None)
    return f"{_each(unanswered, now, _escalate)} escalated"


def _late(now: datetime.datetime) -> ContactRequestQuerySet:
    return ContactRequest.objects.told().late(timezone.localdate(now))


def _each(requests: ContactRequestQuerySet, now: datetime.datetime, act: Act) -> int:
    keys = list(requests.order_by("due_on", "pk").values_list("pk", flat=True)[:MOST])
    return sum(_claimed(pk, now, act) for pk in keys)


@transaction.atomic
def _claimed(pk: int, now: datetime.datetime, act: Act) -> bool:
    request = workflow.locked(pk)
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
    workflow.record(request, Kind.REMINDED, workflow.PORTAL, now=now, data={"mailboxes": len(mailboxes)})
    return True


def _escalate(request: ContactRequest, now: datetime.datetime, department: str) -> bool:
    if request.reminded_at is None or not _is_time_over(request.reminded_at, now, department):
        return False
    still = ContactRequest.objects.late(timezone.localdate(now)).filter(pk=request.pk, escalated_at=None)
    if not still.update(escalated_at=now):
        return False
    told = supervisors(request.disp)
    outbox.add(*emails.escalation(request, told))
    workflow.record(request, Kind.ESCALATED, workflow.PORTAL, now=now, data={"mailboxes": len(told)})
    return True


def _is_time_over(since: datetime.datetime, now: datetime.datetime, department: str) -> bool:
    limit = deadlines.due_on(timezone.localdate(since), department, REMINDER_DAYS)
    return timezone.localdate(now) >= limit
