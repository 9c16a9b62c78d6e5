"""Who answers where the referent is away, or nobody holds the post."""

from __future__ import annotations

import pytest

from directory.models import Disp
from tests.directory.factories import SITE_QUERY, ReferentFactory
from tests.directory.place_page import START, first_heading, plain

pytestmark = pytest.mark.django_db


def test_who_stands_in_for_an_absent_referent_is_the_answer(ask):
    present = ReferentFactory(named=True, departments=["75"])
    absent = ReferentFactory(named=True, first_name="Sacha", last_name="Modèle", absent=True, substitute=present)
    page = ask("Caen")
    assert first_heading(page) == "Votre référente est Camille Exemple"
    assert (
        f"Sacha Modèle est en a{absent.absence_label[1:]} : Camille Exemple vous répond d’ici là.".replace(
            "\u00a0", " "
        )
        in page
    )
    assert f"referent={present.slug}" in page
    assert "Écrire à Camille Exemple" in page
    assert f"referent={absent.slug}" not in page


def test_nobody_is_told_to_write_to_or_to_call_who_is_away(ask, client):
    absent = ReferentFactory(named=True, absent=True)
    direction = absent.disp.mailbox
    for page in (ask("Caen"), plain(client.get(absent.get_absolute_url())), plain(client.get("/regions/normandie/"))):
        assert "Écrire à la direction" in page
        assert "Écrire à Camille" not in page
        assert "tel:" not in page
        assert absent.email not in page
        assert direction in page
    card = client.get(f"{absent.get_absolute_url()}carte-de-visite.vcf").content.decode()
    assert "TEL" not in card
    assert direction in card
    found = client.get("/api/v1/match", {"place": "Caen"}).json()
    assert found["referents"] == []


def test_who_is_present_comes_before_who_is_absent(ask):
    ReferentFactory(office="A, absente", absent=True)
    ReferentFactory(office="Z, présente")
    assert first_heading(ask("Caen")) == "Votre contact : Z, présente"


def test_an_absence_without_substitute_leads_to_a_colleague_then_to_the_direction(ask):
    absent = ReferentFactory(named=True, absent=True, missions=["formation"])
    page = ask("Caen")
    assert first_heading(page) == "Votre contact est la direction interrégionale de Rennes"
    assert f"{absent.absence_label}. D’ici là, l’équipe de la direction interrégionale de Rennes" in page
    ReferentFactory(office="R2IP travail", missions=["travail"])
    page = ask("Caen", mission="formation")
    assert first_heading(page) == "Votre contact : R2IP travail"
    assert "Camille Exemple est en absence" in page


def test_a_vacant_post_falls_back_to_the_direction_then_to_the_national_mailbox(ask, settings):
    ReferentFactory(vacant=True)
    page = ask("Rouen")
    assert first_heading(page) == "Votre contact est la direction interrégionale de Rennes"
    assert "Le poste est à pourvoir." in page
    assert f"mailto:{Disp.objects.get(code='rennes').mailbox}" in page
    assert f"mailto:{settings.NATIONAL_MAILBOX}" in page
    assert 'href="/contact/?lieu=Rouen"' not in page  # the form gets a text that names one place only
    assert 'href="/contact/?lieu=76000+Rouen"' in page


def test_the_answer_for_a_vacant_post_keeps_to_the_budget(client, territory, queries_used):
    ReferentFactory(vacant=True)
    client.get(START, {"lieu": "76600"})
    assert queries_used(client.get, START, {"lieu": "76600"}) - SITE_QUERY <= 8


def test_the_search_says_who_of_the_others_is_away(ask, client):
    ReferentFactory(named=True)
    away = ReferentFactory(office="R2IP formation", missions=["formation"], absent=True)
    page = plain(client.get("/recherche/", {"q": "Caen"}))
    assert f"{away.display_name}</a> (pour {away.subjects}), a{away.absence_label[1:]}" in page
