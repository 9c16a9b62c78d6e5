"""Reports on mails that did not arrive: who, why, and whether the server goes on trying."""

from __future__ import annotations

import pytest

from directory.contact.inbox.causes import Cause, cause_of
from directory.contact.inbox.parsing import read_mail
from directory.contact.models import RequestEvent
from directory.contact.models.event import CAUSES
from tests.directory.contact.inbox.incoming import mail, sent_to
from tests.directory.contact.inbox.returned import ID, SHAPES, TO, Returned
from tests.directory.contact.inbox.shapes import raw

Kind = RequestEvent.Kind


FAILED = [shape for shape in SHAPES if shape.what == "failed"]


def _server(shape: Returned) -> str:
    return shape.server


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("shape", SHAPES, ids=_server)
def test_every_shape_is_understood(shape, line_end):
    read = read_mail(shape.mail(line_end=line_end))
    assert read.is_report
    assert ID in read.refers_to
    assert (bool(read.failures), bool(read.delays)) == (shape.what == "failed", shape.what == "delayed")
    if shape.what != "none":
        [first, *_] = read.failures or read.delays
        assert TO in {first.recipient, first.also}
        assert first.cause == shape.cause or not shape.cause


@pytest.mark.parametrize("shape", FAILED, ids=_server)
def test_a_mail_that_came_back_is_noted_with_its_cause(request_sent, maildir, read, shape):
    ours = sent_to(request_sent.email)
    maildir.receive(shape.mail(to=ours.to[0], identifier=ours.message_id))
    assert read() == "1 bounces"
    event = request_sent.events.get(kind=Kind.BOUNCED)
    assert (event.data["to"], event.data["cause"]) == ("employer", shape.cause)


def test_what_is_no_failure_changes_nothing(request_sent, maildir, read):
    ours, others = sent_to(request_sent.email), [shape for shape in SHAPES if shape.what != "failed"]
    maildir.receive(*(shape.mail(to=ours.to[0], identifier=ours.message_id) for shape in others))
    assert read() == f"{len(others)} nothing to keep"
    assert not request_sent.events.filter(kind=Kind.BOUNCED).exists()


def test_a_complaint_is_a_report_of_no_failure():
    head = 'From: staff@b.example\nContent-Type: multipart/report; report-type=feedback-report; boundary="l"'
    status = "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\n"
    body = f"--l\n\nabuse\n--l\n{status}\n--l\n\nMessage-ID: {ID}\n--l--"
    read = read_mail(raw(head, body.encode()))
    assert (read.is_report, read.failures, read.delays, read.refers_to) == (True, (), (), (ID,))


@pytest.mark.parametrize(
    "text",
    [
        "Le message à lou@b.example n'a pas pu être remis : 550 5.1.1 user unknown",
        "Final-Recipient: rfc822; lou@b.example\nAction: failed\nStatus: 5.1.1",
    ],
)
def test_a_person_who_quotes_a_report_sends_none(text):
    assert not read_mail(mail("lou@b.example", text, Subject="TR: Undeliverable: Demande").as_bytes()).is_report


@pytest.mark.parametrize(
    ("status", "said", "cause"),
    [
        ("5.1.1", "", Cause.UNKNOWN),
        ("5.2.2", "", Cause.FULL),
        ("5.7.1", "", Cause.REFUSED),
        ("", "550", Cause.REFUSED),
        ("5.0.0", "mailbox is full", Cause.FULL),
        ("5.1.1", "The email account that you tried to reach is disabled", Cause.DISABLED),
        ("", "Adresse d au moins un destinataire invalide. OFR_416", Cause.UNKNOWN),
        ("", "", Cause.OTHER),
    ],
)
def test_words_count_before_codes(status, said, cause):
    assert cause_of(status, said) == cause


def test_every_cause_can_be_told():
    assert set(CAUSES) == set(Cause)
