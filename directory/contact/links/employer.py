"""Signed links that only the employer has: to follow a request, and to confirm an address. They carry a key, no more.

Each dies of age; a new one leaves only for the address that the request holds.
"""

from __future__ import annotations

import datetime
from enum import StrEnum

from directory.contact.models import ContactRequest
from portal.web.signed_links import LinkUnknownError, SignedLink

FOLLOW_UP_DAYS = 60
CONFIRMATION_DAYS = 7
OUTCOME_DAYS = 90


class Purpose(StrEnum):
    """What a link is for, as its address is named; a link of one purpose does not open the other."""

    FOLLOW_UP = "follow_up"
    CONFIRM = "confirm"
    OUTCOME = "outcome"


DAYS = {
    Purpose.FOLLOW_UP: FOLLOW_UP_DAYS,
    Purpose.CONFIRM: CONFIRMATION_DAYS,
    Purpose.OUTCOME: OUTCOME_DAYS,
}
LINKS = {
    purpose: SignedLink(f"directory.contact.follow_up.{purpose}", datetime.timedelta(days=days))
    for purpose, days in DAYS.items()
}


def path_of(request: ContactRequest, purpose: Purpose = Purpose.FOLLOW_UP) -> str:
    """A fresh link, as a path."""
    return LINKS[purpose].path(f"contact:{purpose}", request.pk)


def url_of(request: ContactRequest, purpose: Purpose = Purpose.FOLLOW_UP) -> str:
    """A fresh link, whole, for a mail."""
    return LINKS[purpose].url(f"contact:{purpose}", request.pk)


def preferences_url(request: ContactRequest) -> str:
    """Where the employer says which mails are wanted, whole, for a mail."""
    return LINKS[Purpose.FOLLOW_UP].url("contact:preferences", request.pk)


def opened(signed: str, purpose: Purpose = Purpose.FOLLOW_UP) -> ContactRequest:
    """The request of a link; raise LinkUnknownError, or LinkExpiredError: then a new one may be asked for with it."""
    found = _request(LINKS[purpose].read(signed))
    if found is None:
        raise LinkUnknownError
    return found


def named_by(signed: str) -> ContactRequest | None:
    """The request of a link to follow, however old; None when it is none of ours."""
    try:
        return _request(LINKS[Purpose.FOLLOW_UP].read(signed, however_old=True))
    except LinkUnknownError:
        return None


def _request(key: int) -> ContactRequest | None:
    return ContactRequest.objects.select_related("referent", "disp").filter(pk=key).first()
