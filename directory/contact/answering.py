"""An answer written at the desk: stored with the mail that carries it, in the thread of the request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from directory.contact import emails, workflow
from directory.contact.answers.thread import about
from directory.contact.models import RequestEvent
from portal.mail import outbox
from portal.mail.models import OutboxMessage

if TYPE_CHECKING:
    import datetime

    from directory.contact.models import ContactRequest
    from directory.contact.workflow import Actor
    from portal.mail.outbox import OutgoingMail

TEXT_LENGTH = 10_000
LINK = "[lien personnel, que l’employeur seul reçoit]"
REFERENCES = 12  # the thread's first mail and its last ones are enough for every mail program
_MESSAGE_ID = re.compile(r"<[!-~]+@[!-~]+>")


def thread_of(request: ContactRequest) -> dict[str, str]:
    """The headers by which the employer's mail program hangs a mail on those before it; none for the first one."""
    sent = OutboxMessage.objects.filter(about=about(request)).order_by("created_at", "pk")
    known = [
        (mail.created_at, mail.message_id)
        for mail in sent.only("created_at", "message_id", "to")
        if is_to(mail, request)
    ]
    known += RequestEvent.objects.filter(request=request).exclude(message_id="").values_list("at", "message_id")
    # What came from outside is only a header of ours when it looks like one.
    found = list(dict.fromkeys(each for _, each in sorted(known) if _MESSAGE_ID.fullmatch(each)))
    if not found:
        return {}
    kept = found if len(found) <= REFERENCES else [found[0], *found[1 - REFERENCES :]]
    return {"In-Reply-To": found[-1], "References": " ".join(kept)}


def is_to(mail: OutboxMessage, request: ContactRequest) -> bool:
    """Whether a stored mail went to the employer."""
    return request.email.lower() in {each.lower() for each in mail.to}


def mail_of(request: ContactRequest, text: str) -> OutgoingMail:
    """The mail that `answer` would store, for people to read before they send it: the link is the employer's alone."""
    return emails.answer(request, text, thread=thread_of(request), link=LINK)


@transaction.atomic
def answer(pk: int, by: Actor, text: str, *, now: datetime.datetime | None = None) -> RequestEvent:
    """Write to the employer: the request is in exchange, its history holds the text and the mail that carries it.

    Raises NotPossibleError for an ended or unconfirmed request and for a text that is empty or too long.
    """
    now = now or timezone.now()
    request = workflow.locked(pk)
    workflow.check_told(request)
    if not text.strip():
        raise workflow.NotPossibleError("Écrivez votre réponse.")
    if len(text) > TEXT_LENGTH:
        raise workflow.NotPossibleError("Votre réponse dépasse 10 000 signes : raccourcissez-la.")
    [mail] = outbox.add(emails.answer(request, text, thread=thread_of(request)))
    workflow.mark_answered(request, by, now=now)
    return workflow.record(
        request,
        workflow.Kind.ANSWER,
        by,
        text=text.strip(),
        now=now,
        message_id=mail.message_id,
        outbox_message=mail,
    )
