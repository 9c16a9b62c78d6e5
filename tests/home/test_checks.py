"""Accounts of the demonstration stop a site whose DEBUG is off, in the check and in real processes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.management import call_command

from home.demo.accounts import DOMAIN, PASSWORD, create_accounts
from portal.models import User
from tests.harness.migrated_database import template

GUNICORN = ["-m", "gunicorn", "--check-config", "portal.wsgi"]
RUNSERVER = ["manage.py", "runserver", "--noreload", "127.0.0.1:0"]

ALL = "admin, administratrice, editeur, editrice, gestionnaire, redactrice, referente, responsable"


def errors() -> list[str]:
    """What a check of the database finds wrong."""
    return [message.id for message in run_checks(tags=["database"], databases=["default"])]


def test_a_site_without_them_may_start(db):
    User.objects.create_superuser("admin", "admin@service.example", "a-password-of-my-own")
    assert errors() == []


def test_accounts_of_the_demonstration_are_an_error(db):
    create_accounts()
    assert errors() == ["home.E001"]
    [message] = run_checks(tags=["database"], databases=["default"])
    assert ALL in message.msg
    assert "remove_demo_accounts" in message.hint


def test_so_is_the_known_password_under_another_address(db):
    create_accounts()
    User.objects.update(email="quelqu-un@service.example")
    assert errors() == ["home.E001"]


def test_so_is_an_account_of_the_demonstrations_domain_under_another_name(db):
    User.objects.create_user("autre", f"Autre@{DOMAIN.upper()}", "a-password-of-my-own")
    assert errors() == ["home.E001"]


def test_a_development_site_may_have_them(db, settings):
    create_accounts()
    settings.DEBUG = True
    assert errors() == []


def test_a_closed_account_opens_nothing(db):
    create_accounts()
    User.objects.update(is_active=False)
    assert errors() == []


def test_a_check_that_reads_no_database_does_not_ask(db):
    create_accounts()
    assert not run_checks(tags=["database"])


def test_they_can_be_removed_by_a_command_that_leaves_the_others(db, capsys):
    create_accounts()
    User.objects.create_user("plume", "plume@service.example", PASSWORD)
    call_command("remove_demo_accounts")
    assert (
        "admin, administratrice, editeur, editrice, gestionnaire, redactrice, referente, responsable"
        in capsys.readouterr().out
    )
    assert list(User.objects.values_list("username", flat=True)) == ["plume"]
    assert errors() == []


@pytest.mark.servers
def test_a_real_start_stops(tmp_path):
    """Production processes on a database of their own; tests/ops shows that they start without such accounts."""
    variables = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SECRET_KEY": "nothing-to-protect-here-but-long-enough-to-please-the-checks-0123",
        "PORTAL_URL": "http://localhost",
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": "",
    }

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments], cwd=settings.BASE_DIR, env=os.environ | variables, capture_output=True,
            text=True, timeout=90, check=False,
        )  # fmt: skip

    shutil.copy(template(), tmp_path / "portal.sqlite3")
    made = run("manage.py", "shell", "-c", "from home.demo.accounts import create_accounts; create_accounts()")
    assert made.returncode == 0, made.stderr
    for command in (GUNICORN, RUNSERVER):
        stopped = run(*command)
        assert stopped.returncode != 0
        assert "home.E001" in stopped.stderr
