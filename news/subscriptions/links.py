"""The signed links of a subscription: one confirms it and lives a week, one ends it and lives as long as it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.urls import reverse

if TYPE_CHECKING:
    from news.models import Subscription

VALID = datetime.timedelta(days=7)
MAX_LENGTH = 200
_CONFIRM, _END = "news.subscriptions.confirm", "news.subscriptions.end"


class BrokenLinkError(Exception):
    """The link is none of ours, or was changed on its way."""


class ExpiredLinkError(Exception):
    """The link was good; its week is over."""


def confirm_url(subscription: Subscription) -> str:
    """Where the address is confirmed."""
    signed = signing.dumps(subscription.pk, salt=_CONFIRM)
    return f"{settings.PORTAL_URL}{reverse('subscription:confirm', args=[signed])}"


def end_url(subscription: Subscription) -> str:
    """Where everything ends."""
    signed = signing.Signer(salt=_END).sign_object(subscription.pk)
    return f"{settings.PORTAL_URL}{reverse('subscription:end', args=[signed])}"


def confirmed_key(signed: str) -> int:
    """Primary key in a link that confirms; BrokenLinkError, ExpiredLinkError."""
    try:
        return int(signing.loads(signed[:MAX_LENGTH], salt=_CONFIRM, max_age=VALID))
    except signing.SignatureExpired:
        raise ExpiredLinkError from None
    except (signing.BadSignature, ValueError, TypeError):
        raise BrokenLinkError from None


def ended_key(signed: str) -> int:
    """Primary key in a link that ends; BrokenLinkError."""
    try:
        return int(signing.Signer(salt=_END).unsign_object(signed[:MAX_LENGTH]))
    except (signing.BadSignature, ValueError, TypeError):
        raise BrokenLinkError from None
