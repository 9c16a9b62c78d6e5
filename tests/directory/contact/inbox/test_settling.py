"""A mail of somebody unknown: who answers is asked whose it is, and one click makes it count."""

from __future__ import annotations

import datetime

import pytest

from directory.contact.inbox.absence import absent_until
from directory.contact.models import ContactRequest, RequestEvent
from directory.contact.models.event import PORTAL
from directory.contact.workflow import settling
from directory.contact.workflow.settling import Whose
from directory.contact.workflow.transitions import NotPossibleError
from portal.mail.models import OutboxMessage
from tests.directory.contact.inbox.incoming import from_referent, mail, report, sent_to
from tests.directory.contact.visitor import spaced

State, Kind = ContactRequest.State, RequestEvent.Kind
STRANGER = "lou.perso@b.example"


@pytest.fixture
def stranger(request_sent, maildir, read):
    """A mail of another address in the thread of a request."""
    ours = sent_to(request_sent.email).message_id
    maildir.receive(mail(f"Lou Modèle <{STRANGER}>", "Je réponds de chez moi.", In_Reply_To=ours))
    assert read() == "1 attached"
    return request_sent.events.get(kind=Kind.UNVERIFIED)


def path_in(message: OutboxMessage) -> str:
    return next(word for word in message.text.split() if "/expediteur/" in word).removeprefix("http://testserver")


def test_who_answers_is_asked_by_mail_and_answers_in_one_click(request_sent, stranger, client):
    told = sent_to(request_sent.recipient_mailbox)
    assert STRANGER in told.text
    assert "Je réponds de chez moi." in told.text
    path = path_in(told)
    assert "De qui vient ce message" in client.get(path).content.decode()
    assert stranger.kind == Kind.UNVERIFIED  # a GET changes nothing: scanners of mails open links
    page = client.post(path, {"de": "employeur"}).content.decode()
    assert "il compte comme une réponse de l’employeur" in spaced(page)
    [event] = request_sent.events.filter(kind=Kind.EMPLOYER_MESSAGE)
    assert (event.text, event.mail.sender) == ("Je réponds de chez moi.", STRANGER)
    assert STRANGER in request_sent.events.get(kind=Kind.NOTE).text
    assert "Quelqu’un a déjà dit" in client.post(path, {"de": "equipe"}).content.decode()
    assert client.post(path, {"de": "x"}).status_code == 404


def test_a_colleague_s_words_are_an_answer(request_sent, stranger):
    settling.settle(request_sent.pk, stranger.pk, Whose.TEAM, PORTAL)
    request_sent.refresh_from_db()
    assert request_sent.state == State.TALKING
    assert request_sent.answered_at is not None
    assert request_sent.events.get(kind=Kind.ANSWER).actor_label == f"{STRANGER} (par courriel)"


def test_a_mail_may_begin_another_request(request_sent, stranger):
    other = settling.settle(request_sent.pk, stranger.pk, Whose.NEW, PORTAL)
    assert (other.email, other.contact_name, other.message) == (STRANGER, "Lou Modèle", "Je réponds de chez moi.")
    assert other.recipient_mailbox == request_sent.recipient_mailbox
    assert other.reference in sent_to(STRANGER).text.replace("-", "")
    assert other.events.get().mail.sender == STRANGER
    assert request_sent.events.filter(kind=Kind.UNVERIFIED).count() == 0


def test_what_is_nobody_s_stays_and_is_asked_about_no_more(request_sent, stranger):
    settling.settle(request_sent.pk, stranger.pk, Whose.NOBODY, PORTAL)
    stranger.refresh_from_db()
    assert not settling.is_open(stranger)
    with pytest.raises(NotPossibleError):
        settling.settle(request_sent.pk, stranger.pk, Whose.EMPLOYER, PORTAL)


def test_one_question_at_a_time_about_one_sender(request_sent, stranger, maildir, read):
    before = OutboxMessage.objects.count()
    ours = sent_to(request_sent.email).message_id
    maildir.receive(mail(STRANGER, "Encore moi.", In_Reply_To=ours), mail("x@b.example", "Et moi.", In_Reply_To=ours))
    read()
    assert OutboxMessage.objects.count() == before + 1


def test_the_same_mail_is_attached_once_also_after_the_click(request_sent, maildir, read):
    again = mail(STRANGER, "Je réponds.", In_Reply_To=sent_to(request_sent.email).message_id)
    maildir.receive(again)
    read()
    event = request_sent.events.get(kind=Kind.UNVERIFIED)
    settling.settle(request_sent.pk, event.pk, Whose.EMPLOYER, PORTAL)
    maildir.receive(again)
    assert read() == "1 repeated"


@pytest.mark.ignore_template_errors  # those of Wagtail
def test_at_the_desk_one_click_is_enough(request_sent, stranger, admin_client):
    address = f"/admin/demandes/{request_sent.pk}/"
    page = admin_client.get(address).content.decode()
    for label in settling.ANSWERS.values():
        assert label in page
    assert STRANGER in page
    seen = request_sent.events.order_by("pk").first().pk
    admin_client.post(f"{address}messages/{stranger.pk}/expediteur/", {"de": "employeur", "seen": seen})
    assert request_sent.events.filter(kind=Kind.EMPLOYER_MESSAGE).count() == 1


def test_a_real_answer_that_looks_automatic_can_be_made_to_count(request_sent, maildir, read):
    maildir.receive(from_referent(request_sent, "Oui.", X_Auto_Response_Suppress="All"))
    read()
    event = request_sent.events.get(kind=Kind.AUTOMATIC)
    settling.settle(request_sent.pk, event.pk, Whose.TEAM, PORTAL)
    request_sent.refresh_from_db()
    assert request_sent.state == State.TALKING


@pytest.mark.ignore_template_errors  # those of Wagtail
def test_an_absence_is_told_at_the_desk_with_its_end(request_sent, maildir, read, admin_client):
    end = datetime.date.today() + datetime.timedelta(days=20)  # noqa: DTZ011 - a mail gives a day, without a zone
    subject = "Réponse automatique : votre demande"
    maildir.receive(from_referent(request_sent, f"Je suis absente jusqu'au {end:%d/%m/%Y} inclus.", Subject=subject))
    read()
    assert request_sent.events.get(kind=Kind.AUTOMATIC).data["absent_until"] == end.isoformat()
    page = spaced(admin_client.get(f"/admin/demandes/{request_sent.pk}/").content.decode())
    assert "absence jusqu’au" in page
    assert "Les rappels continuent" in page


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("Je suis absente jusqu'au 4 janvier. En cas d'urgence, appelez le 12.", "2027-01-04"),
        ("absente jusqu’au lundi 4 janvier 2027 inclus", "2027-01-04"),
        ("je serai de retour au bureau le mardi 5 janvier.", "2027-01-04"),
        ("en congés du 22/12 au 04/01", "2027-01-04"),
        ("I am out of office until January 4th", "2027-01-04"),
        ("absent jusqu'au 1er février", "2027-02-01"),
        ("jusqu'au 12 novembre", None),
        ("jusqu'au bout", None),
        ("de retour le 31 février", None),
        ("", None),
    ],
)
def test_the_end_of_an_absence_is_read(text, end):
    found = absent_until(text, datetime.date(2026, 12, 20))
    assert (found.isoformat() if found else None) == end


@pytest.mark.ignore_template_errors  # those of Wagtail
def test_an_acknowledgement_that_came_back_is_told_with_the_telephone(request_sent, maildir, read, admin_client):
    ContactRequest.objects.update(telephone="+33261910012")
    maildir.receive(report(sent_to(request_sent.email)))
    assert read() == "1 bounces"
    page = spaced(admin_client.get(f"/admin/demandes/{request_sent.pk}/").content.decode())
    assert "L’employeur n’a pas reçu notre message : cette adresse n’existe pas." in page
    assert 'Appelez-le : <a href="tel:+33-2-61-91-00-12">02 61 91 00 12</a>.' in page
    listed = spaced(admin_client.get("/admin/demandes/").content.decode())
    assert "Message non remis" in listed
    assert "02 61 91 00 12" in listed
    maildir.receive(mail(request_sent.email, "Merci.", In_Reply_To=sent_to(request_sent.email).message_id))
    read()
    assert "Message non remis" not in spaced(admin_client.get("/admin/demandes/").content.decode())
