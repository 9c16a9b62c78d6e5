"""The three steps, as someone without JavaScript walks them."""

from __future__ import annotations

import re

import pytest

from directory.contact.models import ContactRequest
from portal.mail.models import OutboxMessage
from tests.directory.contact.visitor import DETAILS, PROJECT, Visitor, controls, text_of
from tests.directory.factories import ReferentFactory


def test_an_employer_describes_a_project_and_sends_it(visitor):
    visitor.open()
    assert visitor.heading == "Décrire votre projet"
    assert visitor.step == "Votre projet Étape 1 sur 3"
    assert "Sauf mention « facultatif », les champs sont obligatoires." in visitor.text
    visitor.to_details()
    assert visitor.step == "Vos coordonnées Étape 2 sur 3"
    assert "Votre demande ira à Camille Exemple Référente pour Le Havre, Seine-Maritime" in visitor.margin
    visitor.to_review(telephone="0590 12 34 56", siret="732 829 320 00074")
    assert visitor.step == "Relire et envoyer Étape 3 sur 3"
    title = visitor.soup.find("h2", class_="fr-stepper__title").find("span", recursive=False)
    assert text_of(title) == "Relire et envoyer", "as one: the design system turns the order of what stands there"
    for said in ("Confier une production", "400 coffrets", "Lou Modèle, Responsable de production", "0590 12 34 56"):
        assert said in visitor.text
    assert ContactRequest.objects.count() == OutboxMessage.objects.count() == 0
    visitor.press("Envoyer à Camille Exemple")
    assert visitor.heading == "C’est envoyé à Camille Exemple"

    request = ContactRequest.objects.get()
    assert (request.projects, request.place, request.commune_id) == (
        ["production"],
        "Le Havre, Seine-Maritime (76600)",
        "76351",
    )
    assert request.place_typed == PROJECT["place"]
    assert request.message == PROJECT["message"]
    assert (request.organisation, request.siret, request.email) == (
        "Atelier Exemple",
        "73282932000074",
        DETAILS["email"],
    )
    assert str(request.telephone) == "+590590123456"
    assert (request.referent.slug, request.disp_id, request.state) == ("camille", "rennes", "received")
    assert request.route_reason == "Le Havre dépend de la direction interrégionale de Rennes."
    assert OutboxMessage.objects.count() == 2


def test_the_three_posts_of_a_request_cost_fourteen_queries(visitor, queries_used):
    """A page that each of them leads to is asked for apart."""
    visitor.open().to_details().to_review().press("Envoyer")  # warms what does not change with the visitor
    typed = controls(visitor.open().soup.find("form", method="post")) | PROJECT
    posts = [typed | {"go": "details"}, typed | DETAILS | {"go": "review"}, typed | DETAILS | {"go": "send"}]
    spent = [queries_used(visitor.client.post, "/contact/", post) for post in posts]
    assert ContactRequest.objects.count() == 2
    assert (spent, sum(spent)) == ([3, 2, 9], 14)


def test_nothing_is_in_the_address_and_no_cookie_is_set(visitor):
    visitor.open().to_details().to_review()
    assert re.fullmatch(r"/contact/brouillon/[\w-]{43}/relecture/", visitor.path)
    assert visitor.response.request["QUERY_STRING"] == ""
    visitor.press("Envoyer")
    assert visitor.path.startswith("/contact/envoye/")
    assert not visitor.client.cookies


@pytest.mark.parametrize("step", ["first", "second", "third", "sent", "expired token"])
def test_no_page_of_the_form_stays_in_a_cache(visitor, step):
    visitor.open()
    if step != "first":
        visitor.press("Continuer") if step == "expired token" else visitor.to_details()
    if step in {"third", "sent"}:
        visitor.to_review()
    if step == "sent":
        visitor.press("Envoyer")
    assert visitor.response["Cache-Control"] == "no-store"


def test_a_sheet_leads_to_a_form_that_knows_its_referent(visitor):
    visitor.open(referent="camille")
    assert "Votre demande ira à Camille Exemple Référente" in visitor.margin
    assert "02 61 91 00 12" in visitor.margin


def test_a_place_leads_to_a_form_that_is_filled_in(visitor):
    visitor.open(lieu="76600 Le Havre")
    assert visitor.control("place")["value"] == "76600 Le Havre"
    assert "Camille Exemple" in visitor.margin


@pytest.mark.parametrize("query", [{"referent": "nobody"}, {"lieu": "x" * 5000}, {"lieu": "\x00", "referent": "é\x00"}])
def test_a_prefilled_address_that_means_nothing_shows_the_form(visitor, query):
    visitor.open(**query)
    assert visitor.status == 200
    assert "La personne chargée de votre territoire." in visitor.margin
    assert visitor.mistakes == {}


def test_the_referent_one_came_for_receives_the_request_although_a_colleague_serves_too(visitor):
    ReferentFactory(slug="colleague", missions=["travail"], office="R2IP formation")
    visitor.open(referent="colleague").to_details()
    assert "Le bureau « R2IP formation »" in visitor.margin
    visitor.to_review().press("Envoyer au bureau « R2IP formation »")
    assert ContactRequest.objects.get().referent.slug == "colleague"


def test_the_referent_one_came_for_does_not_receive_what_is_not_theirs(visitor):
    ReferentFactory(slug="corse", departments=["2A"], office="R2IP Corse")
    visitor.open(referent="corse").to_details()
    assert "Camille Exemple" in visitor.margin


def test_projects_choose_between_the_referents_of_a_place(visitor):
    ReferentFactory(slug="training", missions=["formation"], office="A formation")
    visitor.open().to_details(projects=["training", "other"])
    assert "Le bureau « A formation »" in visitor.margin
    visitor.press("Revenir au projet").to_details(projects=["production"])
    assert "Camille Exemple" in visitor.margin


def test_going_back_keeps_everything_as_typed(visitor):
    visitor.open().to_details(timing="soon", positions="3  postes")
    visitor.press("Revenir au projet", organisation="  Atelier ", email="pas encore", siret="12")
    assert visitor.step.startswith("Votre projet")
    assert visitor.mistakes == {}
    shown = controls(visitor.soup.main.form)
    assert shown["projects"] == ["production"]
    assert (shown["place"], shown["positions"], shown["timing"]) == ([PROJECT["place"]], ["3  postes"], ["soon"])
    visitor.press("Continuer")
    shown = controls(visitor.soup.main.form)
    assert (shown["organisation"], shown["email"], shown["siret"]) == (["  Atelier "], ["pas encore"], ["12"])
    assert visitor.mistakes == {}


@pytest.mark.parametrize(
    ("button", "step"),
    [
        ("Modifier votre projet", "Votre projet"),
        ("Modifier vos coordonnées", "Vos coordonnées"),
        ("Modifier le lieu", "Votre projet"),
    ],
)
def test_the_review_leads_back_to_each_step_and_forth_again(visitor, button, step):
    visitor.open().to_details().to_review().press(button)
    assert visitor.step.startswith(step)
    if step == "Votre projet":
        visitor.press("Continuer")
    visitor.press("Relire ma demande")
    assert visitor.step.startswith("Relire")
    assert "400 coffrets" in visitor.text


def test_the_margin_leads_back_to_the_place(visitor):
    visitor.open().to_details()
    (button,) = [each for each in visitor.soup.find_all("button") if text_of(each) == "Changer de lieu"]
    assert button["form"] == visitor.soup.find("form", method="post")["id"]
    assert button["value"] == "project"


def test_a_step_cannot_be_jumped_over(visitor):
    visitor.open()
    data = controls(visitor.soup.main.form) | {"go": ["send"], **{name: [value] for name, value in DETAILS.items()}}
    visitor.post(data)
    assert visitor.step.startswith("Votre projet")
    assert len(visitor.mistakes) == 3
    assert ContactRequest.objects.count() == 0


def test_people_without_a_referent_yet_learn_what_comes_next(home_page, territory):
    page = Visitor().open()
    assert "Et ensuite ? Vous recevez un numéro de suivi, tout de suite." in page.margin
    assert "Votre référent vous répond sous 5 jours ouvrés." in page.margin
