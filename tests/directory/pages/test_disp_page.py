"""The page of one direction."""

from __future__ import annotations

import pytest
from django.urls import reverse

from directory.models import Disp
from tests.directory.factories import MissionFactory, ReferentFactory
from tests.directory.test_views import first_heading, plain, rows

pytestmark = pytest.mark.django_db


def test_a_direction_lists_all_its_referents(client, territory):
    ReferentFactory(named=True)
    ReferentFactory(office="R2IP à pourvoir", vacant=True)
    ReferentFactory(disp=Disp.objects.get(code="lille"), office="R2IP ailleurs", departments=["59"])
    page = plain(client.get(reverse("directory:disp", args=["rennes"])))
    assert first_heading(page) == "Direction interrégionale de Rennes"
    assert "<title>Référents de la direction interrégionale de Rennes - " in page
    assert len(rows(page)) == 2
    assert "Camille Exemple" in rows(page)[0] + rows(page)[1]
    assert "Poste à pourvoir" in page
    assert "R2IP ailleurs" not in page
    assert "Calvados (14), Eure (27), Manche (50), Orne (61), Seine-Maritime (76)" in page


def test_a_direction_without_a_referent_for_a_mission_gives_its_mailbox(client, territory):
    MissionFactory(code="formation")
    ReferentFactory(missions=["travail"])
    page = plain(client.get(reverse("directory:disp", args=["rennes"]), {"mission": "formation"}))
    assert "0 référent pour la formation et l’apprentissage" in page
    assert "lit chaque jour la boîte" in page


def test_overseas_departments_share_one_line(client, territory):
    page = plain(client.get(reverse("directory:disp", args=["dspom"])))
    assert "Guadeloupe (971), Martinique (972)" in page


def test_who_covers_the_whole_direction_is_not_followed_by_its_departments(client, territory):
    rennes = Disp.objects.get(code="rennes")
    everywhere = [department.pk for region in rennes.regions.all() for department in region.departments.all()]
    ReferentFactory(named=True, departments=everywhere)
    ReferentFactory(office="R2IP du bocage", departments=["14"])
    found = rows(plain(client.get(reverse("directory:disp", args=["rennes"]))))
    assert sorted("Toute la direction" in row for row in found) == [False, True]
    assert sorted("Calvados" in row for row in found) == [False, True]


def test_a_direction_with_many_referents_shows_them_page_by_page(client, territory, monkeypatch):
    monkeypatch.setattr("directory.views.PAGE_SIZE", 3)
    ReferentFactory(office="R2IP absent", absent=True)
    for number in range(4):
        ReferentFactory(office=f"R2IP {number}", missions=["travail"])
    ReferentFactory(office="R2IP d’accueil", missions=["acteurs", "travail"])
    address = reverse("directory:disp", args=["rennes"])
    pages = [plain(client.get(address, {"mission": "travail", "page": number})) for number in (1, 2)]
    assert [len(rows(page)) for page in pages] == [3, 3]
    assert all("6 référents pour " in page for page in pages)
    offices = ["d’accueil", "0", "1", "2", "3", "absent"]
    for office, row in zip(offices, [row for page in pages for row in rows(page)], strict=True):
        assert f"R2IP {office}" in row
    assert 'href="?mission=travail&amp;page=2"' in pages[0]
    assert client.get(address, {"page": 3}).status_code == 404
