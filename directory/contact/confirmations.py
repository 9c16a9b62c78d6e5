"""The signed link to the confirmation of one request. It carries nothing but the request's key, and ends by itself."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core import signing
from django.urls import reverse
from django.utils import timezone

from directory.contact.models import ContactRequest

if TYPE_CHECKING:
    from collections.abc import Callable

SHOWN_FOR = datetime.timedelta(hours=24)
_SALT = "directory.contact.sent"


class LinkTamperedError(Exception):
    """The link is none of ours, or its request is gone."""


class LinkExpiredError(Exception):
    """The link was good; its day is over."""


def confirmation_url(request: ContactRequest) -> str:
    """Address of the confirmation, for 24 hours after the request was received."""
    return reverse("contact:sent", args=[signing.Signer(salt=_SALT).sign_object(request.pk)])


def confirmed_request(signed: str, now: Callable[[], datetime.datetime] = timezone.now) -> ContactRequest:
    """The request of a link; raise LinkTamperedError or LinkExpiredError."""
    try:
        key = signing.Signer(salt=_SALT).unsign_object(signed)
    except signing.BadSignature:
        raise LinkTamperedError from None
    request = ContactRequest.objects.select_related("referent", "disp").filter(pk=key).first()
    if request is None:
        raise LinkTamperedError
    if now() - request.received_at > SHOWN_FOR:
        raise LinkExpiredError
    return request
