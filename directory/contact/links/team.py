"""Signed links of the mails to who answers: « Je prends en charge », « J’ai répondu ». They need no account.

A link names its request and the mailbox it was sent to. It dies of age, and as soon as that mailbox does not answer
the request any more.
"""

from __future__ import annotations

import datetime
from enum import StrEnum

from django.utils.crypto import constant_time_compare, salted_hmac

from directory.contact.models import ContactRequest
from directory.contact.recipients import Answerer, answerers
from portal.web.signed_links import LinkUnknownError, SignedLink

LINK_DAYS = 60
LINK = SignedLink("directory.contact.answers.links", datetime.timedelta(days=LINK_DAYS))


class Action(StrEnum):
    """What a link does, as its address says it."""

    TAKE = "prise-en-charge"
    ANSWERED = "reponse"


class LinkMovedError(Exception):
    """The request is answered by somebody else now: `request` says by whom."""

    def __init__(self, request: ContactRequest) -> None:
        super().__init__()
        self.request = request


def addresses(request: ContactRequest, mailbox: str) -> dict[str, str]:
    """The whole addresses of both links, for a mail to `mailbox`: `take_url`, `answered_url`."""
    value = [request.pk, _digest(request.pk, mailbox)]
    found = {"take_url": Action.TAKE, "answered_url": Action.ANSWERED}
    return {name: LINK.url("contact:answer", value, action) for name, action in found.items()}


def file_url(request: ContactRequest, mailbox: str, pk: int) -> str:
    """The whole address of a file of the request, for a mail to `mailbox`."""
    return LINK.url("contact:file", [request.pk, _digest(request.pk, mailbox)], pk)


def settle_url(request: ContactRequest, mailbox: str, event: int) -> str:
    """The whole address of the page that asks who wrote a mail, for a mail to `mailbox`."""
    return LINK.url("contact:settle", [request.pk, _digest(request.pk, mailbox)], event)


def opened(token: str) -> tuple[ContactRequest, Answerer]:
    """The request of a link, and who was sent it; raise LinkUnknownError, LinkExpiredError or LinkMovedError."""
    pk, digest = LINK.read(token)
    request = ContactRequest.objects.select_related("referent__account", "disp", "owner").filter(pk=pk).first()
    if request is None:
        raise LinkUnknownError
    for answerer in answerers(request):
        if constant_time_compare(digest, _digest(pk, answerer.mailbox)):
            return request, answerer
    raise LinkMovedError(request)


def _digest(pk: int, mailbox: str) -> str:
    return salted_hmac(LINK.salt, f"{pk} {mailbox.lower()}", algorithm="sha256").hexdigest()[:20]
