"""What people get wrong, and what the page then says."""

from __future__ import annotations

import pytest

from directory.contact.models import ContactRequest
from tests.directory.contact.visitor import PROJECT, text_of
from tests.directory.factories import ReferentFactory


def error_of(visitor, name: str) -> str:
    """The error beside a control, found as a screen reader finds it."""
    control = visitor.control(name)
    assert control["aria-invalid"] == "true"
    return text_of(visitor.control(control["aria-describedby"]))


@pytest.mark.rgaa("11.10")
def test_three_mistakes_are_listed_linked_and_said_beside_each_field(visitor):
    visitor.open().to_details().to_review(
        siret="3625 2187 9000 3", email="lou.modele@atelier", telephone="02 61 91 00 345"
    )
    assert visitor.status == 200
    assert visitor.step.startswith("Vos coordonnées")
    assert visitor.title.startswith("3 réponses à revoir - Décrire votre projet, étape 2 sur 3 - ")
    alert = visitor.soup.find(attrs={"role": "group", "aria-labelledby": "erreurs-titre"})
    assert text_of(alert.h3) == "3 réponses à revoir"
    assert alert["tabindex"] == "-1"
    assert alert.has_attr("data-focus")
    wrong = {
        "siret": "Il manque un chiffre : un SIRET en compte 14, vous en avez saisi 13.",
        "email": "Il manque la fin de l’adresse, par exemple « .fr » ou « .com ».",
        "telephone": "Ce numéro a 11 chiffres au lieu de 10. Hors de France, commencez par « + » et l’indicatif.",
    }
    assert list(visitor.mistakes) == list(wrong)
    for name, message in wrong.items():
        assert visitor.mistakes[name].endswith(message)
        assert error_of(visitor, name) == message
    assert visitor.control("siret")["value"] == "3625 2187 9000 3"
    assert visitor.control("telephone")["value"] == "02 61 91 00 345"
    assert not visitor.control("job").has_attr("aria-invalid")


def test_one_mistake_is_counted_in_the_singular(visitor):
    visitor.open().to_details(message=" ")
    assert visitor.title.startswith("1 réponse à revoir - ")
    assert error_of(visitor, "message") == "Écrivez quelques mots sur votre projet : une phrase suffit."


def test_every_empty_answer_is_asked_for(visitor):
    visitor.open().press("Continuer")
    assert set(visitor.mistakes) == {"projects_0", "place", "message"}
    assert "Choisissez au moins une réponse." in visitor.text
    visitor.to_details().press("Relire ma demande")
    assert set(visitor.mistakes) == {"organisation", "contact_name", "email"}


def test_every_link_of_the_summary_leads_to_a_control(visitor):
    ReferentFactory(departments=["974"])
    visitor.open().press("Continuer", place="Saint-Denis")
    assert set(visitor.mistakes) == {"projects_0", "which_0", "message"}
    for anchor in visitor.mistakes:
        assert visitor.control(anchor).name in {"input", "textarea"}


def test_a_group_of_choices_is_described_by_its_error(visitor):
    visitor.open().press("Continuer")
    group = visitor.control("projects_0").find_parent("fieldset")
    described = [visitor.control(each) for each in group["aria-labelledby"].split()]
    assert [text_of(each) for each in described] == [
        "Qu’aimeriez-vous faire ? Plusieurs réponses possibles.",
        "Choisissez au moins une réponse.",
    ]


def test_a_message_of_5000_characters_is_kept_and_its_bound_said(visitor):
    long = "é" * 5000
    visitor.open().to_details(message=long)
    assert error_of(visitor, "message") == "Votre réponse compte 5 000 caractères : 3 000 au plus."
    assert visitor.control("message").get_text().strip() == long


@pytest.mark.parametrize("name", ["organisation", "contact_name", "job"])
def test_a_line_of_5000_characters_is_kept_and_its_bound_said(visitor, name):
    visitor.open().to_details().to_review(**{name: "a" * 5000})
    assert "caractères" in error_of(visitor, name)
    assert visitor.control(name)["value"] == "a" * 5000


def test_typed_markup_is_shown_as_typed(visitor):
    visitor.open().to_details(message="</textarea><script>alert(1)</script>")
    visitor.to_review(organisation="<i>Atelier</i> & fils")
    assert "</textarea><script>alert(1)</script>" in visitor.text
    assert "<i>Atelier</i> & fils" in visitor.text
    assert visitor.soup.main.find("script") is None


def test_which_commune_is_asked_under_the_field_when_referents_differ(visitor):
    ReferentFactory(departments=["974"], slug="reunion", office="R2IP Réunion")
    visitor.open().to_details(place="Saint-Denis")
    assert visitor.mistakes == {"which_0": "Choisissez un lieu dans la liste, ou précisez le code postal."}
    assert "Laquelle est la vôtre ? Quatre communes s’appellent Saint-Denis" in visitor.text
    assert visitor.control("place")["value"] == "Saint-Denis"
    offered = [text_of(each) for each in visitor.soup.select(".fr-radio-group label")]
    assert offered == [
        "Saint-Denis, La Réunion (97400, 97417, 97490)",
        "Saint-Denis, Seine-Saint-Denis (93200, 93210, 93380)",
        "Saint-Denis, Aude (11310)",
        "Saint-Denis, Gard (30500)",
    ]
    visitor.press("Continuer", which=visitor.control("which_0")["value"])
    assert visitor.step.startswith("Vos coordonnées")
    assert "Le bureau « R2IP Réunion »" in visitor.margin
    visitor.to_review().press("Envoyer")
    request = ContactRequest.objects.get()
    assert (request.place_typed, request.place, request.commune_id) == (
        "Saint-Denis",
        "Saint-Denis, La Réunion (97400)",
        "97411",
    )
    assert request.referent.slug == "reunion"


def test_a_choice_of_another_list_is_not_taken(visitor):
    ReferentFactory(departments=["974"])
    visitor.open().to_details(place="Saint-Denis", which="76600 Le Havre")
    assert set(visitor.mistakes) == {"which_0"}
    visitor.press("Continuer", place="76600 Le Havre", which="97400 Saint-Denis")
    assert "Camille Exemple" in visitor.margin


def test_an_ambiguous_place_of_an_address_asks_at_once_without_an_error(visitor):
    ReferentFactory(departments=["974"])
    visitor.open(lieu="Saint-Denis")
    assert visitor.mistakes == {}
    assert visitor.control("which_0")["type"] == "radio"
    assert not visitor.control("which_0").has_attr("aria-invalid")


@pytest.mark.rgaa("11.11")
def test_a_typing_error_is_offered_and_never_taken(visitor):
    visitor.open().to_details(place="Le Avre")
    assert error_of(visitor, "place") == "Nous ne connaissons pas « Le Avre »."
    assert "travail-prison@justice.example" in visitor.text
    assert "Vouliez-vous dire ?" in visitor.text
    visitor.press("Continuer", which=visitor.control("which_0")["value"])
    assert visitor.step.startswith("Vos coordonnées")
    assert "Camille Exemple" in visitor.margin


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("", "Écrivez une commune ou un code postal, ou cochez la case en dessous."),
        ("98000", "98000 est à Monaco : ce n’est pas un territoire que nous couvrons."),
        ("7660", "Un code postal a cinq chiffres : vous en avez écrit quatre."),
        ("00000", "00000 n’est le code postal d’aucune commune de France."),
        ("zzzzzz", "Nous ne connaissons pas « zzzzzz »."),
        ("x" * 5000, "Votre réponse compte 5 000 caractères : 200 au plus."),
    ],
)
def test_a_place_we_do_not_know_says_why_and_offers_the_national_mailbox(visitor, place, message):
    visitor.open().to_details(place=place)
    assert error_of(visitor, "place") == message
    assert visitor.soup.main.find("a", href="mailto:travail-prison@justice.example") is not None
    assert visitor.control("place").get("value", "") == place


def test_several_sites_need_no_place_and_go_to_the_national_mailbox(visitor):
    visitor.open().press("Continuer", **(PROJECT | {"place": "", "is_national": "on"}))
    assert "L’équipe nationale" in visitor.margin
    visitor.to_review().press("Envoyer à l’équipe nationale")
    assert visitor.heading == "C’est envoyé à l’équipe nationale"
    request = ContactRequest.objects.get()
    assert (request.recipient_mailbox, request.disp, request.referent) == ("travail-prison@justice.example", None, None)


def test_nothing_is_validated_or_forbidden_by_the_page_itself(visitor):
    visitor.open()
    assert visitor.soup.find("form", method="post").has_attr("novalidate")
    assert visitor.soup.main.find(attrs={"disabled": True}) is None
    assert visitor.soup.main.find(attrs={"placeholder": True}) is None
    assert visitor.soup.main.find(attrs={"maxlength": True}) is None


@pytest.mark.rgaa("11.13")
def test_fields_about_oneself_can_be_filled_in_by_the_browser(visitor):
    visitor.open().to_details()
    tokens = {each["id"]: each.get("autocomplete") for each in visitor.soup.main.find_all("input", class_="fr-input")}
    assert tokens == {
        "organisation": "organization",
        "siret": "off",
        "contact_name": "name",
        "job": "organization-title",
        "email": "email",
        "telephone": "tel",
    }
