"""The gazetteer of the database: built once, again when the tables changed."""

from __future__ import annotations

import shutil

import pytest
from django.core.management import call_command

from directory.models import Commune, Department, Disp, PostalCode, Region, TerritoryVersion
from directory.places.reading import read_place
from directory.territory.gazetteer import current_gazetteer
from tests.directory.territory_samples import SMALL_TABLES

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    folder = shutil.copytree(SMALL_TABLES, tmp_path / "data")
    call_command("load_territories", data=folder, verbosity=0)
    return folder


def test_it_holds_what_the_tables_hold(folder):
    gazetteer = current_gazetteer()
    assert [place.title for place in read_place("sanvic", gazetteer).places] == ["Le Havre, Seine-Maritime"]
    assert [place.title for place in read_place("76099", gazetteer).places] == ["Port autonome, Seine-Maritime (76099)"]
    assert gazetteer.communes["76540"].population == 0
    assert gazetteer.communes["76351"].postal_codes == ("76600", "76610", "76620")
    assert gazetteer.disp_of("39").code == "dijon"


def test_it_is_built_once_and_costs_no_query_afterwards(folder, queries_used):
    first = current_gazetteer()
    assert queries_used(current_gazetteer) == 0
    assert current_gazetteer() is first


def test_it_follows_the_tables(folder):
    before = current_gazetteer()
    content = (folder / "communes.csv").read_text(encoding="utf-8")
    (folder / "communes.csv").write_text(content.replace("Le Havre", "Havre-de-Grâce"), encoding="utf-8")
    call_command("load_territories", data=folder, verbosity=0)
    after = current_gazetteer()
    assert after is not before
    assert [place.label for place in read_place("76600", after).places] == ["Havre-de-Grâce"]


def test_empty_tables_know_no_place():
    assert not TerritoryVersion.objects.exists()
    assert read_place("Le Havre", current_gazetteer()).places == ()


def test_tables_without_a_stamp_are_read_afresh():
    disp = Disp.objects.create(code="rennes", seat="Rennes", short_label="Rennes", mailbox="disp@justice.example")
    region = Region.objects.create(code="28", name="Normandie", slug="normandie", disp=disp)
    department = Department.objects.create(code="76", name="Seine-Maritime", region=region)
    assert read_place("76600", current_gazetteer()).places == ()
    commune = Commune.objects.create(insee="76351", name="Le Havre", department=department)
    PostalCode.objects.create(code="76600", commune=commune)
    assert [place.code for place in read_place("76600", current_gazetteer()).places] == ["76351"]
