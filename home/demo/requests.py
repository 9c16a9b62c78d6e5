"""Requests of the demonstration: as employers would have sent them, so many working days ago, with what came of each.

They are stored without a mail, and none is owed one: whoever is late was reminded already, as far as time allows. From
then on they live like any other request: days pass, reminders leave for mailboxes that cannot exist, retention ends.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.http import QueryDict
from django.utils import timezone

from directory.contact.deadlines import is_working_day
from directory.contact.form.forms import DetailsForm, ProjectForm, enquiry_of
from directory.contact.models import ContactRequest
from directory.contact.models.event import EMPLOYER, PORTAL, Author
from directory.contact.thread import about
from directory.contact.workflow import submission, transitions
from home.demo.accounts import ACCOUNTS
from home.setup.prose import paragraphs
from portal.mail.models import OutboxMessage

if TYPE_CHECKING:
    from collections.abc import Callable

State, Kind = ContactRequest.State, transitions.Kind


def make_requests(entries: list[dict[str, Any]], now: datetime.datetime) -> int:
    """Store those that are missing and return how many; ValueError for one that the form would refuse."""
    there = set(ContactRequest.objects.values_list("form_key", flat=True))
    missing = [entry for entry in entries if form_key(entry) not in there]
    for entry in missing:
        _make(entry, now)
    return len(missing)


def form_key(entry: dict[str, Any]) -> str:
    """What a request is recognised by when it is loaded again."""
    return f"demonstration-{entry['key']}"


def moment(entry: dict[str, Any], now: datetime.datetime) -> datetime.datetime:
    """So many working days before `now` at the hour of the entry; on the last working day for 0, never after `now`."""
    day, left = timezone.localdate(now), entry["days"]
    while left or not is_working_day(day):
        day -= datetime.timedelta(days=1)
        left -= bool(left and is_working_day(day))
    return min(timezone.make_aware(datetime.datetime.combine(day, datetime.time.fromisoformat(entry["at"]))), now)


def _make(entry: dict[str, Any], now: datetime.datetime) -> None:
    project, details = ProjectForm(_typed(entry)), DetailsForm(_typed(entry))
    mistakes = [*project.mistakes, *details.mistakes]
    if mistakes:
        raise ValueError(f"{entry['key']}: {', '.join(f'{field.name}: {said}' for field, said in mistakes)}")
    request = submission.store(
        form_key=form_key(entry),
        enquiry=enquiry_of(project, details),
        recipient=project.placing.recipient,
        is_held=entry.get("is_held", False),
        now=moment(entry, now),
    )
    if "flags" in entry:  # of a service that gives addresses away: none of them is fictional
        ContactRequest.objects.filter(pk=request.pk).update(flags=entry["flags"])
    for each in entry.get("then", []):
        _STEPS[each["do"]](request.pk, _actor(each), each, moment(each, now))
    OutboxMessage.objects.filter(about=about(request)).delete()  # of invented people: nobody is mailed


def _typed(entry: dict[str, Any]) -> QueryDict:
    """What a browser would have sent."""
    data = QueryDict(mutable=True)
    for name in (*ProjectForm.base_fields, *DetailsForm.base_fields):
        value = entry.get(name, [])
        data.setlist(name, value if isinstance(value, list) else [value])
    data["message"] = paragraphs(entry["message"])
    return data


def _actor(step: dict[str, Any]) -> Author:
    """The account of the demonstration that acts, by its name where somebody else's has taken its place."""
    account = next((each for each in ACCOUNTS if each.username == step.get("by")), None)
    if account is None:
        return PORTAL
    user = get_user_model().objects.filter(username=account.username, email=account.email).first()
    return Author(f"{account.first_name} {account.last_name}", user)


def _answer(pk: int, by: Author, step: dict[str, Any], now: datetime.datetime) -> None:
    """An answer from somebody's own mailbox, as `contact.replies` would have read it."""
    request = transitions.locked(pk)
    transitions.mark_answered(request, by, now=now)
    text = paragraphs(step["text"])
    transitions.record(request, Kind.ANSWER, Author(f"{by.label} (par courriel)"), text=text, now=now)


def _wrote(pk: int, _: Author, step: dict[str, Any], now: datetime.datetime) -> None:
    text = paragraphs(step["text"])
    request = transitions.locked(pk)
    transitions.record(request, Kind.EMPLOYER_MESSAGE, EMPLOYER, text=text, now=now)
    transitions.ours(request, ContactRequest.Why.WROTE, now=now)


def _told(kind: transitions.Kind, field: str) -> Callable[[int, Author, dict[str, Any], datetime.datetime], None]:
    """A reminder that left, as far as the request knows."""

    def tell(pk: int, by: Author, _: dict[str, Any], now: datetime.datetime) -> None:
        ContactRequest.objects.filter(pk=pk).update(**{field: now})
        transitions.record(transitions.locked(pk), kind, by, now=now, data={"mailboxes": 1})

    return tell


_STEPS: dict[str, Callable[[int, Author, dict[str, Any], datetime.datetime], Any]] = {
    "take": lambda pk, by, _, now: transitions.take(pk, by, now=now),
    "answer": _answer,
    "wrote": _wrote,
    "note": lambda pk, by, step, now: transitions.note(pk, by, step["text"], now=now),
    "remind": _told(Kind.REMINDED, "reminded_at"),
    "escalate": _told(Kind.ESCALATED, "escalated_at"),
    "end": lambda pk, by, step, now: transitions.end(
        pk, State(step["state"]), by, reason=step.get("reason", ""), now=now
    ),
}
