"""Mails that come back, or are refused at once: noted once, and the request finds another mailbox."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone

from directory.contact.models import ContactRequest, RequestEvent
from directory.contact.supervisors import MANAGERS
from portal.mail.models import OutboxMessage
from tests.directory.contact.inbox.incoming import mail, report, sent_to
from tests.directory.contact.visitor import spaced

State, Kind = ContactRequest.State, RequestEvent.Kind


@pytest.fixture
def manager(db, django_user_model):
    account = django_user_model.objects.create_user("gestion", email="gestion@justice.example")
    account.groups.add(Group.objects.get_or_create(name=MANAGERS)[0])
    return account


def refuse(message: OutboxMessage) -> None:
    """As after a 550 of the server at RCPT."""
    OutboxMessage.objects.filter(pk=message.pk).update(
        failed_at=timezone.now(), refused=message.to, pending=[], last_error="SMTPRecipientsRefused 550"
    )


@pytest.mark.parametrize("whole", [True, False])
def test_a_bounce_of_the_referent_s_mail_moves_the_request(request_sent, maildir, read, manager, whole):
    maildir.receive(report(sent_to("normandie@r2ip.example"), whole=whole))
    assert read() == "1 bounces"
    event = request_sent.events.get(kind=Kind.BOUNCED)
    assert event.data == {"to": "team", "status": "5.1.1", "cause": "unknown"}
    request_sent.refresh_from_db()
    direction = request_sent.disp.mailbox
    assert request_sent.recipient_mailbox == direction
    assert "400 coffrets" in sent_to(direction).text
    alert = sent_to("gestion@justice.example")
    assert "n’a pas pu être remis à la boîte normandie@r2ip.example" in alert.text
    assert "La demande est maintenant confiée à l’équipe de la direction" in alert.text
    assert "lou.modele" not in alert.text


def test_the_next_bounces_lead_to_the_national_mailbox_then_to_an_alert(request_sent, maildir, read, settings):
    direction = request_sent.disp.mailbox
    maildir.receive(report(sent_to("normandie@r2ip.example")))
    read()
    maildir.receive(report(sent_to(direction)))
    read()
    request_sent.refresh_from_db()
    assert request_sent.recipient_mailbox == settings.NATIONAL_MAILBOX
    count = request_sent.events.filter(kind=Kind.REASSIGNED).count()
    national = next(
        each
        for each in OutboxMessage.objects.order_by("-pk")
        if "400 coffrets" in each.text and each.to == [settings.NATIONAL_MAILBOX]
    )
    maildir.receive(report(national))
    assert read() == "1 bounces"
    assert request_sent.events.filter(kind=Kind.REASSIGNED).count() == count
    assert "Personne d’autre ne peut la recevoir" in sent_to(direction).text


def test_a_bounce_of_the_employer_s_mail_is_noted(request_sent, maildir, read, manager):
    before = OutboxMessage.objects.count()
    maildir.receive(report(sent_to(request_sent.email)))
    assert read() == "1 bounces"
    assert request_sent.events.get(kind=Kind.BOUNCED).data["to"] == "employer"
    request_sent.refresh_from_db()
    assert request_sent.recipient_mailbox == "normandie@r2ip.example"
    assert OutboxMessage.objects.count() == before


def test_the_same_bounce_and_a_second_one_of_the_same_mail_count_once(request_sent, maildir, read):
    returned = sent_to("normandie@r2ip.example")
    first = report(returned)
    maildir.receive(first, first, report(returned))
    assert read() == "1 bounces, 2 repeated"
    assert request_sent.events.filter(kind=Kind.REASSIGNED).count() == 1


def test_a_delay_is_no_failure(request_sent, maildir, read):
    maildir.receive(report(sent_to("normandie@r2ip.example"), action="delayed"))
    assert read() == "1 nothing to keep"
    assert request_sent.events.count() == 1


def test_a_report_on_a_mail_that_is_none_of_ours_is_put_aside(request_sent, maildir, read):
    maildir.receive(report(OutboxMessage(message_id="<unknown@portail.example>", to=["normandie@r2ip.example"])))
    assert read() == "1 aside"


def test_a_report_must_name_the_recipient_of_the_mail(request_sent, maildir, read):
    forged = report(OutboxMessage(message_id=sent_to(request_sent.email).message_id, to=["normandie@r2ip.example"]))
    maildir.receive(forged)
    assert read() == "1 nothing to keep"
    request_sent.refresh_from_db()
    assert request_sent.recipient_mailbox == "normandie@r2ip.example"


def test_a_person_who_quotes_a_report_is_no_report(request_sent, maildir, read):
    maildir.receive(mail(request_sent.email, "Action: failed", In_Reply_To=sent_to(request_sent.email).message_id))
    assert read() == "1 attached"
    assert not request_sent.events.filter(kind=Kind.BOUNCED).exists()


def test_a_mail_refused_at_once_is_treated_alike_and_once(request_sent, capsys, manager):
    refuse(sent_to("normandie@r2ip.example"))
    refuse(sent_to(request_sent.email))
    for expected in ("2 refused mails noted", "0 refused mails noted"):
        call_command("run_due", "contact.undelivered")
        assert expected in capsys.readouterr().out
    request_sent.refresh_from_db()
    assert request_sent.recipient_mailbox == request_sent.disp.mailbox
    assert request_sent.events.filter(kind=Kind.BOUNCED).count() == 2
    note = request_sent.events.get(kind=Kind.NOTE)
    assert "n’a pas pu être remis" in spaced(note.text)


def test_an_ended_request_moves_no_more(request_sent, maildir, read):
    returned = sent_to("normandie@r2ip.example")
    ContactRequest.objects.update(state=State.SUCCEEDED, ended_at=timezone.now())
    maildir.receive(report(returned))
    assert read() == "1 bounces"
    request_sent.refresh_from_db()
    assert request_sent.recipient_mailbox == "normandie@r2ip.example"
