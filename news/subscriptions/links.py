"""The signed links of a subscription: one confirms it and lives a week, one ends it and lives as long as it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from portal.web.signed_links import SignedLink

if TYPE_CHECKING:
    from news.subscriptions.models import Subscription

VALID = datetime.timedelta(days=7)
CONFIRM, END = SignedLink("news.subscriptions.confirm", VALID), SignedLink("news.subscriptions.end")
"""Each carries the primary key."""


def confirm_url(subscription: Subscription) -> str:
    """Where the address is confirmed."""
    return CONFIRM.url("subscription:confirm", subscription.pk)


def end_url(subscription: Subscription) -> str:
    """Where everything ends."""
    return END.url("subscription:end", subscription.pk)
