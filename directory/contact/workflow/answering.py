"""An answer written at the desk: stored with the mail that carries it, in the thread of the request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from directory.contact import emails
from directory.contact.models import RequestEvent
from directory.contact.thread import about
from directory.contact.workflow import transitions
from portal.mail import outbox
from portal.mail.models import OutboxMessage

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from directory.contact.models import ContactRequest
    from directory.contact.models.event import Author
    from portal.mail.outbox import OutgoingMail

TEXT_LENGTH = 10_000
LINK = "[lien personnel, que l’employeur seul reçoit]"
NO_EMAIL = "appelez-le, puis dites «\u00a0J’ai répondu autrement\u00a0»."
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


def mail_of(request: ContactRequest, text: str, copies: Sequence[str] = ()) -> OutgoingMail:
    """The mail that `send_answer` would store, to be read before it is sent: the link is the employer's alone."""
    return emails.team_answer(request, text, thread=thread_of(request), link=LINK, copies=copies)


def check_reachable(request: ContactRequest) -> None:
    """Refuse to write to who telephoned and gave no address."""
    if not request.email:
        raise transitions.NotPossibleError(f"Cet employeur n’a pas donné d’adresse e-mail\u00a0: {NO_EMAIL}")


@transaction.atomic
def send_answer(
    pk: int, by: Author, text: str, *, copies: Sequence[str] = (), now: datetime.datetime | None = None
) -> RequestEvent:
    """Write to the employer: the request is in exchange, its history holds the text and the mail that carries it.

    `copies` are checked addresses that get the same words.

    Raises NotPossibleError for an ended or unconfirmed request and for a text that is empty or too long.
    """
    now = now or timezone.now()
    request = transitions.locked(pk)
    transitions.check_confirmed(request)
    check_reachable(request)
    if not text.strip():
        raise transitions.NotPossibleError("Écrivez votre réponse.")
    if len(text) > TEXT_LENGTH:
        raise transitions.NotPossibleError("Votre réponse dépasse 10 000 signes : raccourcissez-la.")
    answer = emails.team_answer(request, text, thread=thread_of(request), copies=copies)
    mail, *_ = outbox.add(answer, *emails.answer_copies(request, text, copies))
    transitions.mark_answered(request, by, now=now)
    return transitions.record(
        request,
        transitions.Kind.ANSWER,
        by,
        text=text.strip(),
        now=now,
        message_id=mail.message_id,
        outbox_message=mail,
        copied_to=", ".join(copies),
    )
