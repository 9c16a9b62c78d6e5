"""Inputs made to exhaust whoever reads them, one entrance after the other: each is put away and told, others are read.

What is asserted is counted, never timed; the limits of `portal.contained` bound how long a failing test may take.
"""

from __future__ import annotations

import base64

import pytest
from django.core.management import call_command

from directory.contact.inbox import attaching, mailboxes, parsing, unreadable
from directory.contact.inbox.html_text import text_of_html
from directory.contact.models import MailReading, RequestEvent
from portal.contained import calling
from portal.mail.models import OutboxMessage
from tests.directory.contact.conftest import camille, territory
from tests.directory.contact.inbox.conftest import maildir, read, request_sent
from tests.directory.contact.inbox.incoming import from_referent, mail
from tests.directory.contact.visitor import spaced

__all__ = ["camille", "maildir", "read", "request_sent", "territory"]  # fixtures

Kind = RequestEvent.Kind
KIND = b"Content-Type: text/html\r\n"


def raw(head: bytes, body: bytes = b"mot") -> bytes:
    return b"From: a@b.example\r\nSubject: x\r\n" + head + b"\r\n" + body


def nested(depth: int) -> bytes:
    """Multiparts in each other, with a text in the innermost."""
    heads = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(depth))
    return b"From: a@b.example\r\n" + heads + b"\r\nmot\r\n" * 3


HTML = {
    "unclosed tags": "<a " * 100_000,
    "unclosed comments": "<!--" * 75_000,
    "unclosed sections": "<![CDATA[" * 33_000,
    "unclosed attributes": '<a b="' * 50_000,
    "instructions": "<?" * 150_000,
    "brackets": "<" * 300_000,
    "ends": "</" * 150_000,
    "blocks in blocks": "<div>" * 50_000 + "mot",
    "quotations in quotations": "<blockquote>" * 25_000 + "mot",
    "attributes": "<a " + " ".join(f"a{n}=1" for n in range(40_000)) + ">mot",
    "references": "&#x" * 100_000,
    "ends of scripts": "<script>" + "</scrip" * 40_000,
}
READABLE = {name: raw(KIND, text.encode()) for name, text in HTML.items()} | {
    "lines": raw(b"", b"> a\n\nb\n" * 100_000),
    "one line": raw(b"", b"Le " + b"- _" * 300_000),
    "references in a subject": raw(b"Subject: " + b"K7M4PXJ " * 100_000 + b"\r\n"),
    "identifiers": raw(b"References: " + b"<a@b.example> " * 60_000 + b"\r\n"),
    "headers": raw(b"A: b\r\n" * 100_000),
    "addresses": raw(b"To: " + b"a@b.example, " * 60_000 + b"\r\n"),
    "encoded words": raw(b"Subject: " + b"=?utf-8?q?" * 60_000 + b"\r\n"),
    "comments in an address": raw(b"To: " + b"(" * 15_000 + b"\r\n"),
    "brackets in an address": raw(b"To: " + b"<" * 15_000 + b"\r\n"),
    "quotes in an address": raw(b"From: " + b'"\\' * 9_000 + b"\r\n"),
    "attributions": raw(b"", b"Le 1/1/26 10:00, X a \xc3\xa9crit :\n" * 20_000),
    "heads": raw(b"", b"De : a@b.example\n" * 50_000),
    "a report": raw(b"Return-Path: <>\r\n", b"a@b.example: unknown user\n" * 30_000),
    "fields of a report": raw(b"Return-Path: <>\r\n", b"Final-Recipient: a@b.example\n" * 30_000),
    "a file": raw(b"Content-Type: image/png\r\n", (b"QUFB" * 19 + b"\r\n") * 12_000),
    "base64": raw(b"Content-Transfer-Encoding: base64\r\n", base64.b64encode(b"x" * 700_000)),
}
POISON = {
    "parameters": raw(b"Content-Type: text/plain" + b";a=b" * 200_000 + b"\r\n"),
    "continued parameters": raw(b"Content-Disposition: x" + b";a*0=b" * 100_000 + b"\r\n"),
    "parts in parts": nested(900),
    "thirty parts in parts": nested(30),
    "parts": raw(b"Content-Type: multipart/mixed; boundary=x\r\n", b"--x\r\n\r\na\r\n" * 50_000),
}


@pytest.mark.parametrize("name", HTML)
def test_no_page_is_too_much_for_the_reader_of_pages(name):
    text = text_of_html(HTML[name])
    assert len(text) <= len(HTML[name])
    assert text.rpartition(" ")[2] == "mot" or not HTML[name].endswith("mot")


def test_big_mails_are_read_or_put_aside_and_the_next_one_is_read(request_sent, maildir, read):
    maildir.receive(*READABLE.values(), from_referent(request_sent))
    assert read() == f"{len(READABLE)} aside, 1 attached"
    assert (maildir.count(), maildir.count(mailboxes.UNREADABLE), MailReading.objects.count()) == (0, 0, 0)


def test_poisoned_mails_are_kept_for_a_person_who_is_told_once(request_sent, maildir, read):
    before = OutboxMessage.objects.count()
    maildir.receive(*POISON.values(), from_referent(request_sent))
    assert read() == f"1 attached, {len(POISON)} unreadable"
    assert (maildir.count(), maildir.count(mailboxes.UNREADABLE)) == (0, len(POISON))
    told = OutboxMessage.objects.latest("pk")
    assert OutboxMessage.objects.count() == before + 1
    assert f"{len(POISON)} messages reçus" in spaced(told.text)
    assert mailboxes.UNREADABLE in told.text
    assert read() == "no mail"
    maildir.receive(POISON["parts in parts"], raw(b"Content-Type: text/plain" + b";b" * 20_000 + b"\r\n"))
    assert read() == "2 unreadable"
    assert OutboxMessage.objects.count() == before + 1  # the second waits for the next day's mail
    MailReading.objects.exclude(told_at=None).update(told_at="2020-01-01T00:00Z")
    read()
    assert OutboxMessage.objects.count() == before + 2


def test_a_mail_that_takes_all_its_time_is_killed_alone(request_sent, maildir, read, monkeypatch):
    """The reader has no mail left that would take so long: a function that never ends stands for one."""
    bomb, call = raw(b"", b"bomb"), calling.call

    def endless(function: str, data: bytes) -> bytes:
        limits = calling.Limits(processor=1)
        return call("tests.harness.endless_work:turn", data, limits) if data == bomb else call(function, data)

    monkeypatch.setattr(calling, "call", endless)
    maildir.receive(bomb, from_referent(request_sent))
    assert read() == "1 attached, 1 unreadable"
    assert MailReading.objects.get().reason == "time"


def test_a_mail_that_ends_the_reader_itself_is_tried_twice(request_sent, maildir, read):
    bomb = raw(b"")
    maildir.receive(bomb)
    for started in range(unreadable.TRIES):
        unreadable.begin(bomb)  # and the machine stops
        assert read() == "no mail", started  # for now, another reader may be at it
        MailReading.objects.update(started_at="2020-01-01T00:00Z")
    assert read() == "1 unreadable"
    assert maildir.count(mailboxes.UNREADABLE) == 1


def test_however_many_mails_come_a_request_gets_fifty_of_strangers_and_a_word(request_sent, maildir, read, monkeypatch):
    """In this process, where it is the number that counts."""
    monkeypatch.setattr(unreadable, "read_in_child", parsing.read_mail)
    subject = f"Re: Demande {request_sent.grouped_reference}"
    maildir.receive(*(mail("a@b.example", f"Mot {n}", Subject=subject) for n in range(120)))
    most = attaching.MOST_BY_MAIL[Kind.UNVERIFIED]
    assert read() == f"{most} attached, {120 - most} surplus"
    assert maildir.count(mailboxes.ASIDE) == 120 - most
    assert request_sent.events.filter(kind=Kind.UNVERIFIED).count() == most
    assert mailboxes.ASIDE in request_sent.events.get(kind=Kind.NOTE).text
    maildir.receive(from_referent(request_sent))
    assert read() == "1 attached"
    assert request_sent.events.filter(kind=Kind.ANSWER).count() == 1


@pytest.mark.parametrize(
    ("function", "cause"),
    [("turn", "time"), ("sleep", "time"), ("swell", "memory"), ("recurse", "RecursionError"), ("fall", "crash")],
)
def test_work_in_a_child_ends_at_its_limits(function, cause):
    limits = calling.Limits(processor=1, clock=20 if function != "sleep" else 2)
    with pytest.raises(calling.NotDoneError, match=f"^{cause}$"):
        calling.call(f"tests.harness.endless_work:{function}", b"", limits)


def test_the_child_knows_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not for the child")
    assert b"SECRET_KEY" not in calling.call("tests.harness.endless_work:environment", b"")


def test_the_timer_s_command_reads_them_too(request_sent, maildir, capsys):
    maildir.receive(READABLE["unclosed tags"], POISON["parameters"])
    call_command("run_due", "contact.replies")
    assert "contact.replies: 1 aside, 1 unreadable" in capsys.readouterr().out
