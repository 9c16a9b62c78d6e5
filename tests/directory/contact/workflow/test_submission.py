"""A request and its messages are stored together, once."""

from __future__ import annotations

import datetime
import logging

import pytest
from django.db import IntegrityError, connection

from directory.contact import emails
from directory.contact.form.placing import place_request
from directory.contact.models import ContactRequest
from directory.contact.references import read_reference
from directory.contact.workflow import submission
from portal.mail.models import OutboxMessage
from portal.mail.outbox import OutgoingMail
from tests.directory.contact.factories import enquiry, submit
from tests.directory.contact.visitor import Visitor


def test_a_request_is_stored_with_its_two_messages(camille):
    request = submit()
    assert read_reference(request.grouped_reference) == request.reference
    assert (request.referent, request.disp_id, request.state) == (camille, "rennes", ContactRequest.State.RECEIVED)
    assert OutboxMessage.objects.count() == 2


def test_an_answer_is_due_five_working_days_after_receipt_in_france(camille):
    late_evening = datetime.datetime(2026, 11, 19, 23, 30, tzinfo=datetime.UTC)  # already Friday in Paris
    request = submission.submit_contact_request(
        form_key="k", enquiry=enquiry(), recipient=place_request("76600").recipient, now=late_evening
    )
    assert request.due_on == datetime.date(2026, 11, 27)
    assert request.due_label == "vendredi 27 novembre 2026"
    assert request.due_day == "27 novembre"


def test_the_same_form_makes_one_request(camille):
    first, second = submit(), submit()
    assert first == second
    assert ContactRequest.objects.count() == 1
    assert OutboxMessage.objects.count() == 2


def test_another_form_makes_another_request(camille):
    assert submit("a").reference != submit("b").reference
    assert OutboxMessage.objects.count() == 4


def test_a_message_that_cannot_be_stored_leaves_no_request(camille, monkeypatch):
    broken = OutgoingMail(to=("no address",), subject="Demande", text="…")
    monkeypatch.setattr(emails, "for_employer", lambda *_: broken)
    with pytest.raises(ValueError, match="address"):
        submit()
    assert ContactRequest.objects.count() == OutboxMessage.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_database_that_refuses_the_messages_leaves_no_request(camille):
    # A real constraint, met when the second of the two messages is written.
    with connection.cursor() as cursor:
        cursor.execute("CREATE UNIQUE INDEX one_message_only ON mail_outboxmessage ((1))")
    try:
        with pytest.raises(IntegrityError):
            submit()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX one_message_only")
    assert ContactRequest.objects.count() == OutboxMessage.objects.count() == 0


def test_an_error_that_is_no_second_click_is_raised(camille):
    with pytest.raises(IntegrityError):
        submit(contact_name=None)


def test_clicking_twice_answers_with_the_same_confirmation(visitor):
    visitor.open().to_details().to_review()
    data = visitor.filled("Envoyer")
    first, second = visitor.client.post("/contact/", data), visitor.client.post("/contact/", data)
    assert first.url == second.url
    assert ContactRequest.objects.count() == 1
    assert OutboxMessage.objects.count() == 2


def test_a_text_changed_after_sending_is_not_thrown_away(visitor):
    visitor.open().to_details().to_review()
    data = visitor.filled("Envoyer")
    visitor.post(data)
    visitor.post(data | {"message": ["Finalement, 800 coffrets."]})
    assert visitor.step.startswith("Relire")
    assert "est déjà partie, sans vos derniers changements." in visitor.text
    assert ContactRequest.objects.get().grouped_reference in visitor.text
    visitor.press("Envoyer")
    assert visitor.heading.startswith("C’est envoyé"), visitor.text
    assert set(ContactRequest.objects.values_list("message", flat=True)) == {
        "400 coffrets à monter chaque semaine, dès mars.",
        "Finalement, 800 coffrets.",
    }


def test_log_lines_hold_ids_only(visitor, caplog):
    with caplog.at_level(logging.DEBUG, logger="directory"):
        visitor.open().to_details().to_review(siret="732 829 320 00074").press("Envoyer")
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("directory.contact")]
    assert lines == [f"Contact request {ContactRequest.objects.get().pk} is stored."]


def test_a_submission_costs_at_most_25_queries(visitor, queries_used):
    visitor.open().to_details().to_review()
    data = visitor.filled("Envoyer")
    used = queries_used(visitor.client.post, "/contact/", data)
    assert ContactRequest.objects.count() == 1
    assert used <= 25


@pytest.mark.parametrize(
    "query",
    [{}, {"referent": "camille"}, {"lieu": "76600"}, {"lieu": "Saint-Denis"}, {"lieu": "76600", "referent": "camille"}],
)
def test_the_form_costs_at_most_8_queries(home_page, camille, queries_used, query):
    visitor = Visitor().open(**query)
    assert queries_used(visitor.client.get, "/contact/", query) <= 8
    assert queries_used(visitor.client.post, "/contact/", visitor.filled("Continuer", place="76600")) <= 8
