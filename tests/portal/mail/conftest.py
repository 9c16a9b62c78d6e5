from __future__ import annotations

import pytest
from django.db import transaction

from portal.mail import outbox
from tests.portal.mail.servers import SmtpServer


@pytest.fixture(scope="session")
def running_smtp(tmp_path_factory):
    """One SMTP server for all tests that only talk to it."""
    server = SmtpServer(tmp_path_factory.mktemp("mail") / "smtp").start()
    yield server
    server.close()


@pytest.fixture
def smtp(running_smtp, settings):
    """The SMTP server, in a good mood, with the portal's real backend pointed at it."""
    running_smtp.forget()
    running_smtp.mode("accept")
    settings.EMAIL_BACKEND = "portal.mail.smtp.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running_smtp.port
    return running_smtp


@pytest.fixture
def store(db):
    """Store one mail: `store("a@disp.example", subject="…")`."""

    def store_one(*to, subject="Nouvelle demande", text="Bonjour.", **kwargs):
        with transaction.atomic():
            [message] = outbox.add(
                outbox.OutgoingMail(to=to or ("a@disp.example",), subject=subject, text=text, **kwargs)
            )
        return message

    return store_one
