"""Signed links that only the employer has: to follow a request, and to confirm an address. They carry a key, no more.

Each dies of age; a new one leaves only for the address that the request holds.
"""

from __future__ import annotations

import datetime
from enum import StrEnum

from django.conf import settings
from django.core import signing
from django.urls import reverse

from directory.contact.models import ContactRequest

FOLLOW_UP_DAYS = 60
CONFIRMATION_DAYS = 7


class Purpose(StrEnum):
    """What a link is for, as its address is named; a link of one purpose does not open the other."""

    FOLLOW_UP = "follow_up"
    CONFIRM = "confirm"


DAYS = {Purpose.FOLLOW_UP: FOLLOW_UP_DAYS, Purpose.CONFIRM: CONFIRMATION_DAYS}


class LinkUnknownError(Exception):
    """The link is none of ours, was cut or changed, or its request is gone."""


class LinkExpiredError(Exception):
    """The link was good; its days are over. A new one may be asked for with it."""


def path_of(request: ContactRequest, purpose: Purpose = Purpose.FOLLOW_UP) -> str:
    """A fresh link, as a path."""
    return reverse(f"contact:{purpose}", args=[signing.dumps(request.pk, salt=_salt(purpose))])


def url_of(request: ContactRequest, purpose: Purpose = Purpose.FOLLOW_UP) -> str:
    """A fresh link, whole, for a mail."""
    return f"{settings.PORTAL_URL}{path_of(request, purpose)}"


def opened(signed: str, purpose: Purpose = Purpose.FOLLOW_UP) -> ContactRequest:
    """The request of a link; raise LinkUnknownError or LinkExpiredError."""
    found = _request_of(signed, purpose, datetime.timedelta(days=DAYS[purpose]))
    if found is None:
        raise LinkUnknownError
    return found


def named_by(signed: str) -> ContactRequest | None:
    """The request of a link to follow, however old; None when it is none of ours."""
    try:
        return _request_of(signed, Purpose.FOLLOW_UP, None)
    except LinkUnknownError:
        return None


def _request_of(signed: str, purpose: Purpose, max_age: datetime.timedelta | None) -> ContactRequest | None:
    try:
        key = signing.loads(signed, salt=_salt(purpose), max_age=max_age)
    except signing.SignatureExpired:
        raise LinkExpiredError from None
    except (signing.BadSignature, ValueError):
        raise LinkUnknownError from None
    return ContactRequest.objects.select_related("referent", "disp").filter(pk=key).first()


def _salt(purpose: Purpose) -> str:
    return f"directory.contact.follow_up.{purpose}"
