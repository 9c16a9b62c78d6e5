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

from directory.contact import services, workflow
from directory.contact.deadlines import is_working_day
from directory.contact.forms import DetailsForm, ProjectForm, enquiry_of
from directory.contact.models import ContactRequest
from home.demo.accounts import ACCOUNTS
from home.writing import paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable

State, Kind = ContactRequest.State, workflow.Kind


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
    request = services.store(
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


def _typed(entry: dict[str, Any]) -> QueryDict:
    """What a browser would have sent."""
    data = QueryDict(mutable=True)
    for name in (*ProjectForm.base_fields, *DetailsForm.base_fields):
        value = entry.get(name, [])
        data.setlist(name, value if isinstance(value, list) else [value])
    data["message"] = paragraphs(entry["message"])
    return data


def _actor(step: dict[str, Any]) -> workflow.Actor:
    """The account of the demonstration that acts, by its name where somebody else's has taken its place."""
    account = next((each for each in ACCOUNTS if each.username == step.get("by")), None)
    if account is None:
        return workflow.PORTAL
    user = get_user_model().objects.filter(username=account.username, email=account.email).first()
    return workflow.Actor(f"{account.first_name} {account.last_name}", user)


def _answer(pk: int, by: workflow.Actor, step: dict[str, Any], now: datetime.datetime) -> None:
    """An answer from somebody's own mailbox, as `contact.replies` would have read it."""
    request = workflow.locked(pk)
    workflow.mark_answered(request, by, now=now)
    text = paragraphs(step["text"])
    workflow.record(request, Kind.ANSWER, workflow.Actor(f"{by.label} (par courriel)"), text=text, now=now)


def _wrote(pk: int, _: workflow.Actor, step: dict[str, Any], now: datetime.datetime) -> None:
    text = paragraphs(step["text"])
    workflow.record(workflow.locked(pk), Kind.EMPLOYER_MESSAGE, workflow.EMPLOYER, text=text, now=now)


def _told(kind: workflow.Kind, field: str) -> Callable[[int, workflow.Actor, dict[str, Any], datetime.datetime], None]:
    """A reminder that left, as far as the request knows."""

    def tell(pk: int, by: workflow.Actor, _: dict[str, Any], now: datetime.datetime) -> None:
        ContactRequest.objects.filter(pk=pk).update(**{field: now})
        workflow.record(workflow.locked(pk), kind, by, now=now, data={"mailboxes": 1})

    return tell


_STEPS: dict[str, Callable[[int, workflow.Actor, dict[str, Any], datetime.datetime], Any]] = {
    "take": lambda pk, by, _, now: workflow.take(pk, by, now=now),
    "answer": _answer,
    "wrote": _wrote,
    "note": lambda pk, by, step, now: workflow.note(pk, by, step["text"], now=now),
    "remind": _told(Kind.REMINDED, "reminded_at"),
    "escalate": _told(Kind.ESCALATED, "escalated_at"),
    "end": lambda pk, by, step, now: workflow.end(pk, State(step["state"]), by, reason=step.get("reason", ""), now=now),
}
