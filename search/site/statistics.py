"""Search statistics (docs/decisions): a number a day, and words only when several people used them.

Until then words exist nowhere but in the visitor's address bar: the cache holds keyed hashes, of the words and of who
searched them, under a key that is drawn anew each month and kept in the cache alone. The database never sees a visitor.
"""

from __future__ import annotations

import datetime
import logging
import re
import secrets
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.web.limits import network_of
from search.language import french
from search.models import SearchCount, UnansweredWords

if TYPE_CHECKING:
    from django.http import HttpRequest

    from search.site.search_request import SearchRequest

logger = logging.getLogger(__name__)

SEVERAL = 3  # visitors before words are written down
MOST_VISITORS = 50  # remembered for one wording; beyond, « 50 » says enough
MOST_WORDS = 80  # characters
KEPT_COUNTS = datetime.timedelta(days=396)  # to compare a month with that of the year before
KEPT_WORDS = datetime.timedelta(days=190)
MONTH = 32 * 24 * 3600  # seconds
# What may name or reach somebody is never written down, however many typed it.
PERSONAL = re.compile(r"@|(?:\d[ ./-]?){6}")


def record(request: HttpRequest, asked: SearchRequest, *, is_empty: bool) -> None:
    """Count one search by a visitor; never the reason why a page fails."""
    try:
        _count(timezone.localdate(), asked.choices.kind, is_empty=is_empty)
        # With a choice, the words may well be found elsewhere.
        if is_empty and not asked.choices.chosen():
            _remember(request, asked.typed)
    except Exception as error:  # noqa: BLE001 - each cache has errors of its own, and a full disk one more
        logger.error("A search was not counted: %s", type(error).__name__)  # noqa: TRY400 - the words are not to be logged


def _count(day: datetime.date, kind: str, *, is_empty: bool) -> None:
    row = SearchCount.objects.filter(day=day, kind=kind, is_empty=is_empty)
    if not row.update(count=F("count") + 1):
        SearchCount.objects.get_or_create(day=day, kind=kind, is_empty=is_empty)
        row.update(count=F("count") + 1)


def _remember(request: HttpRequest, typed: str) -> None:
    words = " ".join(folded for _, _, folded in french.words(typed))[:MOST_WORDS].strip()
    if not words or PERSONAL.search(typed):
        return
    month = timezone.localdate().replace(day=1)
    key = _key(month)
    place = f"search:unanswered:{_hash(key, 'words', words)}"
    visitor = _hash(key, "visitor", f"{network_of(request)} {request.headers.get('User-Agent', '')}")
    visitors: list[str] = cache.get(place) or []
    if visitor in visitors or len(visitors) >= MOST_VISITORS:
        return
    visitors.append(visitor)
    cache.set(place, visitors, MONTH)
    if len(visitors) >= SEVERAL:
        UnansweredWords.objects.update_or_create(month=month, words=words, defaults={"visitors": len(visitors)})


def _key(month: datetime.date) -> str:
    """The secret of a month. It is nowhere but in the cache, and with it goes what the hashes were of."""
    return str(cache.get_or_set(f"search:secret:{month:%Y-%m}", secrets.token_hex, MONTH))


def _hash(key: str, purpose: str, text: str) -> str:
    return salted_hmac(f"search.statistics.{purpose}", text, secret=key, algorithm="sha256").hexdigest()[:24]


def purge(now: datetime.datetime) -> str:
    """Forget old numbers and words; say how many."""
    today = timezone.localdate(now)
    counts, _ = SearchCount.objects.filter(day__lt=today - KEPT_COUNTS).delete()
    words, _ = UnansweredWords.objects.filter(month__lt=today - KEPT_WORDS).delete()
    return f"{counts} counts and {words} wordings forgotten"
