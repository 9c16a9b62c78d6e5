"""Once a week, on Monday morning: what is open, to the managers, and to each mailbox that has something to answer.

No personal data but the organisation. The outbox keeps one mail a week and mailbox (`OutgoingMail.once`): a second run
or another process adds none, and a portal that slept on Monday sends it when it wakes up.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from directory.contact.links import desk
from directory.contact.models import ContactRequest
from directory.contact.recipients import answerers
from directory.contact.supervisors import managers
from portal.mail import outbox
from portal.mail.rendering import mail_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.mail.outbox import OutgoingMail

FROM_HOUR = 7  # Paris
SHOWN = 50  # requests listed in one mail


@dataclass
class Share:
    """What one mailbox has to answer: counts, and the requests themselves, most urgent first."""

    requests: list[ContactRequest] = field(default_factory=list)
    late: int = 0

    def add(self, request: ContactRequest, *, is_late: bool) -> None:
        """Count one more; the first ones are kept."""
        self.requests.append(request)
        self.late += is_late

    @property
    def lines(self) -> list[tuple[ContactRequest, str]]:
        """The ones that the mail lists, each with its address at the desk."""
        return [(each, desk.request_url(each)) for each in self.requests[:SHOWN]]

    @property
    def more(self) -> int:
        """How many it does not."""
        return max(len(self.requests) - SHOWN, 0)


def send(now: datetime.datetime) -> str:
    """The periodic job."""
    today = timezone.localdate(now)
    monday = today - datetime.timedelta(days=today.weekday())
    if today == monday and timezone.localtime(now).hour < FROM_HOUR:
        return "not yet"
    told = ContactRequest.objects.confirmed()
    related = ("disp", "referent__disp", "referent__substitute")
    waiting = list(told.still_open().select_related(*related).longest_waiting_first())
    late = [each for each in waiting if each.is_ours and each.due_on < today]
    figures = {
        "received": told.filter(received_at__gte=_start(monday, -7), received_at__lt=_start(monday, 0)).count(),
        "waiting": len(waiting),
        "unanswered": sum(each.answered_at is None for each in waiting),
        "late": len(late),
    }
    overview = Share()
    for each in late:
        overview.add(each, is_late=True)
    count = 0
    if any(figures.values()):
        context = {"figures": figures, "share": overview}
        count += sum(_store("contact_digest_managers", each, monday, today, context) for each in managers())
    for mailbox, share in _shares(waiting, today).items():
        count += _store("contact_digest", mailbox, monday, today, {"share": share})
    return f"{count} mails"


def _shares(requests: Iterable[ContactRequest], today: datetime.date) -> dict[str, Share]:
    """By mailbox: that of who answers, and that of who stands in while they are away."""
    shares: dict[str, Share] = {}
    for request in requests:
        is_late = request.is_ours and request.due_on < today
        for mailbox in {each.mailbox.lower() for each in answerers(request)}:
            shares.setdefault(mailbox, Share()).add(request, is_late=is_late)
    return shares


def mail_of(
    name: str, mailbox: str, monday: datetime.date, today: datetime.date, context: dict[str, Any]
) -> OutgoingMail:
    """The mail `name` of a week; `context` holds the Share, and the figures for managers."""
    known = hashlib.sha256(mailbox.lower().encode()).hexdigest()[:32]
    once, days = f"{name}/{monday.isoformat()}/{known}", {"monday": monday, "today": today}
    return mail_from(name, to=(mailbox,), once=once, list_url=desk.list_url(), **days, **context)


@transaction.atomic
def _store(name: str, mailbox: str, monday: datetime.date, today: datetime.date, context: dict[str, Any]) -> int:
    return len(outbox.add(mail_of(name, mailbox, monday, today, context)))


def _start(day: datetime.date, days: int) -> datetime.datetime:
    moment = datetime.datetime.combine(day + datetime.timedelta(days=days), datetime.time.min)
    return timezone.make_aware(moment)
