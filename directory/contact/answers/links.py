"""Signed links of the mails to who answers: « Je prends en charge », « J’ai répondu ». They need no account.

A link names its request and the mailbox it was sent to. It dies of age, and as soon as that mailbox does not answer
the request any more.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from directory.contact.models import ContactRequest
from directory.contact.recipients import recipient_chosen
from directory.contact.workflow import Actor

if TYPE_CHECKING:
    from directory.models import Referent

LINK_DAYS = 60
_SALT = "directory.contact.answers.links"


class Action(StrEnum):
    """What a link does, as its address says it."""

    TAKE = "prise-en-charge"
    ANSWERED = "reponse"


class LinkUnknownError(Exception):
    """The link is none of ours, was cut or changed, or its request is gone."""


class LinkExpiredError(Exception):
    """The link was good; its days are over."""


class LinkMovedError(Exception):
    """The request is answered by somebody else now: `request` says by whom."""

    def __init__(self, request: ContactRequest) -> None:
        super().__init__()
        self.request = request


@dataclass(frozen=True)
class Answerer:
    """A mailbox that may answer a request, and whose it is."""

    mailbox: str
    name: str
    referent: Referent | None

    @property
    def actor(self) -> Actor:
        """As the history names them: the link proves the mailbox, not the account."""
        return Actor(f"{self.name} (lien du message)"[:150], self.referent.account if self.referent else None)


def answerers(request: ContactRequest) -> list[Answerer]:
    """Who may answer a request now: where it was sent, and who stands in while that person is away."""
    found = [Answerer(request.recipient_mailbox, request.recipient_name, request.referent)]
    if request.referent and request.referent.is_absent:
        stand_in = recipient_chosen(request.referent)
        found.append(Answerer(stand_in.mailbox, stand_in.name, stand_in.referent))
    return found


def addresses(request: ContactRequest, mailbox: str) -> dict[str, str]:
    """The whole addresses of both links, for a mail to `mailbox`: `take_url`, `answered_url`."""
    token = signing.dumps([request.pk, _digest(request.pk, mailbox)], salt=_SALT)
    found = {"take_url": Action.TAKE, "answered_url": Action.ANSWERED}
    return {
        name: settings.PORTAL_URL + reverse("contact:answer", args=[token, action]) for name, action in found.items()
    }


def opened(token: str) -> tuple[ContactRequest, Answerer]:
    """The request of a link, and who was sent it; raise LinkUnknownError, LinkExpiredError or LinkMovedError."""
    try:
        pk, digest = signing.loads(token, salt=_SALT, max_age=datetime.timedelta(days=LINK_DAYS))
    except signing.SignatureExpired:
        raise LinkExpiredError from None
    except (signing.BadSignature, ValueError):
        raise LinkUnknownError from None
    request = ContactRequest.objects.select_related("referent__account", "disp", "owner").filter(pk=pk).first()
    if request is None:
        raise LinkUnknownError
    for answerer in answerers(request):
        if constant_time_compare(digest, _digest(pk, answerer.mailbox)):
            return request, answerer
    raise LinkMovedError(request)


def _digest(pk: int, mailbox: str) -> str:
    return salted_hmac(_SALT, f"{pk} {mailbox.lower()}", algorithm="sha256").hexdigest()[:20]
