"""A mail whose sender nobody knows, or that looks automatic: a person says whose words they are, and they count."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import transaction

from directory.contact.enquiry import Enquiry
from directory.contact.models import ReceivedMail, RequestFile
from directory.contact.models.event import Author
from directory.contact.recipients import Recipient
from directory.contact.workflow import submission, transitions
from directory.contact.workflow.employer import employer_wrote
from directory.contact.workflow.transitions import Kind, NotPossibleError

if TYPE_CHECKING:
    from directory.contact.models import ContactRequest, RequestEvent

ASKED = (Kind.UNVERIFIED, Kind.AUTOMATIC)
_PLACE = "lieu non précisé"


class Whose(StrEnum):
    """Whose words a mail holds, as forms say it."""

    EMPLOYER = "employeur"
    TEAM = "equipe"
    NEW = "autre-demande"
    NOBODY = "personne"


ANSWERS = {
    Whose.EMPLOYER: "C’est l’employeur",
    Whose.TEAM: "C’est un collègue qui répond",
    Whose.NEW: "C’est une autre demande",
    Whose.NOBODY: "Rien de tout cela",
}
DONE = {
    Whose.EMPLOYER: "Le message est rattaché : il compte comme une réponse de l’employeur.",
    Whose.TEAM: "Le message est rattaché : il compte comme une réponse à l’employeur.",
    Whose.NEW: "Une nouvelle demande est ouverte avec ce message.",
    Whose.NOBODY: "C’est noté : le message reste dans l’historique et ne compte pas.",
}


def is_open(event: RequestEvent) -> bool:
    """Whether nobody has said yet whose words they are."""
    return event.kind in ASKED and not event.data.get("settled")


@transaction.atomic
def settle(pk: int, event_pk: int, whose: Whose, by: Author) -> ContactRequest:
    """Make the words of a mail count for who wrote them; returns the request that they belong to now.

    Raises NotPossibleError when somebody has said so already.
    """
    request = transitions.locked(pk)
    event = request.events.select_related("mail").filter(pk=event_pk, kind__in=ASKED).first()
    if event is None or not is_open(event):
        raise NotPossibleError("Quelqu’un a déjà dit de qui vient ce message.")
    sender = event.mail.sender if hasattr(event, "mail") else ""
    if whose is Whose.NOBODY:
        event.data = event.data | {"settled": whose}
        event.save(update_fields=["data"])
        return request
    message_id = event.message_id
    event.message_id = ""
    event.save(update_fields=["message_id"])
    if whose is Whose.EMPLOYER:
        new = employer_wrote(pk, event.text, message_id=message_id, is_told=True)
    elif whose is Whose.TEAM:
        author = Author(f"{sender or request.recipient_name} (par courriel)"[:150])
        if not request.ended_at:
            transitions.mark_answered(request, author)
        new = transitions.record(request, Kind.ANSWER, author, text=event.text, message_id=message_id)
    else:
        new = _begun(request, event)
    ReceivedMail.objects.filter(event=event).update(event=new)
    RequestFile.objects.filter(event=event).update(event=new, request=new.request_id)
    event.delete()
    said = f"Message de {sender or 'un expéditeur inconnu'} : {ANSWERS[whose].lower()}."
    transitions.record(request, Kind.NOTE, by, text=said)
    return new.request


def _begun(request: ContactRequest, event: RequestEvent) -> RequestEvent:
    """The first line of a request that a mail begins; who answers stays the same."""
    mail = getattr(event, "mail", None)
    if mail is None or not mail.sender:
        raise NotPossibleError("L’adresse de l’expéditeur est illisible : on ne pourrait pas lui répondre.")
    recipient = Recipient(
        name=request.recipient_name,
        pronoun=request.pronoun,
        role="",
        mailbox=request.recipient_mailbox,
        reason=f"Message reçu au sujet de la demande {request.grouped_reference}.",
        referent=request.referent,
        disp=request.disp,
    )
    said = Enquiry(
        projects=[],
        message=event.text,
        place=_PLACE,
        organisation=mail.sender.rpartition("@")[2][:150],
        contact_name=(mail.sender_name or mail.sender)[:120],
        job="",
        email=mail.sender,
    )
    try:
        begun = submission.submit_contact_request(form_key=f"mail-{event.pk}", enquiry=said, recipient=recipient)
    except ValueError:
        raise NotPossibleError("L’adresse de l’expéditeur est illisible : on ne pourrait pas lui répondre.") from None
    return begun.events.order_by("pk")[0]
