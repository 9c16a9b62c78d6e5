"""The employer's pages after sending: what they show, what a post does, what a link is worth."""

from __future__ import annotations

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from directory import wording
from directory.contact import form_tokens, workflow
from directory.contact.follow_up import links
from directory.contact.models import ContactRequest, RequestEvent
from portal.mail.models import OutboxMessage
from tests.contact.factories import submit
from tests.contact.visitor import Visitor, controls, spaced, text_of
from tests.directory.factories import ReferentFactory

State, Kind = ContactRequest.State, RequestEvent.Kind
REFERENT = workflow.Actor("Sacha Modèle (compte)")
LONG_AGO = datetime.timedelta(days=links.FOLLOW_UP_DAYS, hours=1)


@pytest.fixture
def sent(home_page, camille) -> ContactRequest:
    """A request of Le Havre; its two mails are not of interest here."""
    request = submit()
    OutboxMessage.objects.all().delete()
    return request


def post_to(visitor: Visitor, form, **answers) -> Visitor:
    """Send a form of the page as its browser would."""
    data = controls(form) | {name: [value] for name, value in answers.items()}
    return visitor.see(visitor.client.post(form["action"], data, follow=True))


def message_form(visitor: Visitor):
    return visitor.soup.main.find("form", class_="p-form")


def aged_link(request: ContactRequest, monkeypatch) -> str:
    """A link to follow that was made too long ago."""
    now = timezone.now().timestamp()
    with monkeypatch.context() as patch:
        patch.setattr("django.core.signing.time.time", lambda: now - LONG_AGO.total_seconds())
        return links.path_of(request)


def test_the_confirmation_and_the_acknowledgement_lead_to_the_follow_up(visitor):
    visitor.open().to_details().to_review().press("Envoyer")
    (link,) = [each for each in visitor.soup.main.find_all("a") if text_of(each) == "Suivre ma demande"]
    request = ContactRequest.objects.get()
    visitor.open(link["href"])
    assert visitor.heading == f"Votre demande {request.grouped_reference}"
    mail = OutboxMessage.objects.get(to=[request.email])
    (address,) = re.findall(r"http://testserver(/contact/suivi/\S+)", mail.text)
    assert Visitor().open(address).heading == f"Votre demande {request.grouped_reference}"
    assert address in mail.html


def test_the_page_stays_out_of_caches_indexes_and_other_sites(sent):
    response = Visitor().open(links.path_of(sent)).response
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_the_address_names_nobody(sent):
    path = links.path_of(sent)
    assert sent.reference not in path
    assert "lou" not in path.lower()


def test_the_state_is_said_in_words(sent):
    def said() -> str:
        return spaced(Visitor().open(links.path_of(sent)).text)

    day = timezone.localdate()
    assert f"Camille Exemple vous répond au plus tard le {sent.due_day}." in said()
    workflow.take(sent.pk, REFERENT)
    assert "Camille Exemple a pris votre demande en charge le" in said()
    assert f"Elle vous répond au plus tard le {sent.due_day}." in said()
    workflow.declare_answered(sent.pk, REFERENT)
    assert "Vous êtes en échange avec Camille Exemple. Première réponse le" in said()
    workflow.end(sent.pk, State.CLOSED, REFERENT, reason=ContactRequest.EndReason.NOT_POSSIBLE, text="secret")
    assert f"Votre demande est terminée, sans suite, depuis le {wording.day(day, today=day)}." in said()
    assert "Ce projet n’est pas possible en détention." in said()
    assert "secret" not in said()
    workflow.reopen(sent.pk, REFERENT)
    workflow.end(sent.pk, State.SUCCEEDED, REFERENT)
    assert "Votre demande a abouti le" in said()
    assert "Votre demande est rouverte." in said()


def test_an_unwanted_request_reads_as_ended_and_no_more(sent):
    workflow.end(sent.pk, State.UNWANTED, REFERENT)
    page = Visitor().open(links.path_of(sent))
    assert "Votre demande est terminée depuis le" in page.text
    assert "indésirable" not in page.text


def test_after_the_promised_day_the_page_says_so_and_what_to_do(sent):
    ContactRequest.objects.update(due_on=timezone.localdate() - datetime.timedelta(days=1))
    page = Visitor().open(links.path_of(sent))
    assert "Une réponse était attendue le" in page.text
    assert page.soup.main.find("a", href="mailto:travail-prison@justice.example") is not None


def test_notes_reminders_and_names_of_accounts_are_never_shown(sent):
    workflow.take(sent.pk, REFERENT)
    workflow.note(sent.pk, REFERENT, "Peu sérieux.")
    workflow.record(sent, Kind.REMINDED, workflow.PORTAL, text="rappel")
    workflow.record(sent, Kind.REASSIGNED, REFERENT, text="motif interne", data={"to": "bureau"})
    workflow.record(sent, Kind.ANSWER, REFERENT, text="Bonjour, <b>parlons-en</b>.")
    page = Visitor().open(links.path_of(sent))
    for kept_back in ("Sacha", "Peu sérieux", "rappel", "motif interne"):
        assert kept_back not in page.text
    assert "Bonjour, <b>parlons-en</b>." in page.text  # as typed: escaped
    assert "Votre demande est confiée à une autre personne." in page.text


def test_the_kinds_of_events_that_are_shown_have_words(sent):
    for kind in RequestEvent.SHOWN_TO_EMPLOYER:
        workflow.record(sent, kind, REFERENT)
    lines = Visitor().open(links.path_of(sent)).soup.find(class_="p-history").find_all("li")
    assert len(lines) == len(RequestEvent.SHOWN_TO_EMPLOYER) + 1


def test_a_message_is_kept_and_reaches_who_answers(sent):
    page = Visitor().open(links.path_of(sent))
    post_to(page, message_form(page), message="Nous visons mars.\nMerci.")
    assert "Votre message est parti." in page.text
    assert "Nous visons mars." in text_of(page.soup.find(class_="p-history"))
    mail = OutboxMessage.objects.get()
    assert mail.to == ["normandie@r2ip.example"]
    assert sent.email in str(mail.reply_to)
    assert spaced(mail.subject) == f"Demande {sent.grouped_reference} : l’employeur a écrit"
    assert "Nous visons mars.\nMerci." in mail.text
    event = RequestEvent.objects.get(kind=Kind.EMPLOYER_MESSAGE)
    assert (event.text, event.actor_label) == ("Nous visons mars.\nMerci.", "l’employeur")


def test_a_second_click_sends_one_message(sent):
    page = Visitor().open(links.path_of(sent))
    data = controls(message_form(page)) | {"message": "Une fois."}
    for _ in range(2):
        assert page.client.post(links.path_of(sent), data).status_code == 302
    assert RequestEvent.objects.filter(kind=Kind.EMPLOYER_MESSAGE).count() == OutboxMessage.objects.count() == 1


@pytest.mark.parametrize(("typed", "message"), [(" ", "Écrivez votre message."), ("é" * 5000, "5 000 caractères")])
def test_a_message_that_cannot_leave_is_kept_and_said(sent, typed, message):
    page = Visitor().open(links.path_of(sent))
    post_to(page, message_form(page), message=typed)
    assert message in spaced(text_of(page.control("message_error")))
    assert page.control("message").get_text().strip() == typed.strip()
    assert OutboxMessage.objects.count() == 0


@pytest.mark.parametrize("token", ["", "x" * 5000, "\x00"])
def test_a_changed_page_sends_nothing_and_loses_nothing(sent, token):
    page = Visitor().open(links.path_of(sent))
    post_to(page, message_form(page), message="Gardez-moi.", token=token)
    assert page.status == 400
    assert page.control("message").get_text().strip() == "Gardez-moi."
    post_to(page, message_form(page))
    assert RequestEvent.objects.get(kind=Kind.EMPLOYER_MESSAGE).text == "Gardez-moi."


def test_a_message_to_a_request_that_ended_meanwhile_is_not_lost(sent):
    page = Visitor().open(links.path_of(sent))
    form = message_form(page)
    workflow.end(sent.pk, State.SUCCEEDED, REFERENT)
    post_to(page, form, message="Trop tard ?")
    assert page.status == 409
    assert "Cette demande est terminée (aboutie)." in page.text
    assert "Trop tard ?" in page.text
    assert OutboxMessage.objects.count() == 0


def test_too_many_messages_are_asked_to_wait_and_kept(sent):
    page = Visitor().open(links.path_of(sent))
    for number in range(12):
        post_to(page, message_form(page), message=f"Message {number}", token=form_tokens.mint().signed())
    assert page.status == 429
    assert page.response["Retry-After"].isdigit()
    assert page.control("message").get_text().strip() == "Message 11"
    assert RequestEvent.objects.filter(kind=Kind.EMPLOYER_MESSAGE).count() == 10


def test_withdrawing_asks_first_and_tells_who_answers(sent):
    page = Visitor().open(links.path_of(sent))
    page.open(page.soup.find("a", string="Retirer ma demande")["href"])
    assert spaced(page.heading) == f"Retirer votre demande {sent.grouped_reference} ?"
    sent.refresh_from_db()
    assert sent.state == State.RECEIVED
    post_to(page, page.soup.main.form)
    assert "Vous avez retiré votre demande le" in page.text
    sent.refresh_from_db()
    assert (sent.state, sent.end_reason) == (State.CLOSED, "withdrawn")
    mail = OutboxMessage.objects.get()
    assert mail.to == ["normandie@r2ip.example"]
    assert "a retiré sa demande" in mail.text
    assert message_form(page) is None


def test_withdrawing_twice_is_once(sent):
    path = reverse("contact:withdraw", args=[links.path_of(sent).split("/")[-2]])
    for _ in range(2):
        assert Visitor().client.post(path).status_code == 302
    assert OutboxMessage.objects.count() == RequestEvent.objects.filter(kind=Kind.WITHDRAWN).count() == 1


def test_opening_every_link_changes_nothing(sent):
    before = (ContactRequest.objects.values().get(), RequestEvent.objects.count())
    for purpose in links.Purpose:
        Visitor().open(links.path_of(sent, purpose))
    Visitor().open(reverse("contact:withdraw", args=[links.path_of(sent).split("/")[-2]]))
    assert (ContactRequest.objects.values().get(), RequestEvent.objects.count()) == before
    assert OutboxMessage.objects.count() == 0


@pytest.mark.parametrize("name", ["follow_up", "withdraw", "confirm", "ask_for_link"])
def test_a_post_from_another_site_is_refused(sent, name):
    purpose = links.Purpose.CONFIRM if name == "confirm" else links.Purpose.FOLLOW_UP
    args = [] if name == "ask_for_link" else [links.path_of(sent, purpose).split("/")[-2]]
    response = Visitor().client.post(
        reverse(f"contact:{name}", args=args),
        {"message": "x", "token": form_tokens.mint().signed(), "reference": sent.reference},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert response.status_code == 403
    assert OutboxMessage.objects.count() == 0
    assert ContactRequest.objects.get().state == State.RECEIVED


def test_an_old_link_offers_a_new_one_to_the_stored_address_only(sent, monkeypatch):
    page = Visitor().open(aged_link(sent, monkeypatch))
    assert page.status == 410
    assert page.heading == "Ce lien n’est plus valable"
    assert sent.email not in page.text
    assert sent.grouped_reference not in page.text
    post_to(page, page.soup.main.form)
    assert page.heading == "Regardez vos e-mails"
    mail = OutboxMessage.objects.get()
    assert mail.to == [sent.email]
    (address,) = re.findall(r"http://testserver(/contact/suivi/\S+)", mail.text)
    assert Visitor().open(address).status == 200


def test_a_link_of_one_purpose_does_not_open_the_other(sent):
    confirming = links.path_of(sent, links.Purpose.CONFIRM).split("/")[-2]
    assert Visitor().open(reverse("contact:follow_up", args=[confirming])).status == 404


@pytest.mark.parametrize("signed", ["x", "WyJhIiwxLDFd:AAAA:BBBB", "é" * 900, "a:b:c"])
def test_a_link_that_is_none_of_ours_leads_to_a_clear_page(home_page, camille, signed):
    for name in ("follow_up", "withdraw", "confirm"):
        page = Visitor().open(reverse(f"contact:{name}", args=[signed]))
        assert page.status == 404
        assert page.heading == "Nous ne connaissons pas ce lien"
        assert page.response["Cache-Control"] == "no-store"


def test_the_answer_is_the_same_whether_we_know_the_reference_or_not(sent):
    def answer(reference: str) -> tuple[int, str]:
        page = Visitor().open("/contact/suivi/")
        post_to(page, page.soup.main.form, reference=reference)
        return page.status, page.text

    assert answer(sent.grouped_reference.lower()) == answer("222-222-2")
    assert [mail.to for mail in OutboxMessage.objects.all()] == [[sent.email]]


@pytest.mark.parametrize("typed", ["", "bonjour", "K7M-4PX-2", "x" * 5000, "\x00"])
def test_what_is_no_reference_is_asked_again(sent, typed):
    page = Visitor().open("/contact/suivi/")
    post_to(page, page.soup.main.form, reference=typed)
    assert page.status == 200
    assert set(page.mistakes) == {"reference"}
    assert OutboxMessage.objects.count() == 0


def test_links_are_sent_a_few_times_only_without_saying_so(sent):
    for _ in range(5):
        answer = Visitor().client.post("/contact/suivi/", {"reference": sent.reference})
        assert "Regardez vos e-mails" in answer.content.decode()
    assert OutboxMessage.objects.count() == 3


def test_who_asks_for_many_links_is_told_to_wait(home_page, camille):
    answers = [Visitor().client.post("/contact/suivi/", {"reference": "222-222-2"}) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert "Trop d’envois." in spaced(answers[-1].content.decode())


def test_a_request_that_was_erased_leaves_nothing_behind_its_link(sent):
    path = links.path_of(sent)
    sent.delete()
    assert Visitor().open(path).status == 404
    answer = Visitor().client.post("/contact/suivi/", {"link": path.split("/")[-2]})
    assert answer.status_code == 200
    assert OutboxMessage.objects.count() == 0


def test_the_page_costs_the_same_for_one_event_and_for_twenty(sent, queries_used):
    visitor = Visitor().open(links.path_of(sent))
    one = queries_used(visitor.client.get, links.path_of(sent))
    assert one <= 8
    for _ in range(20):
        workflow.record(sent, Kind.ANSWER, REFERENT, text="…")
    assert queries_used(visitor.client.get, links.path_of(sent)) == one


def test_a_request_given_to_somebody_else_names_who_has_it_now(sent):
    ReferentFactory(departments=["974"], slug="reunion")
    workflow.take(sent.pk, REFERENT)
    sent.refresh_from_db()
    workflow.record(sent, Kind.REASSIGNED, REFERENT)
    ContactRequest.objects.update(recipient_name="Dominique Essai")
    page = Visitor().open(links.path_of(sent))
    assert "Elle est maintenant confiée à Dominique Essai." in page.text
    assert "Dominique Essai a pris votre demande" not in page.text
