"""Mails made to exhaust whoever reads them: each is put aside, and the next one is read.

What is asserted is counted, never timed; the limits of `portal.contained` bound how long a failing test may take.
"""

from __future__ import annotations

import functools

import pytest
from django.core.management import call_command

from directory.contact.answers import mailboxes
from portal.contained import calling
from tests.contact.answers.conftest import maildir, read, request_sent
from tests.contact.answers.incoming import from_referent
from tests.contact.conftest import camille, territory

__all__ = ["camille", "maildir", "read", "request_sent", "territory"]  # fixtures


def raw(head: bytes, body: bytes = b"mot") -> bytes:
    return b"From: a@b.example\r\nSubject: x\r\n" + head + b"\r\n" + body


BOMBS = {
    "unclosed tags": raw(b"Content-Type: text/html\r\n", b"<a " * 100_000),
    "parameters": raw(b"Content-Type: text/plain" + b";a=b" * 200_000 + b"\r\n"),
}


@pytest.fixture
def hurried(monkeypatch) -> None:
    """What never ends ends sooner than in production."""
    limits = calling.Limits(processor=2)
    monkeypatch.setattr(calling, "call", functools.partial(calling.call, limits=limits))


@pytest.mark.usefixtures("hurried")
def test_bombs_are_put_aside_and_the_next_mail_is_read(request_sent, maildir, read, caplog):
    maildir.receive(*BOMBS.values(), from_referent(request_sent))
    assert read() == f"{len(BOMBS)} aside, 1 attached"
    assert (maildir.count(), maildir.count(mailboxes.ASIDE)) == (0, len(BOMBS))
    assert [record.getMessage() for record in caplog.records] == ["A mail was put aside: time."] * len(BOMBS)
    assert read() == "no mail"


@pytest.mark.usefixtures("hurried")
def test_the_timer_s_command_comes_to_its_end(request_sent, maildir, capsys):
    maildir.receive(BOMBS["unclosed tags"])
    call_command("run_due", "contact.replies")
    assert "contact.replies: 1 aside" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("function", "cause"),
    [("turn", "time"), ("sleep", "time"), ("swell", "memory"), ("recurse", "RecursionError"), ("fall", "crash")],
)
def test_work_in_a_child_ends_at_its_limits(function, cause):
    limits = calling.Limits(processor=1, clock=20 if function != "sleep" else 2)
    with pytest.raises(calling.NotDoneError, match=f"^{cause}$"):
        calling.call(f"tests.endless_work:{function}", b"", limits)


def test_the_child_knows_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not for the child")
    assert b"SECRET_KEY" not in calling.call("tests.endless_work:environment", b"")
