"""Senders and subjects as mail programs write them."""

from __future__ import annotations

import pytest

from directory.contact.inbox.parsing import read_mail
from directory.contact.inbox.senders import addresses_in, comparable, sender_in
from directory.contact.models import ContactRequest, RequestEvent
from directory.contact.thread import Side, reply_address
from tests.directory.contact.inbox.incoming import mail, sent_to
from tests.directory.contact.inbox.shapes import raw

Kind = RequestEvent.Kind
MAILBOX = "normandie@r2ip.example"


@pytest.mark.parametrize(
    "written",
    [
        f"{MAILBOX} <{MAILBOX}>",
        f"EXEMPLE, Camille (DISP Rennes) <{MAILBOX}>",
        f"=?iso-8859-1?Q?EXEMPLE=2C_Camille?= <{MAILBOX}>",
        f"Camille Exemple via Liste <{MAILBOX}>",
        "normandie@R2IP.EXAMPLE",
        f"\"'{MAILBOX}'\" <{MAILBOX}>",
        f'"x, <faux@b.example>" <{MAILBOX}>',
        f"Exemple, faux@b.example <{MAILBOX}>",
        f"{MAILBOX} (Camille Exemple)",
        f"Camille <mailto:{MAILBOX}>",
        f"Camille < {MAILBOX} >",
        f"Camille <{MAILBOX}",
        f"'{MAILBOX}'",
        f"{MAILBOX},",
    ],
)
def test_the_sender_is_read_as_it_is_written(written):
    assert read_mail(raw(f"From: {written}\nSubject: x")).sender == MAILBOX


@pytest.mark.parametrize(
    "written", ["a@b.example, c@d.example", "<a@b.example> <c@d.example>", "", "a@b@c.example", "x"]
)
def test_not_exactly_one_is_none(written):
    assert sender_in(written) == ""


def test_all_recipients_of_a_header_are_read():
    assert addresses_in("Lou, x <A@b.example>, broken, c@d.example") == ["a@b.example", "c@d.example"]
    assert addresses_in("équipe: a@b.example, d@e.example;") == ["a@b.example", "d@e.example"]
    assert addresses_in("undisclosed-recipients:;") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lou@été.example", "Lou@xn--t-9fab.example"),
        ("lou@b.example", "LOU+portail@B.example"),
        ("l.modele@gmail.com", "LModele+x@googlemail.com"),
    ],
)
def test_spellings_of_one_mailbox_are_one(one, other):
    assert comparable(one) == comparable(other)


def test_different_mailboxes_stay_different():
    assert len({comparable(each) for each in ("l.m@b.example", "lm@b.example", "lm@c.example", "+@b.example")}) == 4


@pytest.mark.parametrize("written", ["lou@xn--t-9fab.example", "Modèle, Lou <LOU+pro@ÉTÉ.example>"])
def test_the_employer_is_known_by_any_spelling(request_sent, maildir, read, written):
    ours = sent_to(request_sent.email)
    ContactRequest.objects.update(email="lou@été.example")
    request_sent.refresh_from_db()
    to = reply_address(request_sent, Side.EMPLOYER)
    head = f"From: {written}\nTo: {to}\nSubject: Re\nMessage-ID: <i1@x.example>\nIn-Reply-To: {ours.message_id}"
    maildir.receive(raw(head, b"Une question"))
    assert read() == "1 attached"
    assert request_sent.events.order_by("-pk").first().kind == Kind.EMPLOYER_MESSAGE


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("=?ISO-8859-1?Q?Re=3A_R=E9ponse?=\n =?ISO-8859-1?Q?_=E0_la_demande?=", "Re: Réponse à la demande"),
        ("=?utf-8?B?UsOpcG9u?= =?utf-8?B?c2U=?=", "Réponse"),
        ("=?utf-8?Q?R=C3=A9ponse_=C3?= =?utf-8?Q?=A0_vous?=", "Réponse à vous"),
        ("=?iso-8859-1?Q?l=92=E9t=E9?=", "l’été"),
    ],
)
def test_subjects_are_read(written, told):
    assert read_mail(raw(f"From: a@b.example\nSubject: {written}")).subject == told


@pytest.mark.parametrize(
    "shape", ["{a}-{b}-{c}", "{a} {b} {c}", "{a}\u2011{b}\u2011{c}", "n°{a}–{b}–{c}", "[{a}.{b}.{c}]"]
)
def test_a_reference_in_a_subject_is_read_as_keyboards_write_it(request_sent, maildir, read, shape):
    typed = request_sent.reference.lower()
    subject = shape.format(a=typed[:3], b=typed[3:6], c=typed[6:])
    maildir.receive(mail("inconnu@b.example", "Bonjour", Subject=f"Notre demande {subject} merci"))
    assert read() == "1 attached"
