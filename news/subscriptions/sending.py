"""The periodic work: news that came out since a subscriber's last mail leave in one mail."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max, Min, Q
from django.template.loader import render_to_string

from news.models import NewsPage, Subscription
from news.subscriptions import links
from news.subscriptions.services import forget_unconfirmed
from portal.mail import outbox

if TYPE_CHECKING:
    from collections.abc import Sequence

WEEK = datetime.timedelta(days=7)
NEWS_A_MAIL = 20
CHUNK = 200  # subscriptions read at once


def send_what_is_due(now: datetime.datetime) -> str:
    """Forget what was never confirmed, and send what is due. A second run at the same moment sends nothing."""
    forgotten = forget_unconfirmed(now)
    sent = sum(send(subscription, news, now) for news, subscription in due(now))
    return f"{sent} mails, {forgotten} forgotten"


def due(now: datetime.datetime) -> list[tuple[Sequence[NewsPage], Subscription]]:
    """Subscriptions whose time has come while there is something new, each with what came out lately."""
    public = NewsPage.objects.listed().order_by("-first_published_at", "-pk").filter(first_published_at__lte=now)
    newest = public.order_by().aggregate(newest=Max("first_published_at"))["newest"]
    if newest is None:
        return []
    rhythm = Q(rhythm=Subscription.Rhythm.AT_ONCE) | Q(sent_until__lte=now - WEEK)
    waiting = Subscription.objects.filter(rhythm, confirmed_at__isnull=False, sent_until__lt=newest)
    oldest = waiting.aggregate(oldest=Min("sent_until"))["oldest"]
    if oldest is None:
        return []
    lately = public.filter(first_published_at__gt=oldest).select_related("category", "theme").defer_streamfields()
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
    context = {
        "news": wanted[:NEWS_A_MAIL],
        "more": max(0, len(wanted) - NEWS_A_MAIL),
        "end": end,
        "is_weekly": subscription.rhythm == Subscription.Rhythm.WEEKLY,
    }
    first = outbox.one_line(wanted[0].title)
    outbox.add(
        outbox.OutgoingMail(
            to=(subscription.email,),
            subject=first if len(wanted) == 1 else f"{len(wanted)} actualités : {first}",
            text=render_to_string("emails/subscription_news.txt", context).strip() + "\n",
            html=render_to_string("emails/subscription_news.html", context),
            headers={"List-Unsubscribe": f"<{end}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
            about=f"subscription:{subscription.pk}",
            once=f"subscription:{subscription.pk}:{subscription.sent_until.isoformat()}",
        )
    )
    return True
