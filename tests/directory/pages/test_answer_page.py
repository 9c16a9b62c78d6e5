"""Pages that answer a typed place: one calm line for many communes, what became of a name, what is no place."""

from __future__ import annotations

import dataclasses
import re

import pytest

from directory.territory.files import read_tables
from directory.territory.loading import load
from tests.directory.factories import NORMANDIE, ReferentFactory, small_tables

START = "/trouver-un-referent/"
LISIEUX, VITRE = "14100", {"Vitré", "Beaussais-Vitré"}


@pytest.fixture
def ask(client, db):
    """Give a function that types a place on small tables with the 23 communes of 14100, and returns the page."""
    tables = read_tables()
    communes = [row for row in tables.communes if LISIEUX in row.postal_codes or row.name in VITRE]
    kept = {row.insee for row in communes}
    former = [row for row in tables.former_names if row.insee in kept]
    small = small_tables()
    load(
        dataclasses.replace(small, communes=small.communes + communes, former_names=former, sha256="answers"), tell=str
    )

    def ask(lieu: str) -> str:
        response = client.get(START, {"lieu": lieu})
        assert response.status_code == 200
        return re.sub(r"\s+", " ", response.content.decode().replace("\u00a0", " "))

    return ask


def heading(page: str) -> str:
    return re.sub(r"<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", page)[1]).strip()


def test_a_postal_code_of_many_communes_is_one_line_and_a_folded_list(ask):
    ReferentFactory(named=True, departments=NORMANDIE)
    page = ask(LISIEUX)
    assert heading(page) == "Votre référente est Camille Exemple"
    assert '<p class="fr-mb-1v p-soft">14100, Lisieux et 22 autres communes</p>' in page
    assert "<title>14100, Lisieux et 22 autres communes : Votre référente" in page
    folded = re.search(r"<details[^>]*> <summary>Voir ces 23 lieux</summary>(.*?)</details>", page)[1]
    assert folded.count("<li>") == 23
    assert "<li>Lisieux, Calvados (14100)</li>" in folded
    assert "Voir ces" not in ask("14100 Lisieux")


def test_a_choice_says_what_became_of_the_name_typed(ask):
    page = ask("Vitré")
    assert heading(page) == "Laquelle est la vôtre ?"
    assert page.count("fait aujourd’hui partie") == 1
    assert "L’ancienne commune de Vitré fait aujourd’hui partie de Beaussais-Vitré." in page


@pytest.mark.parametrize(
    ("typed", "title", "told"),
    [
        ("je ne sais pas", "Choisissez un territoire", "Un département ou une région suffit"),
        ("London", "Ce lieu n’est pas en France", "nous ne couvrons que la France"),
        ("B-1000", "Ce lieu n’est pas en France", "code postal étranger"),
        ("732 829 320 00074", "Ce numéro n’est pas un lieu", "C’est un numéro Siret"),
        ("12 rue de la Paix", "Dans quelle commune ?", "Il manque la commune de cette adresse"),
    ],
)
def test_what_is_no_place_is_told_with_the_map_and_the_list_beside_it(ask, typed, title, told):
    page = ask(typed)
    assert heading(page) == title
    assert told in page
    assert page.count("data-list=") == 10, "the list of the directions, which the text speaks of"
    assert "<svg" in page
    main = page.partition("<main")[2].partition("</main>")[0]
    assert main.count("mailto:") == 1


def test_a_former_name_that_was_meant_is_proposed_by_that_name(ask):
    page = ask("Saint-Jacque")  # Saint-Jacques joined Lisieux in 1960
    assert "Saint-Jacques, aujourd’hui Lisieux, Calvados" in page
