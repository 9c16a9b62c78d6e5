"""Sending, as periodic work: news that came out since a subscriber's last mail leave in one mail."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max, Min, Q

from news.articles.models import NewsPage
from news.subscriptions import links
from news.subscriptions.models import Appearance, Subscription
from news.subscriptions.services import forget_unconfirmed
from portal.mail import outbox
from portal.mail.rendering import mail_from

if TYPE_CHECKING:
    from collections.abc import Sequence

WEEK = datetime.timedelta(days=7)
NEWS_A_MAIL = 20
CHUNK = 200  # subscriptions read at once


def send_what_is_due(now: datetime.datetime) -> str:
    """Forget what was never confirmed, and send what is due. A second run at the same moment sends nothing."""
    forgotten = forget_unconfirmed(now)
    note_appearances(now)
    sent = sum(send(subscription, news, now) for news, subscription in due(now))
    return f"{sent} mails, {forgotten} forgotten"


def note_appearances(now: datetime.datetime) -> None:
    """Note which news are public, once for each, so that those private first are mailed when they are opened."""
    published = NewsPage.objects.live().filter(first_published_at__lte=now)
    public = NewsPage.objects.listed().filter(first_published_at__lte=now)
    new = public.filter(appearance=None).values_list("pk", "first_published_at")
    Appearance.objects.bulk_create(
        [Appearance(page_id=key, public_at=moment) for key, moment in new], ignore_conflicts=True
    )
    held_back = published.filter(appearance=None).values_list("pk", flat=True)
    Appearance.objects.bulk_create([Appearance(page_id=key) for key in held_back], ignore_conflicts=True)
    Appearance.objects.filter(public_at=None, page__in=public.order_by().values("pk")).update(public_at=now)


def due(now: datetime.datetime) -> list[tuple[Sequence[NewsPage], Subscription]]:
    """Subscriptions whose time has come while there is something new, each with what came out lately."""
    public = NewsPage.objects.listed().order_by("-appearance__public_at", "-pk").filter(appearance__public_at__lte=now)
    newest = public.order_by().aggregate(newest=Max("appearance__public_at"))["newest"]
    if newest is None:
        return []
    rhythm = Q(rhythm=Subscription.Rhythm.AT_ONCE) | Q(sent_until__lte=now - WEEK)
    waiting = Subscription.objects.filter(rhythm, confirmed_at__isnull=False, sent_until__lt=newest)
    oldest = waiting.aggregate(oldest=Min("sent_until"))["oldest"]
    if oldest is None:
        return []
    lately = public.filter(appearance__public_at__gt=oldest).defer_streamfields()
    lately = lately.select_related("category", "theme", "appearance")
    news = list(lately.prefetch_related("regions"))
    rows = waiting.prefetch_related("regions", "themes").order_by("pk")
    return [(news, subscription) for subscription in rows.iterator(chunk_size=CHUNK)]


@transaction.atomic
def send(subscription: Subscription, news: Sequence[NewsPage], now: datetime.datetime) -> bool:
    """Store the mail of one subscription and move its mark; False when nothing is for it, or another run was faster."""
    wanted = subscription.wanted(news)
    mark = Subscription.objects.filter(pk=subscription.pk, sent_until=subscription.sent_until)
    if not mark.update(sent_until=now) or not wanted:
        return False
    end = links.end_url(subscription)
    outbox.add(
        mail_from(
            "subscription_news",
            to=(subscription.email,),
            headers={"List-Unsubscribe": f"<{end}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
            about=f"subscription:{subscription.pk}",
            once=f"subscription:{subscription.pk}:{subscription.sent_until.isoformat()}",
            news=wanted[:NEWS_A_MAIL],
            count=len(wanted),
            more=max(0, len(wanted) - NEWS_A_MAIL),
            end=end,
            is_weekly=subscription.rhythm == Subscription.Rhythm.WEEKLY,
        )
    )
    return True
