"""Replies and bounces in a mailbox of a real IMAP server."""

from __future__ import annotations

import datetime
from urllib.parse import quote

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import timezone

from directory.contact.inbox import mailboxes, reading
from directory.contact.inbox.parsing import read_mail
from directory.contact.models import RequestEvent
from tests.directory.contact.factories import submit
from tests.directory.contact.inbox import imap_server
from tests.directory.contact.inbox.imap_server import PASSWORD, USER
from tests.directory.contact.inbox.incoming import from_employer, from_referent, mail, report, sent_to
from tests.harness.skipping import need

pytestmark = pytest.mark.servers

Kind = RequestEvent.Kind


@pytest.fixture(scope="module", params=["", imap_server.PLAIN], ids=["with MOVE", "without MOVE"])
def server(request):
    need("dovecot-imapd")
    with imap_server.running(capability=request.param) as running:
        yield running


def address(server, scheme: str = "imap", password: str = PASSWORD, folder: str = "INBOX") -> str:
    port = server.secure_port if scheme == "imaps" else server.port
    return f"{scheme}://{USER}:{quote(password, safe='')}@127.0.0.1:{port}/{folder}"


@pytest.fixture
def request_sent(server, settings, camille):
    settings.REPLIES_URL, settings.REPLIES_ADDRESS = address(server), "demandes@portail.example"
    return submit()


def test_replies_and_bounces_are_attached_and_leave_the_inbox(server, request_sent, read):
    before = server.count(mailboxes.READ), server.count(mailboxes.ASIDE)
    server.append(
        from_referent(request_sent).as_bytes(),
        from_employer(request_sent).as_bytes(),
        report(sent_to("normandie@r2ip.example")),
        mail("a@b.example", "Bonjour").as_bytes(),
        b"\x00\xff",
    )
    assert read() == "2 aside, 2 attached, 1 bounces"
    assert server.count() == 0
    assert (server.count(mailboxes.READ), server.count(mailboxes.ASIDE)) == (before[0] + 3, before[1] + 2)
    assert request_sent.events.filter(kind__in=[Kind.ANSWER, Kind.EMPLOYER_MESSAGE, Kind.BOUNCED]).count() == 3
    assert read() == "no mail"


def test_two_readers_side_by_side_attach_once(server, request_sent):
    server.append(from_referent(request_sent).as_bytes(), from_employer(request_sent).as_bytes())
    with mailboxes.opened(address(server)) as first, mailboxes.opened(address(server)) as second:
        keys = first.waiting(10)
        assert keys == second.waiting(10)
        told = [reading._read(inbox, key) for key in keys for inbox in (first, second)]
    assert [each for each in told if each] == ["attached", "attached"]
    assert request_sent.events.filter(kind=Kind.ANSWER).count() == 1
    assert server.count() == 0


def test_a_reader_that_is_killed_before_it_moves_a_mail_attaches_it_once(server, request_sent, read):
    server.append(from_referent(request_sent).as_bytes())
    with mailboxes.opened(address(server)) as inbox:
        [key] = inbox.waiting(10)
        assert reading.attach(read_mail(inbox.read(key, 100_000))) == "attached"
    assert read() == "1 repeated"
    assert server.count() == 0


def test_a_huge_mail_is_read_by_its_beginning(server, request_sent, read):
    huge = from_employer(request_sent)
    huge.add_attachment(b"x" * 3_000_000, maintype="application", subtype="zip", filename="plans.zip")
    server.append(huge.as_bytes())
    assert read() == "1 attached"
    text = request_sent.events.get(kind=Kind.EMPLOYER_MESSAGE).text
    assert "600 coffrets" in text
    assert "plans.zip" in text


def test_old_mails_leave_the_folders_of_the_server(server, request_sent, read):
    server.append(from_referent(request_sent).as_bytes())
    read()
    before = server.count(mailboxes.READ)
    with mailboxes.opened(address(server)) as inbox:
        assert inbox.forget(mailboxes.READ, timezone.now()) == 0  # a day is the least that IMAP knows
        tomorrow = timezone.now() + datetime.timedelta(days=2)
        assert inbox.forget(mailboxes.READ, tomorrow, dry_run=True) == before > 0
        assert server.count(mailboxes.READ) == before
        assert inbox.forget(mailboxes.READ, tomorrow) == before
        assert inbox.waiting(10) == []
    assert server.count(mailboxes.READ) == 0


@pytest.mark.parametrize("scheme", ["imaps", "imap+tls"])
def test_encrypted_sessions_ask_for_a_known_certificate(server, request_sent, read, settings, monkeypatch, scheme):
    server.append(from_referent(request_sent).as_bytes())
    settings.REPLIES_URL = address(server, scheme)
    with pytest.raises(CommandError, match="SSLCertVerificationError"):
        call_command("read_replies")
    monkeypatch.setenv("SSL_CERT_FILE", str(server.folder / "cert.pem"))
    assert read() == "1 attached"


@pytest.mark.parametrize("wrong", ["password", "folder", "port"])
def test_a_mailbox_that_cannot_be_used_is_an_error_without_details(server, request_sent, settings, wrong):
    settings.REPLIES_URL = {
        "password": address(server, password="perdu"),
        "folder": address(server, folder="Inconnue"),
        "port": "imap://portail:secret@127.0.0.1:1/INBOX",
    }[wrong]
    with pytest.raises(CommandError, match=r"The mailbox cannot be used now \(\w+\). Nothing is lost.") as refusal:
        call_command("read_replies")
    assert "perdu" not in str(refusal.value)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("url", ["pop3://a:b@c/d", "imaps:///INBOX", "INBOX", "maildir://"])
def test_an_address_of_another_kind_is_a_mistake_of_the_settings(settings, url):
    settings.REPLIES_URL = url
    with pytest.raises(ImproperlyConfigured, match="REPLIES_URL"):
        reading.read_replies(timezone.now())
