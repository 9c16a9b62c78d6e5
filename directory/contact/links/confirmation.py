"""The signed link to the confirmation of one request. It carries nothing but the request's key, and ends by itself."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from directory.contact.models import ContactRequest
from portal.web.signed_links import LinkExpiredError, LinkUnknownError, SignedLink

if TYPE_CHECKING:
    from collections.abc import Callable

SHOWN_FOR = datetime.timedelta(hours=24)
LINK = SignedLink("directory.contact.sent")


def confirmation_url(request: ContactRequest) -> str:
    """Address of the confirmation, for 24 hours after the request was received."""
    return LINK.path("contact:sent", request.pk)


def confirmed_request(signed: str, now: Callable[[], datetime.datetime] = timezone.now) -> ContactRequest:
    """The request of a link; raise LinkUnknownError or LinkExpiredError."""
    request = ContactRequest.objects.select_related("referent", "disp").filter(pk=LINK.read(signed)).first()
    if request is None:
        raise LinkUnknownError
    if now() - request.received_at > SHOWN_FOR:
        raise LinkExpiredError
    return request
