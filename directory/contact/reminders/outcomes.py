"""Two weeks after the end, once: « avez-vous abouti ? », to the employer."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from directory.contact import deadlines, turn_mails
from directory.contact.models import ContactRequest
from directory.contact.reminders.overdue import FROM_HOUR, MOST
from portal.mail import outbox

AFTER = datetime.timedelta(days=14)
NOT_AFTER = datetime.timedelta(days=60)  # nobody remembers; and a portal that slept does not write to everybody
State, EndReason = ContactRequest.State, ContactRequest.EndReason
NOT_ASKED = (EndReason.WITHDRAWN, EndReason.DUPLICATE)


def ask(now: datetime.datetime) -> str:
    """The periodic job: a mail with two buttons; neither for what was unwanted, withdrawn or a duplicate."""
    local = timezone.localtime(now)
    if local.hour < FROM_HOUR or not deadlines.is_working_day(local.date()):
        return "0 asked"
    due = ContactRequest.objects.confirmed().filter(
        state__in=[State.SUCCEEDED, State.CLOSED], outcome="", outcome_asked_at=None,
        ended_at__lte=now - AFTER, ended_at__gt=now - NOT_AFTER,
    ).exclude(end_reason__in=NOT_ASKED).exclude(email="")  # fmt: skip
    return f"{sum(_ask(pk, now) for pk in list(due.order_by('ended_at').values_list('pk', flat=True)[:MOST]))} asked"


@transaction.atomic
def _ask(pk: int, now: datetime.datetime) -> bool:
    """Claimed by an UPDATE that repeats that nobody asked: two runs ask once."""
    claimed = ContactRequest.objects.filter(pk=pk, outcome_asked_at=None, ended_at__lte=now - AFTER)
    if not claimed.update(outcome_asked_at=now):
        return False
    outbox.add(turn_mails.outcome_question(ContactRequest.objects.select_related("referent", "disp").get(pk=pk)))
    return True
