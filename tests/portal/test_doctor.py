"""What a site lacks is said once, and no longer when it is there."""

from __future__ import annotations

import os
import time
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from directory import doctor as directory_doctor
from directory.models import Department, Disp, Mission
from home import doctor as home_doctor
from home.demo.accounts import create_accounts
from home.models import StandardPage
from home.setup import page_tree
from home.setup.groups import CONTRIBUTORS, EDITORS
from portal import doctor
from portal.findings.collecting import checks, findings
from portal.mail import doctor as mail_doctor
from portal.mail.models import OutboxMessage
from portal.models import DueJob, PortalSettings, User
from tests.directory.factories import ReferentFactory

REAL = "bureau@service.fr"
SMTP = "portal.mail.smtp.SmtpBackend"


@pytest.fixture
def site(real_site, db):
    return page_tree.pages()


def said(check) -> list[str]:
    return [str(finding) for finding in check()]


def test_every_app_is_asked():
    modules = {check.__module__ for check in checks()}
    assert modules == {"home.doctor", "directory.doctor", "portal.mail.doctor", "portal.doctor"}


def test_a_new_site_lacks_its_legal_texts_until_they_are_filled(site):
    assert len(said(home_doctor.legal_pages)) == 3
    for key in ("legal", "privacy", "accessibility"):
        StandardPage.objects.filter(pk=site[key].pk).update(in_brief="", body="[]")
    assert said(home_doctor.legal_pages) == []
    StandardPage.objects.filter(pk=site["legal"].pk).update(live=False)
    assert said(home_doctor.legal_pages) == ["La page «\u00a0Mentions légales\u00a0» manque au public."]


def test_a_direction_lacks_a_mailbox_until_it_has_a_real_one(site):
    assert len(said(directory_doctor.mailboxes_of_directions)) == Disp.objects.count() > 0
    first = Disp.objects.first()
    Disp.objects.exclude(pk=first.pk).update(mailbox=REAL)
    (finding,) = directory_doctor.mailboxes_of_directions()
    assert first.short_label in str(finding)
    assert finding.path == reverse("wagtailsnippets_directory_disp:edit", args=[first.pk])


def test_departments_and_sheets_without_anybody_are_named(site):
    (before,) = said(directory_doctor.territory)
    sheet = ReferentFactory(departments=[each.pk for each in Department.objects.all()], missions=["travail"])
    assert Mission.objects.filter(pk="travail").exists()
    assert "Aucun référent" in before
    assert said(directory_doctor.territory) == []
    assert said(directory_doctor.mailboxes_of_sheets) == [f"{sheet.office}\u00a0: la boîte fonctionnelle n’existe pas."]


def test_accounts_and_marks_of_a_demonstration_are_named(site):
    assert said(home_doctor.demonstration) == []
    create_accounts()
    PortalSettings.objects.update(is_demonstration=True)
    marked, accounts = said(home_doctor.demonstration)
    assert "site de démonstration" in marked
    assert "editrice" in accounts


def test_mail_needs_a_sender_a_server_and_a_proof(db, settings, smtp_off):
    settings.DEFAULT_FROM_EMAIL, settings.NATIONAL_MAILBOX = f"Portail <{REAL}>", REAL
    assert said(mail_doctor.last_resort) == []
    (unproved,) = said(mail_doctor.sender)
    assert "send_test_mail" in unproved
    call_command("send_test_mail", REAL)
    assert OutboxMessage.objects.get().sent_at
    assert said(mail_doctor.sender) == []
    OutboxMessage.objects.update(sent_at=None, failed_at=timezone.now())
    assert said(mail_doctor.sender)[-1] == "1 message n’a pas pu être remis (manage.py drain_outbox --status)."
    settings.DEFAULT_FROM_EMAIL = "Portail <bureau@portail.example>"
    assert "bureau@portail.example" in said(mail_doctor.sender)[0]


@pytest.fixture
def smtp_off(settings):
    """A backend that keeps mails in memory: what a server answers is tested with the outbox."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.mark.django_db
def test_a_test_mail_to_nowhere_is_refused():
    with pytest.raises(CommandError, match="is no e-mail address"):
        call_command("send_test_mail", "bureau")
    assert not OutboxMessage.objects.exists()


def test_a_backup_is_missing_until_one_succeeded_lately(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert "Aucune sauvegarde" in said(doctor.backups)[0]
    mark = tmp_path / doctor.BACKUP_MARK
    mark.touch()
    assert said(doctor.backups) == []
    old = time.time() - doctor.LONGEST_AGE.total_seconds() - 60
    os.utime(mark, (old, old))
    assert "La dernière sauvegarde date du" in said(doctor.backups)[0]


def test_the_command_says_all_and_fails_while_something_is_missing(site, capsys):
    with pytest.raises(CommandError, match="à compléter"):
        call_command("doctor")
    lines = capsys.readouterr().out.splitlines()
    assert lines == [f"- {finding}" for finding in findings()]


@pytest.mark.parametrize(("group", "sees"), [(EDITORS, True), (CONTRIBUTORS, False)])
def test_the_page_is_for_who_keeps_the_site(site, client, forgiving_templates, group, sees):
    user = User.objects.create_user("compte", "compte@service.example", "mot de passe")
    user.groups.add(user.groups.model.objects.get(name=group))
    client.force_login(user)
    response = client.get(reverse("doctor"))
    if not sees:
        assert response.status_code == 302
        return
    shown = response.content.decode()
    assert "Mentions légales" in shown
    assert reverse("wagtailadmin_pages:edit", args=[site["legal"].pk]) in shown


def test_periodic_work_that_never_ran_stopped_or_keeps_failing_is_told(db):
    now = timezone.now()
    assert said(doctor.periodic_work) == [
        "Le travail périodique n’a jamais tourné\u00a0: lancez run_due chaque minute (docs/operating.md)."
    ]
    assert DueJob.objects.take("a.job", now, 60)
    DueJob.objects.done("a.job", now, "done")
    assert said(doctor.periodic_work) == []
    for _ in range(3):
        assert DueJob.objects.take("b.job", now, 60)
        DueJob.objects.failed("b.job", now, "TimeoutError")
    assert said(doctor.periodic_work) == ["Le travail «\u00a0b.job\u00a0» a échoué 3 fois de suite\u00a0: TimeoutError"]
    DueJob.objects.filter(name="b.job").delete()
    DueJob.objects.update(ended_at=now - timedelta(hours=2))
    (sentence,) = said(doctor.periodic_work)
    assert sentence.startswith("Le travail périodique ne tourne plus depuis le ")


def test_the_page_shows_how_each_job_ended(admin_client, forgiving_templates):
    DueJob.objects.take("a.job", timezone.now(), 60)
    DueJob.objects.done("a.job", timezone.now(), "12 erased")
    page = admin_client.get(reverse("doctor")).content.decode()
    assert "12 erased" in page
    assert "Travaux périodiques" in page
