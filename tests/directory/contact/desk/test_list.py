"""The list: what must be answered today, found and narrowed, at a constant cost."""

from __future__ import annotations

import datetime

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from directory.contact.desk.listing import age_label
from directory.contact.models import ContactRequest
from directory.contact.workflow import transitions
from tests.directory.contact.desk.conftest import seen
from tests.directory.contact.factories import submit

LIST = "/admin/demandes/"
FIVE_DAYS_AGO = datetime.timedelta(days=5)


def references(response) -> list[str]:
    return [each.reference for each in response.context["page"].object_list]


def due_in(request: ContactRequest, days: int) -> ContactRequest:
    """Promise the answer of a request for so many days from today."""
    request.due_on = timezone.localdate() + datetime.timedelta(days=days)
    request.save()
    return request


def test_a_row_says_what_there_is_to_do_and_nothing_that_reaches_the_employer(manager, request_):
    page = manager.get(LIST)
    text = seen(page)
    for said in (
        request_.grouped_reference,
        "Atelier Exemple",
        "Confier une production",
        "Le Havre",
        "Personne",
        "Reçue",
    ):
        assert said in text
    for kept_back in (request_.email, "0590", "400 coffrets", "Lou Modèle"):
        assert kept_back not in page.content.decode()


def test_the_oldest_promise_comes_first_and_late_ones_say_so(manager, people):
    later, late, soon = (due_in(submit(f"form-{days}"), days) for days in (4, -2, 1))
    page = manager.get(LIST)
    assert references(page) == [late.reference, soon.reference, later.reference]
    assert seen(page).count("En retard") == len(["counter", "choice of the filter", "row"])


def test_who_was_answered_is_no_promise_any_more(manager, request_, sacha):
    assert "donnée le" not in seen(manager.get(LIST))
    due_in(request_, -2)
    transitions.declare_answered(request_.pk, sacha)
    row = manager.get(LIST).content.decode().partition("<tbody>")[2]
    assert "donnée le" in row
    assert "En retard" not in row


def test_counters_count_what_waits_and_lead_to_it(manager, sacha, people):
    requests = [due_in(submit(f"form-{number}"), 60) for number in range(4)]
    due_in(requests[0], -1)
    transitions.take(requests[1].pk, sacha)
    transitions.declare_answered(requests[2].pk, sacha)
    transitions.end(requests[3].pk, ContactRequest.State.SUCCEEDED, sacha)
    counters = {each.label: each for each in manager.get(LIST).context["counters"]}
    assert {label: each.count for label, each in counters.items()} == {
        "À prendre en charge": 1, "En retard": 1, "En échange": 1, "Cette semaine": 1,
    }  # fmt: skip
    expected = {"À prendre en charge": 0, "En retard": 0, "En échange": 2, "Cette semaine": 0}
    for label, number in expected.items():
        page = manager.get(counters[label].url)
        assert references(page) == [requests[number].reference], label
        assert [each.label for each in page.context["counters"] if each.is_current] == [label]


FILTERS = {
    "": True,
    "etat=received": True,
    "etat=taken": False,
    "etat=toutes": True,
    "etat=succeeded": False,
    "direction=rennes": True,
    "direction=lille": False,
    "projet=production": True,
    "projet=hiring": False,
    "age=7": True,
    "age=vieilles": False,
    "suivi=personne": True,
    "suivi=moi": False,
    "echeance=retard": False,
    "q=Exemple": True,
    "q=atelier+exem": True,
    "q=EXEMPLE+Atelier": True,
    "q=zblorg": False,
    "q=lou.modele@atelier-exemple.example": False,
    "q=%2B%2B": False,
}


def test_it_is_narrowed_and_searched(manager, request_):
    found = {query: references(manager.get(f"{LIST}?{query}")) == [request_.reference] for query in FILTERS}
    assert found == FILTERS


def test_a_search_bears_accents_case_and_the_beginning_of_a_reference(manager, people):
    request = submit(organisation="Électricité de l’Étang")
    typed = [
        request.reference,
        request.grouped_reference.lower(),
        request.reference[:3],
        "etang",
        "ELECTRICITE",
        "élec",
    ]
    for text in typed:
        assert references(manager.get(LIST, {"q": text})) == [request.reference], text


@pytest.mark.parametrize(
    "typed",
    [
        "02 35 00 00 01", "0235000001", "+33 2 35 00 00 01", "+33 (0)2.35.00.00.01", "00 33 235 000 001",
        "02 35 00 00 01 poste 12", "tél. 02 35 00 00 01", "06 12 34 56 78", "+33612345678",
        "meubles", "production", "atelier", "le havre", "coffrets", "lou modele", "responsable",
    ],
)  # fmt: skip
def test_a_search_reads_every_field_and_telephones_in_any_form(manager, people, typed):
    numbers = {"telephone": "+33235000001", "telephone_typed": "02 35 00 00 01, poste 12 / 06 12 34 56 78"}
    request = submit(**numbers, sector="31")
    submit("other", telephone="+33199000001", organisation="Autre", message="x", place="", place_typed="Caen",
           contact_name="Noa", job="", projects=[], sector="")  # fmt: skip
    assert references(manager.get(LIST, {"q": typed})) == [request.reference]


def test_an_e_mail_address_is_looked_for_and_never_stands_in_ours(manager, sign_in, people):
    requests = [submit("one"), submit("two", email="Lou.Modele@atelier-exemple.example")]
    requests.append(submit("other", email="autre@exemple.example"))
    for typed in ("lou.modele@atelier-exemple.example", " LOU.modele@atelier-exemple.example "):
        page = manager.post(LIST, {"q": typed, "etat": "toutes", "age": ""}, follow=True)
        assert set(references(page)) == {each.reference for each in requests[:2]}
        address = page.redirect_chain[-1][0]
        assert "@" not in address
        assert "%40" not in address
        assert "atelier-exemple.example" not in page.content.decode()
    for client, typed in ((manager, "modele@atelier-exemple.example"), (sign_in("other_referent"), requests[2].email)):
        page = client.post(LIST, {"q": typed}, follow=True)
        assert "Aucune demande ne vient de cette adresse e-mail." in seen(page)
        assert page.redirect_chain[-1][0] == f"{LIST}?"


def test_filters_of_the_form_become_an_address_to_share(manager, request_):
    page = manager.post(LIST, {"etat": "received", "projet": "", "q": " ", "autre": "x"})
    assert page.url == f"{LIST}?etat=received"


def test_what_is_chosen_is_said_by_the_line_that_folds_the_choices(manager, request_):
    def folded(**chosen: str):
        page = BeautifulSoup(manager.get(LIST, chosen).content, "html.parser")
        (details,) = page.select(".desk-filters details")
        assert not details.find(id="id_q"), "the search stays in sight"
        return details.summary.get_text(strip=True).replace("\u00a0", " "), details.has_attr("open")

    assert folded() == ("Choisir les demandes", False)
    assert folded(etat="received", tour="nous", q="coffrets") == ("Choisir les demandes : Reçue, À nous", False)
    assert folded(etat="zzz", tour="nous") == ("Choisir les demandes : À nous", True), "what is wrong is in sight"


def test_a_search_looks_at_ended_requests_too(manager, request_, sacha):
    transitions.end(request_.pk, ContactRequest.State.SUCCEEDED, sacha)
    assert references(manager.get(LIST)) == []
    assert references(manager.get(LIST, {"q": "Exemple"})) == [request_.reference]


@pytest.mark.parametrize("value", ["inconnu", "x" * 5000, "\0", "-1", "99999999999999999999"])
def test_whatever_is_typed_gets_an_answer(manager, request_, value):
    for name in ("etat", "direction", "projet", "age", "suivi", "echeance"):
        page = manager.get(LIST, {name: value})
        assert page.status_code == 200
        assert "Ce choix n’existe pas : il est ignoré." in seen(page), name
        assert manager.get(f"{LIST}demandes.csv", {name: value}).status_code == 200
    assert manager.get(LIST, {"q": value}).status_code == 200


def test_an_unknown_page_of_it_is_not_found(manager, request_):
    for number in ("abc", "0", "2", "-1", "9" * 30):
        assert manager.get(LIST, {"page": number}).status_code == 404, number


def test_when_nothing_waits_it_says_so(manager, request_, sacha):
    transitions.declare_answered(request_.pk, sacha)
    transitions.end(request_.pk, ContactRequest.State.SUCCEEDED, sacha)
    assert "Rien n’attend. Dernière réponse donnée aujourd’hui." in seen(manager.get(LIST))
    assert "Aucune demande ne correspond." in seen(manager.get(f"{LIST}?etat=taken"))


def test_age_is_said_in_working_days(manager, people):
    monday = datetime.datetime(2026, 9, 14, 9, 0, tzinfo=datetime.UTC)
    request = submit()
    request.received_at = monday
    assert age_label(request, datetime.date(2026, 9, 14)) == "aujourd’hui"
    assert age_label(request, datetime.date(2026, 9, 15)) == "il y a 1 jour ouvré"
    assert age_label(request, datetime.date(2026, 9, 21)) == "il y a 5 jours ouvrés"
    assert age_label(request, datetime.date(2027, 1, 21)) == "le 14 septembre 2026"


def test_what_nobody_confirmed_waits_apart_and_for_managers_only(manager, referent, request_):
    ContactRequest.objects.update(is_held=True)
    assert references(manager.get(f"{LIST}?etat=toutes")) == []
    assert references(manager.get(f"{LIST}?etat=a-confirmer")) == [request_.reference]
    assert references(referent.get(f"{LIST}?etat=a-confirmer")) == []
    assert referent.get(f"{LIST}{request_.pk}/").status_code == 404


def test_it_costs_the_same_for_one_and_for_thirty(manager, request_, queries_used):
    manager.get(LIST)
    one = queries_used(manager.get, LIST)
    for number in range(29):
        submit(f"form-{number}")
    assert len(references(manager.get(LIST))) == 30
    assert queries_used(manager.get, LIST) <= one <= 16  # one of them for the menu: who may keep redirects
