"""Every six months a mail asks whether a sheet is still right, by a signed link: « à jour » or « à corriger »."""

from __future__ import annotations

import datetime
import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from wagtail.log_actions import log

from directory.models import Referent
from directory.referents.models import FRESH_FOR
from portal.mail import outbox
from portal.mail.rendering import mail_from
from portal.web.signed_links import LinkExpiredError, SignedLink

if TYPE_CHECKING:
    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

AHEAD = datetime.timedelta(days=14)  # asked before the public page says that the sheet is old
LINK_DAYS = 60
CONFIRMED, TO_CORRECT = "directory.verified", "directory.to_correct"
LINK = SignedLink("directory.staff.freshness", datetime.timedelta(days=LINK_DAYS))


def due(today: datetime.date) -> QuerySet[Referent]:
    """Published sheets of somebody that nobody verified lately, and that were not asked about lately."""
    limit = today - FRESH_FOR + AHEAD
    return (
        Referent.objects.published()
        .occupied()
        .filter(Q(verified_on=None) | Q(verified_on__lte=limit), Q(asked_on=None) | Q(asked_on__lte=limit))
    )


def unanswered() -> QuerySet[Referent]:
    """Sheets whose question found no answer since, and those that are said to need a correction."""
    waits = Q(asked_on__isnull=False) & (Q(verified_on=None) | Q(verified_on__lt=F("asked_on")))
    wrong = Q(correction_asked_on__isnull=False) & (Q(verified_on=None) | Q(verified_on__lt=F("correction_asked_on")))
    return Referent.objects.published().occupied().filter(waits | wrong)


def state_label(sheet: Referent) -> str:
    """For the list of sheets: « À corriger », « Sans réponse depuis le … », or nothing."""

    def since(day: datetime.date | None) -> bool:
        return day is not None and (sheet.verified_on is None or sheet.verified_on < day)

    if sheet.is_vacant or not sheet.live:
        return ""
    if since(sheet.correction_asked_on):
        return "À corriger"
    return f"Sans réponse depuis le {sheet.asked_on:%d/%m/%Y}" if since(sheet.asked_on) else ""


def ask_all(now: datetime.datetime | None = None) -> str:
    """Mail every sheet that is due, once: a second run the same day, or beside this one, finds nothing to do."""
    today = timezone.localdate(now)
    count = 0
    for sheet in due(today).order_by("pk"):
        with transaction.atomic():
            if Referent.objects.filter(pk=sheet.pk, asked_on=sheet.asked_on).update(asked_on=today):
                sheet.asked_on = today
                outbox.add(question(sheet))
                count += 1
    return f"{count} sheets asked about"


def question(sheet: Referent) -> outbox.OutgoingMail:
    """The mail, to the functional mailbox: it stays when persons change."""
    # The link carries the sheet, and the question it answers.
    link = LINK.url("directory:verify", [sheet.pk, sheet.asked_on.isoformat()])
    return mail_from("sheet_question", to=(sheet.email,), sheet=sheet, link=link, days=LINK_DAYS)


def sheet_of(token: str) -> Referent:
    """The sheet of a link; raise LinkUnknownError, or LinkExpiredError: too old, answered, or a newer one left."""
    pk, asked_on = LINK.read(token)
    sheet = Referent.objects.select_related("disp", "latest_revision").filter(pk=pk).first()
    if sheet is None or sheet.is_vacant or sheet.asked_on is None or sheet.asked_on.isoformat() != asked_on:
        raise LinkExpiredError
    return sheet


@transaction.atomic
def confirm(sheet: Referent) -> None:
    """« À jour »: the coordinates were verified today, in the published sheet and in a draft that may follow it."""
    sheet = Referent.objects.select_for_update().get(pk=sheet.pk)
    today = timezone.localdate()
    sheet.verified_on, sheet.correction_asked_on = today, None
    sheet.save(update_fields=["verified_on", "correction_asked_on"])
    for revision in sheet.revisions.filter(Q(pk=sheet.latest_revision_id) | Q(approved_go_live_at__isnull=False)):
        revision.content["verified_on"] = today.isoformat()
        revision.save(update_fields=["content"])
    log(instance=sheet, action=CONFIRMED)


@transaction.atomic
def ask_for_correction(sheet: Referent) -> None:
    """« À corriger »: the list of sheets says so until somebody verifies it."""
    sheet.correction_asked_on = timezone.localdate()
    sheet.save(update_fields=["correction_asked_on"])
    log(instance=sheet, action=TO_CORRECT)
