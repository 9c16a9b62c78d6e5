"""Who answers: the referent, their substitute, the direction, or the national mailbox."""

from __future__ import annotations

import pytest

from directory.contact.form.placing import place_request
from directory.contact.projects import MISSIONS, Project, covered
from directory.models import Disp
from tests.directory.contact.visitor import spaced
from tests.directory.factories import MISSIONS as MISSION_CODES
from tests.directory.factories import ReferentFactory

pytestmark = pytest.mark.usefixtures("territory")


def recipient(text: str = "76600", **options):
    return place_request(text, **options).recipient


def test_the_referent_of_the_place_answers(camille):
    found = recipient()
    assert (found.name, found.to_name, found.pronoun) == ("Camille Exemple", "à Camille Exemple", "Elle")
    assert found.mailbox == "normandie@r2ip.example"
    assert found.role == "Référente pour Le Havre, Seine-Maritime (76600)"
    assert found.reason == "Le Havre dépend de la direction interrégionale de Rennes."
    assert (found.referent, found.disp.code, found.department) == (camille, "rennes", "76")


def test_an_office_without_a_public_name_is_named_in_grammatical_french():
    ReferentFactory(office="R2IP travail, Normandie")
    found = recipient()
    assert spaced(found.name) == "le bureau « R2IP travail, Normandie »"
    assert spaced(found.to_name) == "au bureau « R2IP travail, Normandie »"
    assert found.pronoun == "L’équipe"


def test_a_hidden_line_is_not_shown():
    ReferentFactory(shows_telephone=False)
    assert recipient().telephone == recipient().telephone_link == ""


def test_the_substitute_answers_during_an_absence():
    substitute = ReferentFactory(
        first_name="Sacha", last_name="Modèle", shows_name=True, gender="m", departments=["35"], email="s@r2ip.example"
    )
    ReferentFactory(named=True, absent=True, substitute=substitute)
    found = recipient()
    assert (found.name, found.mailbox, found.pronoun) == ("Sacha Modèle", "s@r2ip.example", "Il")
    assert spaced(found.reason).endswith("Camille Exemple est en absence : Sacha Modèle répond.")


def test_a_colleague_of_the_place_answers_when_there_is_no_substitute():
    ReferentFactory(named=True, absent=True, missions=["travail"])
    colleague = ReferentFactory(office="R2IP formation", missions=["formation"])
    assert recipient(projects=["production"]).referent == colleague


@pytest.mark.parametrize("state", [{"vacant": True}, {"absent": True}])
def test_the_direction_answers_when_nobody_is_there(state):
    ReferentFactory(**state)
    found = recipient()
    assert found.name == "l’équipe de la direction interrégionale de Rennes"
    assert found.mailbox == found.disp.mailbox
    assert (found.referent, found.disp.code) == (None, "rennes")


def test_the_direction_answers_where_no_sheet_is_published():
    assert recipient("75001").disp.code == "paris"


def test_a_direction_without_a_mailbox_leaves_the_national_one(settings):
    Disp.objects.filter(code="rennes").update(mailbox="")
    assert recipient().mailbox == settings.NATIONAL_MAILBOX


def test_a_sheet_whose_referent_left_leads_to_the_direction():
    ReferentFactory(slug="gone", vacant=True)
    assert recipient("", slug="gone").name == "l’équipe de la direction interrégionale de Rennes"


def test_a_substitute_one_came_for_is_the_one_who_answers():
    substitute = ReferentFactory(slug="stand-in", departments=["35"])
    ReferentFactory(absent=True, substitute=substitute, missions=["formation"])
    ReferentFactory(missions=["travail"])
    assert recipient(projects=["production"], slug="stand-in").referent == substitute


def test_an_unpublished_sheet_receives_nothing():
    ReferentFactory(slug="draft", live=False)
    assert recipient("", slug="draft") is None
    assert recipient().referent is None


def test_a_national_project_goes_to_the_national_mailbox_whatever_the_place(camille, settings):
    found = place_request("76600", is_national=True, slug="camille")
    assert found.is_settled
    assert found.recipient.mailbox == settings.NATIONAL_MAILBOX


@pytest.mark.parametrize("typed", ["France", " toute la france ", "Plusieurs régions", "Partout en France"])
def test_the_whole_country_typed_as_a_place_is_a_national_project(camille, settings, typed):
    found = place_request(typed, slug="camille")
    assert (found.is_settled, found.is_national, found.problem) == (True, True, "")
    assert found.recipient.mailbox == settings.NATIONAL_MAILBOX


def test_a_request_never_goes_to_a_guessed_referent(camille):
    ReferentFactory(departments=["974"])
    asked = place_request("Saint-Denis", slug="camille")
    assert asked.is_ambiguous
    assert not asked.is_settled
    assert asked.recipient is None


def test_every_project_has_a_mission_that_exists_or_none():
    assert set(MISSIONS) == set(Project) - {Project.OTHER}
    assert set(MISSIONS.values()) <= set(MISSION_CODES)
    assert covered(["production", "workshop", "training", "nonsense"], {"travail"}) == 2
