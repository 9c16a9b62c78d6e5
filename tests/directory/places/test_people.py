"""The public name of a referent, as people type it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from directory.places.people import named
from tests.directory.factories import ReferentFactory

START = "/trouver-un-referent/"


@dataclass(frozen=True)
class Sheet:
    public_names: tuple[str, ...]


CAMILLE = Sheet(("Camille Exemple", "Exemple", "R2IP travail, Normandie"))
SACHA = Sheet(("Sacha Modèle", "Modèle", "R2IP formation, Normandie"))
OFFICE = Sheet(("R2IP Outre-mer, océan Indien",))
EVERYBODY = [CAMILLE, SACHA, OFFICE]


@pytest.mark.parametrize(
    ("text", "sheet"),
    [
        ("Camille Exemple", CAMILLE),
        ("EXEMPLE camille", CAMILLE),
        ("Mme Exemple", CAMILLE),
        ("sacha modele", SACHA),
        ("M. Modèle", SACHA),
        ("R2IP travail, Normandie", CAMILLE),
        ("travail normandie", CAMILLE),
        ("r2ip outre mer ocean indien", OFFICE),
    ],
)
def test_a_name_is_known_in_any_order_case_and_accent(text, sheet):
    assert named(text, EVERYBODY).exact == (sheet,)


@pytest.mark.parametrize(
    ("text", "sheets"),
    [
        ("Camille", (CAMILLE,)),
        ("Camile Exempel", (CAMILLE,)),  # two slips
        ("r2ip normandie", (CAMILLE, SACHA)),
    ],
)
def test_a_part_of_a_name_or_one_with_an_error_is_only_near(text, sheets):
    assert named(text, EVERYBODY) == ((), sheets)


@pytest.mark.parametrize("text", ["", "Mme", "R2IP", "Dominique Inconnue", "mo", "x" * 5000, "mot " * 500, "🙂"])
def test_what_is_nobody_s_name_finds_nobody(text):
    assert named(text, EVERYBODY) == ((), ())


def test_two_of_one_name_are_both_found():
    other = Sheet(("Alix Exemple", "Exemple", "R2IP Corse"))
    assert named("Exemple", [*EVERYBODY, other]).exact == (CAMILLE, other)


@pytest.mark.django_db
def test_typing_a_shown_name_leads_to_the_sheet(client, territory):
    sheet = ReferentFactory(named=True)
    for text in ("Camille Exemple", "mme exemple", sheet.office):
        response = client.get(START, {"lieu": text})
        assert (response.status_code, response["Location"]) == (302, sheet.get_absolute_url())


@pytest.mark.django_db
def test_a_misspelt_name_or_a_shared_one_is_proposed(client, territory):
    sheets = [ReferentFactory(named=True), ReferentFactory(named=True, first_name="Alix")]
    for text in ("Camile Exemple", "Exemple"):
        page = client.get(START, {"lieu": text}).content.decode()
        assert "Nous n’avons pas trouvé ce lieu" in page
        assert f'<a href="{sheets[0].get_absolute_url()}">Camille Exemple</a>' in page
    assert f'<a href="{sheets[1].get_absolute_url()}">Alix Exemple</a>' in page


@pytest.mark.django_db
def test_a_name_nobody_agreed_to_show_is_not_known(client, territory):
    hidden = ReferentFactory(first_name="Dominique", last_name="Secrète")
    for text in ("Dominique Secrète", "Secrète", "Dominique"):
        response = client.get(START, {"lieu": text})
        assert response.status_code == 200
        assert hidden.slug not in response.content.decode()


@pytest.mark.django_db
def test_a_place_comes_before_a_person_of_its_name(client, territory):
    ReferentFactory(named=True, last_name="Rouen")
    assert client.get(START, {"lieu": "Rouen"}).status_code == 200
