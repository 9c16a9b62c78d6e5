"""The operator is mailed when something goes wrong and when it is over: once each, never about a moment."""

from __future__ import annotations

import datetime
import io
import socket
import ssl
import subprocess
import threading

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.health import alarm
from portal.models import DueJob
from tests.harness.skipping import need

SEARCH = "un moteur de recherche ne répond pas ou a pris du retard"
OUTBOX = "des courriers attendent depuis plus de quinze minutes"


@pytest.fixture
def look(db, settings, monkeypatch, mailoutbox):  # the database makes the outbox anew
    """Run the job while these things are wrong (each probe has tests of its own); subjects of the mails that leave."""
    settings.OPERATOR_MAILBOX = "exploitation@portail.example"

    def run(*wrong: str) -> list[str]:
        monkeypatch.setattr(alarm, "troubles", lambda _: list(wrong))
        mailoutbox.clear()
        call_command("run_due", "portal.alarm", stdout=io.StringIO())
        return [mail.subject for mail in mailoutbox]

    return run


def test_it_is_told_once_and_so_is_its_end(look):
    assert look("search") == [], "a server that restarts wakes nobody"
    assert look("search") == [f"Portail\u00a0: {SEARCH}"]
    assert look("search") == []
    assert look("search", "outbox") == []
    assert look("search", "outbox") == [f"Portail\u00a0: {OUTBOX}"]
    assert look("outbox") == [f"Portail\u00a0: c’est fini, {SEARCH}"]
    assert look() == [f"Portail\u00a0: c’est fini, {OUTBOX}"]
    assert look() == []


def test_what_is_over_at_once_is_never_told(look):
    assert [look("cache"), look(), look("cache"), look()] == [[], [], [], []]


def test_several_things_make_one_mail(look, mailoutbox):
    look("database", "disk")
    assert look("database", "disk") == [
        "Portail\u00a0: la base de données ne répond pas ou refuse d’écrire (et autre chose)"
    ]
    assert "- le disque est presque plein" in mailoutbox[0].body


def test_nobody_is_mailed_without_a_mailbox(look, settings):
    settings.OPERATOR_MAILBOX = ""
    assert [look("disk"), look("disk")] == [[], []]


def test_jobs_that_fail_are_a_trouble(db):
    DueJob.objects.create(name="contact.replies", started_at=timezone.now(), failures=2)
    assert "jobs" not in alarm.troubles(timezone.now())
    DueJob.objects.update(failures=3)
    assert "jobs" in alarm.troubles(timezone.now())


@pytest.fixture
def front_door(tmp_path, monkeypatch, settings):
    """A TLS server with a certificate that this machine trusts, good for two days."""
    need("openssl")
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "cert.pem"]
    subprocess.run([*made, *names], cwd=tmp_path, check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.PORTAL_URL = f"https://localhost:{listening.getsockname()[1]}"

        def serve() -> None:
            connection, _ = listening.accept()
            context.wrap_socket(connection, server_side=True).close()

        thread = threading.Thread(target=serve)
        thread.start()
        yield
        thread.join()


def test_a_certificate_that_ends_soon_is_a_trouble(front_door, db):
    assert "certificate" in alarm.troubles(timezone.now())


def test_a_certificate_that_lasts_is_none(front_door, db, monkeypatch):
    monkeypatch.setattr(alarm, "LEAST_VALID", datetime.timedelta(days=1))
    assert "certificate" not in alarm.troubles(timezone.now())
