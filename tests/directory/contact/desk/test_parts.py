"""Several answer one request, requests come another way, and two are one."""

from __future__ import annotations

import pytest
from django.utils import timezone

from directory.contact.desk.outcomes import results_since
from directory.contact.files.keeping import SentFile, keep
from directory.contact.models import ContactRequest, RequestEvent
from directory.contact.recipients import recipient_chosen
from directory.contact.reminders import outcomes
from directory.contact.retention import statistics
from directory.contact.workflow import answering, closing, employer, sharing, transitions
from directory.models import Referent
from portal.mail.models import OutboxMessage
from tests.directory.contact.desk.conftest import hidden, seen
from tests.directory.contact.desk.test_detail import act, url
from tests.directory.contact.desk.test_list import LIST, references
from tests.directory.contact.factories import submit
from tests.directory.contact.visitor import DETAILS, PROJECT

State, Kind = ContactRequest.State, RequestEvent.Kind


@pytest.fixture
def noa(people) -> Referent:
    return Referent.objects.get(slug="noa")


def test_a_part_is_seen_by_whom_it_is_given_to_and_one_owner_stays(referent, sign_in, request_, noa, sacha):
    transitions.note(request_.pk, sacha, "A déjà appelé.")
    OutboxMessage.objects.all().delete()
    other = sign_in("other_referent")
    assert other.get(url("detail", request_)).status_code == 404
    page = referent.get(url("share", request_))
    referent.post(url("share", request_), hidden(page) | {"to": f"r{noa.pk}", "part": "Le site de Lille"})
    [mail] = OutboxMessage.objects.all()
    assert mail.to == [noa.email]
    for said in ("Le site de Lille", "A déjà appelé.", "400 coffrets", f"/admin/demandes/{request_.pk}/"):
        assert said in mail.text
    assert "Le site de Lille" in seen(other.get(url("detail", request_)))
    assert references(other.get(LIST)) == [request_.reference]
    request_.refresh_from_db()
    assert (request_.recipient_mailbox, request_.disp_id) == ("normandie@r2ip.example", "rennes")
    assert "confiée à une autre" not in mail.text
    act(other, "part", request_, share=str(request_.shares.get().pk), fait="oui", said="Visite faite.")
    assert request_.shares.get().state == "done"
    told = OutboxMessage.objects.order_by("pk").last()
    assert (told.to, "Visite faite." in told.text) == (["normandie@r2ip.example"], True)


def test_not_for_me_asks_why_and_takes_the_part_out_of_sight(sign_in, request_, noa, sacha):
    shared = sharing.share(request_.pk, recipient_chosen(noa), "Lille", sacha)
    other = sign_in("other_referent")
    page = act(other, "part", request_, share=str(shared.pk), fait="non")
    assert "Dites pourquoi" in seen(page)
    act(other, "part", request_, share=str(shared.pk), fait="non", said="C’est en Belgique : voir la nationale.")
    shared.refresh_from_db()
    assert shared.state == "declined"
    assert other.get(url("detail", request_)).status_code == 404


def test_who_answers_says_not_for_me_with_a_proposal_and_the_managers_hear_of_it(referent, request_, people):
    OutboxMessage.objects.all().delete()
    page = referent.get(url("decline", request_))
    said = {"reason": "Le site est à Lille.", "proposal": "Noa, à Lille"}
    referent.post(url("decline", request_), hidden(page) | said)
    [mail] = OutboxMessage.objects.all()
    assert mail.to == [people["manager"].email]
    assert "Le site est à Lille." in mail.text
    assert "Noa, à Lille" in mail.text
    request_.refresh_from_db()
    assert request_.state == State.RECEIVED


@pytest.mark.parametrize("key", ["", "abc", "9" * 30, "0"])
def test_a_part_that_is_none_changes_nothing(referent, request_, key):
    page = act(referent, "part", request_, share=key, fait="oui")
    assert "Cette part n’existe plus." in seen(page)


def test_a_request_by_telephone_is_entered_and_goes_its_way(manager, people):
    page = manager.get(f"{LIST}saisir/")
    data = PROJECT | DETAILS | hidden(page) | {"origin": "téléphone"}
    for _ in range(2):
        manager.post(f"{LIST}saisir/", data)
    request = ContactRequest.objects.get()
    assert request.recipient_mailbox == "normandie@r2ip.example"
    assert {tuple(each.to) for each in OutboxMessage.objects.all()} == {
        ("normandie@r2ip.example",), (DETAILS["email"],),
    }  # fmt: skip
    assert "téléphone" in request.events.get(kind=Kind.NOTE).text
    page = manager.post(f"{LIST}saisir/", data | {"key": "autre", "email": "lou"})
    assert page.status_code == 200
    assert "400 coffrets" in page.content.decode()


def test_who_telephoned_without_an_address_is_called_back(manager, people, camille):
    page = manager.get(f"{LIST}saisir/")
    data = PROJECT | DETAILS | hidden(page) | {"origin": "téléphone", "email": ""}
    refused = manager.post(f"{LIST}saisir/", data | {"telephone": ""})
    assert "Écrivez un téléphone, ou une adresse e-mail." in seen(refused)
    kept = manager.post(f"{LIST}saisir/", data | {"telephone": "02 35 00 00 01"}, follow=True)
    assert "Donnez ce numéro à l’employeur." in seen(kept)
    request = ContactRequest.objects.get()
    [told] = OutboxMessage.objects.all()
    assert told.to == ["normandie@r2ip.example"]
    assert "appelez-le" in told.text
    assert "Répondez à ce message" not in told.text
    act(manager, "take", request)
    assert "n’a pas donné d’adresse e-mail" in seen(manager.get(url("answer", request), follow=True))
    assert "J’ai répondu par téléphone" in seen(manager.get(url("detail", request)))
    act(manager, "declare_answered", request)
    closing_page = manager.get(url("close", request))
    manager.post(url("close", request), hidden(closing_page) | {"state": "succeeded"})
    request.refresh_from_db()
    assert request.state == State.SUCCEEDED
    assert outcomes.ask(timezone.now() + timezone.timedelta(days=20)) == "0 asked"
    assert OutboxMessage.objects.count() == 1, "nothing leaves for nobody"
    assert not ContactRequest.objects.of_same_employer(request).exists()


def test_other_requests_of_the_same_employer_are_shown(referent, request_):
    same = [
        submit("address", email="LOU.modele@atelier-exemple.example", organisation="Un"),
        submit("company", email="x@gmail.com", siret="73282932000082", organisation="Deux"),
        submit("domain", email="autre@atelier-exemple.example", organisation="Trois"),
    ]
    other = submit("other", email="y@gmail.com", organisation="Quatre")
    text = seen(referent.get(url("detail", request_)))
    assert all(each.grouped_reference in text for each in same)
    assert other.grouped_reference not in text
    assert other.grouped_reference not in seen(referent.get(url("detail", same[1])))


def test_duplicates_are_merged_and_nothing_is_lost(referent, request_, sacha, noa):
    second = submit("second", message="La même, avec les plans.")
    keep(second.events.get(), [SentFile("form.pdf", "application/pdf", b"%PDF-1")])
    employer.employer_wrote(second.pk, "Voici les plans.", files=[SentFile("plans.pdf", "application/pdf", b"%PDF-2")])
    sharing.share(second.pk, recipient_chosen(noa), "Lille", sacha)
    answering.send_answer(second.pk, sacha, "Bien reçu.")
    page = referent.get(url("merge", second))
    typed = request_.grouped_reference.lower().replace("-", " ")
    referent.post(url("merge", second), hidden(page) | {"into": typed})
    second.refresh_from_db()
    assert (second.state, second.end_reason) == (State.CLOSED, "duplicate")
    text = seen(referent.get(url("detail", request_)))
    assert [each.name for each in request_.files.all()] == ["form.pdf", "plans.pdf"]
    assert request_.shares.get().part == "Lille"
    for said in ("La même, avec les plans.", "Voici les plans.", "Bien reçu.", second.grouped_reference):
        assert said in text
    for wrong in ("", "?", request_.reference):
        page = referent.post(url("merge", request_), {"into": wrong, "seen": "999999"})
        assert page.status_code == 200
    request_.refresh_from_db()
    assert request_.ended_at is None


def test_results_are_counted_by_direction_and_month_also_after_a_purge(manager, people, request_, sacha):
    other = submit("other")
    closing.note_results(request_.pk, sacha, {"posts": 3, "visit": True})
    closing.note_results(other.pk, sacha, {"posts": 2, "hires": 1, "contract": True})
    since = timezone.localdate().replace(month=1, day=1)

    def row() -> tuple[int, int, int, int]:
        found = results_since(people["manager"], since)
        [direction], [month] = found.directions, found.months
        assert (direction.posts, direction.visits) == (month.posts, month.visits)
        return direction.visits, direction.posts, direction.hires, direction.contracts

    assert row() == (1, 5, 1, 1)
    other.refresh_from_db()
    statistics.keep(other)
    other.delete()
    assert row() == (1, 5, 1, 1)
    assert "Rennes" in seen(manager.get(f"{LIST}tableau-de-bord/resultats/"))


def test_every_field_is_searched_as_people_type_it(manager, people):
    request = submit(
        organisation="Électricité de l’Étang", telephone="+33261910012", siret="73282932000074",
        message="Des plumiers en bois d’olivier.", contact_name="Zoé Modèle",
    )  # fmt: skip
    grouped = request.grouped_reference
    for text in (
        "plumier", "OLIVIER", "zoe", "02 61 91 00 12", "02.61.91.00.12", "+33 2 61 91 00 12", "0033261910012",
        "732 829 320", "73282932000074", grouped.replace("-", " ").lower(), f"demande {grouped}",
    ):  # fmt: skip
        assert references(manager.get(LIST, {"q": text})) == [request.reference], text
    for text in ("02 61 91 00 13", "inconnu", "732 829 321"):
        assert references(manager.get(LIST, {"q": text})) == [], text
