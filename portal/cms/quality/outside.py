"""Links to other sites: a few are asked each night, when the operator wants it; what is broken becomes a remark."""

from __future__ import annotations

import datetime
import time
from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

from django.conf import settings
from django.db.models import F, Q

from portal.cms.own_addresses import path_here
from portal.cms.quality.asking import ask
from portal.cms.quality.pieces import Link, pieces_of
from portal.models import OutsideLink

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

    from portal.cms.quality.asking import Answer

MOST = 300  # addresses a night
SECONDS = 200  # less than a job may take
PAUSE = 1.0  # s, before the same site is asked again
FINE_FOR = datetime.timedelta(days=7)
FAILED_FOR = datetime.timedelta(hours=20)  # asked again the next night
FAILURES = 3  # nights in a row; a site may be in repair
LONGEST = 2000  # bytes, of an index


def outside(link: Link) -> str:
    """The address of another site that a link leads to, without the anchor; else nothing."""
    address = urldefrag(link.address).url
    is_web = address.startswith(("http://", "https://")) and not path_here(address)
    return address if is_web and len(address.encode()) <= LONGEST else ""


def faults(links: Iterable[Link]) -> dict[str, str]:
    """What is wrong with the broken ones among links to other sites, by address: one query, none when nobody asks."""
    addresses = {outside(link) for link in links} - {""} if settings.CHECK_OUTSIDE_LINKS else set()
    if not addresses:
        return {}
    broken = OutsideLink.objects.filter(address__in=addresses, is_broken=True)
    return dict(broken.values_list("address", "fault"))


def check(texts: Iterable[Model], now: datetime.datetime) -> tuple[int, list[Model]]:
    """Ask the addresses of these texts that are due; how many were asked, and the texts of which remarks change."""
    users = defaultdict(list)
    for text in texts:
        for address in {outside(each) for each in pieces_of(text) if isinstance(each, Link)} - {""}:
            users[address].append(text)
    OutsideLink.objects.exclude(address__in=users).delete()
    OutsideLink.objects.bulk_create([OutsideLink(address=each) for each in users], ignore_conflicts=True)
    asked, changed = _ask_due(now)
    return asked, [text for address in changed for text in users[address]]


def _ask_due(now: datetime.datetime) -> tuple[int, list[str]]:
    """Ask those that were asked longest ago. Failures count only when somebody else was heard: else we are cut off."""
    due = OutsideLink.objects.filter(
        Q(asked_at=None) | Q(fault="", asked_at__lt=now - FINE_FOR) | ~Q(fault="") & Q(asked_at__lt=now - FAILED_FOR)
    ).order_by(F("asked_at").asc(nulls_first=True), "pk")
    ends, last, asked, changed, silent = time.monotonic() + SECONDS, "", 0, [], []
    for link in due[:MOST]:
        if time.monotonic() > ends:
            break
        site = urlsplit(link.address).netloc
        if site == last:
            time.sleep(PAUSE)
        last, link.asked_at = site, now
        link.save(update_fields=["asked_at"])  # first: should it hang until the job is killed, others come before it
        answer = ask(link.address, f"Portail (+{settings.PORTAL_URL})")
        asked += 1
        if answer.was_heard or answer.is_sure:
            changed += _note(link, answer)
        else:
            silent.append((link, answer))
    if len(silent) == asked:
        OutsideLink.objects.filter(pk__in=[link.pk for link, _ in silent]).update(asked_at=None)
        return asked, changed
    for link, answer in silent:
        changed += _note(link, answer)
    return asked, changed


def _note(link: OutsideLink, answer: Answer) -> list[str]:
    """Store an answer; the address when its remark comes or goes."""
    before = (link.is_broken, link.is_broken and link.fault)
    link.failures = link.failures + 1 if answer.fault else 0
    link.fault = answer.fault
    link.is_broken = bool(answer.fault) and (answer.is_sure or link.failures >= FAILURES)
    link.save()
    return [link.address] if (link.is_broken, link.is_broken and link.fault) != before else []
