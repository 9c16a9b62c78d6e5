"""Life of a subscription: asked for, confirmed, ended. Each in one transaction with its mail."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from news.subscriptions import links
from news.subscriptions.models import Subscription
from portal.mail import outbox
from portal.mail.rendering import mail_from

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_ASKED = 3  # mails to one address that has confirmed nothing, a day; with others than ours, see portal.web.limits
A_DAY = datetime.timedelta(days=1)


@transaction.atomic
def ask(choices: Mapping[str, Any]) -> None:
    """Store what a reader chose, with the mail that asks to confirm it; say nothing of what is known."""
    recent = Subscription.objects.filter(
        email=choices["email"], confirmed_at__isnull=True, asked_at__gt=timezone.now() - A_DAY
    )
    if recent.count() >= MOST_ASKED:
        return
    subscription = Subscription.objects.create(email=choices["email"], rhythm=choices["rhythm"])
    subscription.regions.set(choices["regions"])
    subscription.themes.set(choices["themes"])
    outbox.add(
        mail_from(
            "subscription_confirm",
            to=(subscription.email,),
            headers={"Auto-Submitted": "auto-replied"},
            about=f"subscription:{subscription.pk}",
            subscription=subscription,
            link=links.confirm_url(subscription),
            days=links.VALID.days,
        )
    )


@transaction.atomic
def confirm(key: int) -> bool:
    """Start a subscription; it takes the place of an earlier one of the same address. False when it is gone."""
    subscription = Subscription.objects.select_for_update().filter(pk=key).first()
    if subscription is None:
        return False
    if subscription.confirmed_at is None:
        Subscription.objects.filter(email=subscription.email, confirmed_at__isnull=False).delete()
        subscription.confirmed_at = subscription.sent_until = timezone.now()
        subscription.save(update_fields=["confirmed_at", "sent_until"])
    return True


@transaction.atomic
def end(key: int) -> None:
    """Forget the address, whatever was asked for with it; ending what is over is no error."""
    subscription = Subscription.objects.filter(pk=key).first()
    if subscription:
        Subscription.objects.filter(email=subscription.email).delete()


def forget_unconfirmed(now: datetime.datetime) -> int:
    """Delete what nobody confirmed while its link was good; return how many."""
    return Subscription.objects.filter(confirmed_at__isnull=True, asked_at__lt=now - links.VALID).delete()[0]
