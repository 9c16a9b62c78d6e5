"""The employer adds something to a request, by mail or on the follow-up page: it is kept, and who answers is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from directory.contact import emails, workflow
from portal.mail import outbox

if TYPE_CHECKING:
    import datetime

    from directory.contact.models import RequestEvent


@transaction.atomic
def employer_wrote(
    pk: int, text: str, *, message_id: str = "", is_told: bool = False, now: datetime.datetime | None = None
) -> RequestEvent:
    """Store the employer's words and mail them to who answers; also when the request is ended, which stays so.

    `message_id` is that of the mail they came in: the same one again raises IntegrityError, and nothing is stored.
    `is_told`: that mail went to who answers as well. Raises NotPossibleError for an empty text.
    """
    if not text.strip():
        raise workflow.NotPossibleError("Écrivez votre message.")
    request = workflow.locked(pk)
    kind = workflow.Kind.EMPLOYER_MESSAGE
    event = workflow.record(request, kind, workflow.EMPLOYER, text=text.strip(), now=now, message_id=message_id)
    if not (request.is_held or is_told):
        outbox.add(emails.employer_wrote(request, event.text))
    return event
