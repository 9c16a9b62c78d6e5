"""Every six months a mail asks who answers for an establishment whether its workshops are still right.

One mail a mailbox, whatever the number of workshops. Also takes what turned stale out of the search: nobody saved it.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from directory.establishments.workshops import FRESH_FOR, Workshop
from directory.models import Referent
from directory.referents.routing import precedence
from portal.mail import outbox
from portal.mail.rendering import mail_from
from portal.web.signed_links import LinkExpiredError, SignedLink
from search.index import change_log, registry

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.db.models import QuerySet

AHEAD = datetime.timedelta(days=14)  # asked before the public page hides it
LINK_DAYS = 60
CONFIRMED = "directory.workshop_confirmed"
LINK = SignedLink("directory.staff.workshop_freshness", datetime.timedelta(days=LINK_DAYS))


def due(today: datetime.date) -> QuerySet[Workshop]:
    """Workshops that nobody confirmed lately, and that were not asked about lately."""
    limit = today - FRESH_FOR + AHEAD
    return Workshop.objects.filter(
        Q(verified_on=None) | Q(verified_on__lte=limit), Q(asked_on=None) | Q(asked_on__lte=limit)
    )


def run(now: datetime.datetime | None = None) -> str:
    """Hide what turned stale, ask about what is due: each once, however often this runs."""
    hidden, today = hide_stale(), timezone.localdate(now)
    by_mailbox: dict[str, list[Workshop]] = defaultdict(list)
    whole = due(today).select_related("establishment__commune__department__region__disp")
    found = list(whole.order_by("establishment__name", "name"))
    referents = _present_referents() if found else []
    for workshop in found:
        by_mailbox[_mailbox_of(workshop, referents)].append(workshop)
    for mailbox, workshops in by_mailbox.items():
        _ask(mailbox, workshops, today)
    return f"{len(found)} workshops asked about in {len(by_mailbox)} mails, {hidden} hidden"


def hide_stale() -> int:
    """Have the search forget workshops that turned stale since it last heard of them; return how many."""
    turned = Workshop.objects.stale().filter(is_searched=True)
    with transaction.atomic():
        gone = list(turned)
        change_log.record({key for each in gone for key in registry.keys_touched_by(each)})
        Workshop.objects.filter(pk__in=[each.pk for each in gone]).update(is_searched=False)
    return len(gone)


def _present_referents() -> list[Referent]:
    return sorted(Referent.objects.published().occupied().with_territory(), key=precedence)


def _mailbox_of(workshop: Workshop, referents: Sequence[Referent]) -> str:
    """Of the referent who answers employers there, else of the direction."""
    department = workshop.establishment.commune.department
    first = next((each for each in referents if department.pk in each.department_codes), None)
    return first.email if first else department.region.disp.mailbox


@transaction.atomic
def _ask(mailbox: str, workshops: Sequence[Workshop], today: datetime.date) -> None:
    """One mail about those that no run beside this one asked about."""
    claimed = [
        each for each in workshops if Workshop.objects.filter(pk=each.pk, asked_on=each.asked_on).update(asked_on=today)
    ]
    if claimed:
        link = LINK.url("directory:verify_workshops", [[each.pk for each in claimed], today.isoformat()])
        outbox.add(mail_from("workshop_question", to=(mailbox,), workshops=claimed, link=link, days=LINK_DAYS))


def workshops_of(token: str) -> list[Workshop]:
    """The workshops of a link that still wait; raise LinkUnknownError, or LinkExpiredError when none does."""
    pks, asked_on = LINK.read(token)
    found = Workshop.objects.filter(pk__in=pks, asked_on=asked_on).select_related("establishment")
    waiting = [each for each in found if each.verified_on is None or each.verified_on < each.asked_on]
    if not waiting:
        raise LinkExpiredError
    return waiting


@transaction.atomic
def confirm(workshops: Collection[Workshop], user: object = None) -> None:
    """« Toujours exact »: confirmed today, shown again from now on."""
    for workshop in workshops:
        workshop.verified_on = timezone.localdate()
        workshop.save(update_fields=["verified_on", "is_searched"])
        log(instance=workshop, action=CONFIRMED, user=user)


def is_listed_label(workshop: Workshop) -> str:
    """For lists of the admin: « Affiché », « À confirmer depuis le … »."""
    if workshop.is_fresh:
        return "Affiché"
    return f"Masqué, confirmé le {workshop.verified_on:%d/%m/%Y}" if workshop.verified_on else "Masqué, jamais confirmé"
