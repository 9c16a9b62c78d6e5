"""docs/rgpd-register.md says what the code does: every table with personal data, every period, and that it ends."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import models
from django.utils import timezone
from phonenumber_field.modelfields import PhoneNumberField

from directory.contact.inbox import reading
from directory.contact.models import ContactRequest, FormDraft, WaitingFile
from directory.contact.models.draft import KEPT as DRAFT_KEPT
from directory.contact.retention import personal, purging
from news.models import Subscription
from news.subscriptions import links
from portal import periodic
from portal.audience import counting
from portal.cms import outside_preview
from portal.mail.models import OutboxMessage
from portal.models import PreviewLink, SignIn
from portal.sign_in import history
from search.models import UnansweredWords
from search.site import statistics
from tests.directory.contact.factories import submit
from tests.directory.contact.retention.traces import found_in_database

if TYPE_CHECKING:
    from collections.abc import Iterator

REGISTER = (settings.BASE_DIR / "docs" / "rgpd-register.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([a-z_]+\.[A-Z]\w+)`", REGISTER))
JOBS = sorted(set(re.findall(r"`((?:contact|mail|news|portal|search)\.[a-z_-]+)`", REGISTER)))
MARK = "Zéphyrine-Quellien"
ADDRESS = "zephyrine.quellien@atelier-unique.example"


def holders() -> Iterator[str]:
    """Tables with an e-mail address, a telephone or an account in them, or in which an erasure looks for an address."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.EmailField | PhoneNumberField) or field.related_model is get_user_model():
                yield model._meta.label
    yield from (model._meta.label for model, _ in personal.QUOTED_IN)
    yield from (each.related_model._meta.label for each in ContactRequest._meta.related_objects)


def test_every_table_with_personal_data_is_named():
    assert NAMED - {model._meta.label for model in apps.get_models()} == set(), "named, but there is none"
    ours = {label for label in holders() if not label.startswith("tests.")}
    assert len(ours) > 20
    assert ours - NAMED == set()


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("après le dernier événement", f"{settings.REQUEST_KEPT_MONTHS} mois"),
        ("si elle est indésirable", f"{settings.REQUEST_KEPT_MONTHS_UNWANTED} mois"),
        ("si personne n’a confirmé son adresse", f"{purging.HELD_DAYS} jours"),
        ("après la dernière modification", f"{DRAFT_KEPT.seconds // 3600} heures"),
        ("un courriel qui n’appartient à aucune demande", f"{settings.OUTBOX_ROW_DAYS} jours"),
        ("les mots d’un courriel parti", f"{settings.OUTBOX_WORDS_DAYS} jours"),
        ("courriels lus", f"{reading.READ_DAYS} jours"),
        ("mis à part ou illisibles", f"{reading.ASIDE_DAYS} jours"),
        ("réseau d’où elle vient", f"{history.KEPT.days} jours"),
        ("une adresse jamais confirmée", f"{links.VALID.days} jours"),
        ("audience", f"{counting.KEPT.days} jours"),
        ("nombres de recherches", f"{statistics.KEPT_COUNTS.days} jours"),
        ("mots", f"{statistics.KEPT_WORDS.days} jours"),
    ],
)
def test_a_period_is_that_of_the_settings(words, period):
    plain = REGISTER.replace("\u00a0", " ")
    after, before = rf"\*\*{period}\*\*[^*|]*{words}", rf"{words}[^*|]*\*\*{period}\*\*"
    assert re.search(f"{after}|{before}", plain), f"{words}: {period}"


def test_periods_that_stand_elsewhere_are_the_same():
    assert settings.SESSION_LONGEST_SECONDS == 12 * 3600
    assert max(int(days) for days in outside_preview.DAYS) == 30
    nightly = (settings.BASE_DIR / "ops" / "nightly-backup").read_text(encoding="utf-8")
    assert "${BACKUP_DAYS:-30}" in nightly


def test_the_jobs_that_erase_are_there():
    assert len(JOBS) > 8
    assert set(JOBS) <= set(periodic.jobs())


def test_nothing_is_left_once_each_period_is_over(camille, home_page, django_user_model):
    """One row of each kind, a second past its time; then the jobs that the register names run."""
    now, second = timezone.now(), datetime.timedelta(seconds=1)
    months = datetime.timedelta(days=31)
    submit(contact_name=MARK, email=ADDRESS)
    OutboxMessage.objects.update(sent_at=now)  # of the request: they go with it
    ContactRequest.objects.update(last_event_at=now - settings.REQUEST_KEPT_MONTHS * months)
    FormDraft.objects.create(key="k", answers={"email": [ADDRESS]}, changed_at=now - DRAFT_KEPT - second)
    WaitingFile.objects.create(draft_key="gone", name=MARK, size=1, content=b"x")
    WaitingFile.objects.update(added_at=now - DRAFT_KEPT - second)
    Subscription.objects.create(email=ADDRESS, asked_at=now - links.VALID - second)
    old = now - datetime.timedelta(days=settings.OUTBOX_ROW_DAYS) - second
    OutboxMessage.objects.create(to=[ADDRESS], pending=[], subject=MARK, text=MARK, sent_at=old, created_at=old)
    account = django_user_model.objects.create_user("camille-r")
    SignIn.objects.create(user=account, outcome="entered", network="203.0.113.7", at=now - history.KEPT - second)
    PreviewLink.objects.create(page=home_page, reader=MARK, made_by=account, expires_at=now - second)
    Session.objects.create(session_key="s", session_data=MARK, expire_date=now - second)
    UnansweredWords.objects.create(
        words=MARK, visitors=3, month=timezone.localdate(now - statistics.KEPT_WORDS - months)
    )
    there = found_in_database([MARK, ADDRESS, "203.0.113.7"])
    places = {place.split(".")[0] for each in there.values() for place in each}
    assert len(places) >= 8, places

    # The mailbox of replies has files, not rows: test_whole_run.py has one.
    call_command("run_due", *(job for job in JOBS if job != "contact.replies"), "--no-apart", verbosity=0)
    assert found_in_database([MARK, ADDRESS, "203.0.113.7"]) == {}
