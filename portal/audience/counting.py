"""Pages counted in the memory of each process, and added once a minute to the numbers of the day: no page asks a query.

Who reads stays unknown: no address, no cookie, no browser and no hour is kept, and neither the query of an address nor
the page of another site that led here. Staff, programs and readers who ask not to be counted are not.
"""

from __future__ import annotations

import atexit
import datetime
import logging
import os
import re
import threading
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.urls import reverse
from django.utils import timezone

from portal.models import AudienceCount
from portal.web.log_lines import is_private_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)

SECONDS = 60  # between two writings of a process: what a killed one loses at most
MOST = 1000  # different things counted between two writings; invented referrers fill no more
LONGEST = 200  # characters of a path; ours are shorter
KEPT = datetime.timedelta(days=760)  # 25 months, the most that the CNIL recommends (docs/decisions/0028)
# Programs name themselves; a list of thousands of names (crawler-user-agents) would find few more.
_PROGRAM = re.compile(
    r"^$|bot\b|bot/|crawl|spider|slurp|archiv|preview|scan|monitor|check|fetch|headless|lighthouse|curl|wget|python"
    r"|java/|okhttp|go-http|libwww|http_?client",
    re.IGNORECASE,
)
_SITE = re.compile(r"(?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]+")  # a name, and no address of a machine

Kind = AudienceCount.Kind


class Tally:
    """What this process counted since it last wrote."""

    counts: Counter[tuple[datetime.date, Kind, str]]
    lock: threading.Lock
    timer: threading.Timer | None

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Begin anew: a process that was just forked counts what it sees itself, and has no timer yet."""
        self.counts, self.lock, self.timer = Counter(), threading.Lock(), None

    def add(self, *seen: tuple[datetime.date, Kind, str]) -> None:
        """Count these once more; a timer writes them, so that a process at rest has none."""
        with self.lock:
            self.counts.update(each for each in seen if each in self.counts or len(self.counts) < MOST)
            if self.timer is None and settings.AUDIENCE_WRITES:
                self.timer = threading.Timer(SECONDS, self._write_apart)
                self.timer.daemon = True
                self.timer.start()

    def write(self) -> int:
        """Add what was counted to the numbers of the days; kept for the next time where the database cannot."""
        with self.lock:
            taken, self.counts, self.timer = self.counts, Counter(), None
        try:
            with transaction.atomic():
                for (day, kind, subject), count in taken.items():
                    AudienceCount.objects.add(day, kind, subject, count)
        except DatabaseError as error:
            logger.warning("The audience could not be written: %s", type(error).__name__)
            with self.lock:
                self.counts.update(taken)
            return 0
        return taken.total()

    def _write_apart(self) -> None:
        self.write()
        connections.close_all()  # of this thread, which ends


tally = Tally()
os.register_at_fork(after_in_child=tally.begin)


@atexit.register
def _write_last() -> None:
    if tally.timer is not None:
        tally.timer.cancel()
        tally.write()


class AudienceMiddleware:
    """Counts pages as they leave; stands before whatever answers from a cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if self._is_read(request, response):
            today = timezone.localdate()
            site = _other_site(request)
            tally.add((today, Kind.PAGE, request.path), *([(today, Kind.SITE, site)] if site else []))
        return response

    def _is_read(self, request: HttpRequest, response: HttpResponse) -> bool:
        return (
            request.method == "GET"
            and not getattr(request, "is_dummy", False)  # a page that is built ahead or previewed
            and response.status_code == 200
            and response.get("Content-Type", "").startswith("text/html")
            and len(request.path) <= LONGEST
            and not request.path.startswith(self.admin)
            and not is_private_path(request.path)
            # Visitors have no cookie: whoever has a session works here.
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and request.headers.get("DNT") != "1"
            and request.headers.get("Sec-GPC") != "1"
            and "prefetch" not in request.headers.get("Sec-Purpose", "")
            and not _PROGRAM.search(request.headers.get("User-Agent", ""))
        )


def _other_site(request: HttpRequest) -> str:
    """The name of the site whose link was followed, « www » apart; empty for our own and for none."""
    try:
        name = (urlsplit(request.headers.get("Referer", "")).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    ours = {urlsplit(settings.PORTAL_URL).hostname, request.get_host().partition(":")[0]}
    return name if _SITE.fullmatch(name) and not {name, f"www.{name}"} & ours and len(name) <= LONGEST else ""


def forget_old(now: datetime.datetime) -> str:
    """Periodic work: numbers older than 25 months go."""
    count, _ = AudienceCount.objects.filter(day__lt=timezone.localdate(now) - KEPT).delete()
    return f"{count} forgotten" if count else ""
