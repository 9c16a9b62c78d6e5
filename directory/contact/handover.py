"""Open requests change hands when who answers them leaves: each is logged, and who takes over is told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.log_actions import log

from directory.contact import workflow
from directory.contact.emails import for_recipient
from directory.contact.models import ContactRequest
from directory.contact.recipients import recipient_chosen
from portal.mail import outbox

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.db.models import QuerySet

    from directory.models import Referent

HANDED_OVER = "contact.hand_over"


def open_requests(referent: Referent) -> QuerySet[ContactRequest]:
    """Requests that this referent has still to answer."""
    return ContactRequest.objects.filter(referent=referent, ended_at=None)


@transaction.atomic
def hand_over(*, leaving: Referent, to: Referent, user: AbstractBaseUser) -> int:
    """Give the open requests of who leaves to `to`, or to the mailbox of its direction when `to` is vacant.

    State and deadline stay: the employer was promised them. Returns how many changed hands.
    """
    recipient = replace(recipient_chosen(to), reason=f"Demande reprise : {leaving.office} n’a plus de titulaire.")
    requests = list(open_requests(leaving).select_for_update().order_by("pk"))
    for request in requests:
        request.referent, request.disp = recipient.referent, recipient.disp
        request.recipient_name, request.recipient_mailbox = recipient.name, recipient.mailbox
        request.route_reason = recipient.reason
        request.save(update_fields=["referent", "disp", "recipient_name", "recipient_mailbox", "route_reason"])
        office = recipient.referent.office if recipient.referent else f"boîte de la {to.disp.plain_name}"
        workflow.record(request, workflow.Kind.REASSIGNED, workflow.Actor.of(user), data={"to": office})
        log(instance=request, action=HANDED_OVER, user=user, data={"from": leaving.office, "to": office})
        outbox.add(for_recipient(request))
    return len(requests)
