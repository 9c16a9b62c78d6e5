"""`manage.py load_territories`: repeatable, all or nothing, and clear about what it did."""

from __future__ import annotations

import datetime
import io
import shutil
import time

import pytest
from django.core.management import CommandError, call_command

from directory.contact.models import ContactRequest
from directory.models import Commune, Department, Disp, FormerName, PostalCode, Region, TerritoryVersion
from directory.territory.files import read_tables
from directory.territory.gazetteer import build_gazetteer
from directory.territory.models import AreaName, Cedex
from search.models import Change
from tests.directory.factories import ReferentFactory
from tests.directory.territory_samples import SMALL_TABLES

TABLES = (Disp, Region, Department, Commune, PostalCode, FormerName, AreaName, Cedex)

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A copy of the small tables, to be edited."""
    return shutil.copytree(SMALL_TABLES, tmp_path / "data")


@pytest.fixture
def load(folder):
    """Run the command on the small tables; returns what it told on both outputs."""

    def run(**options) -> str:
        told = io.StringIO()
        call_command("load_territories", data=folder, stdout=told, stderr=told, **options)
        return told.getvalue()

    return run


def edit(folder, name: str, old: str, new: str):
    content = (folder / name).read_text(encoding="utf-8")
    assert old in content
    (folder / name).write_text(content.replace(old, new, 1), encoding="utf-8")


def everything() -> dict[str, list]:
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in TABLES}


def ask_about(insee: str) -> ContactRequest:
    return ContactRequest.objects.create(
        reference="K7M4PX2", form_key="key", due_on=datetime.date(2026, 12, 1), commune_id=insee
    )


def test_the_real_tables_load_in_time_and_answer_as_their_files_do():
    start = time.process_time()  # not the clock on the wall: whatever else the machine does is not ours
    told = io.StringIO()
    call_command("load_territories", stdout=told)
    assert time.process_time() - start < 15  # promised to whoever types `make run`; it takes 3 s
    assert Commune.objects.count() == 34_964
    assert PostalCode.objects.count() == 35_493
    assert "communes: 34,964 lines, 34,964 added, 0 changed" in told.getvalue()
    assert "95,971 rows added, 0 changed, 0 removed" in told.getvalue()

    stored, files = build_gazetteer(), read_tables().gazetteer()
    assert stored.communes == files.communes
    assert (stored.departments, stored.regions, stored.disps) == (files.departments, files.regions, files.disps)
    assert (stored.cedex, stored.area_names) == (files.cedex, files.area_names)

    call_command("load_territories", stdout=told)
    assert told.getvalue().endswith(": 0 rows added, 0 changed, 0 removed\n")


def test_loading_twice_changes_nothing(load):
    assert "27 rows added, 0 changed, 0 removed" in load()
    before = everything()
    assert [len(rows) for rows in before.values()] == [3, 3, 3, 5, 8, 2, 1, 2]
    assert "0 rows added, 0 changed, 0 removed" in load()
    assert everything() == before


def test_files_already_loaded_are_skipped_on_demand(load, folder):
    load()
    loaded_at = TerritoryVersion.objects.get().loaded_at
    assert load(if_changed=True) == "→ Territory: current\n"
    edit(folder, "communes.csv", "1857", "1900")
    assert "0 rows added, 1 changed, 0 removed" in load(if_changed=True)
    version = TerritoryVersion.objects.get()
    assert version.sha256 == read_tables(folder).sha256
    assert version.loaded_at > loaded_at


def test_what_changed_in_the_files_changes_in_the_tables(load, folder):
    load()
    edit(folder, "communes.csv", "Dortan;01;01590;1857", "Dortan-les-Bains;39;01590 39200;")
    edit(folder, "former_names.csv", "associee", "deleguee")
    assert "1 rows added, 2 changed, 0 removed" in load()
    dortan = Commune.objects.get(pk="01148")
    assert (dortan.name, dortan.department_id, dortan.population) == ("Dortan-les-Bains", "39", None)
    assert list(dortan.postal_codes.values_list("code", flat=True)) == ["01590", "39200"]


def test_the_search_learns_what_changed_of_regions_and_nothing_else(load, folder):
    load()
    sheet = ReferentFactory(departments=["76"])
    Change.objects.all().delete()
    edit(folder, "communes.csv", "Le Havre", "Le Havre-de-Grâce")
    load()
    assert not Change.objects.exists()
    edit(folder, "regions.csv", "en Normandie", "dans la Normandie")
    load()
    assert {"region:28", f"referent:{sheet.pk}"} <= set(Change.objects.values_list("key", flat=True))


def test_mailbox_and_telephone_of_a_direction_belong_to_the_operator(load, folder):
    load()
    Disp.objects.filter(pk="rennes").update(mailbox="rennes@justice.test", telephone="02 99 00 00 00")
    edit(folder, "disp.csv", "direction interrégionale de Rennes;", "direction de Rennes;")
    load()
    disp = Disp.objects.get(pk="rennes")
    assert (disp.mailbox, disp.telephone) == ("rennes@justice.test", "02 99 00 00 00")
    assert disp.plain_name == "direction de Rennes"


def test_a_commune_that_left_the_files_is_removed(load, folder):
    load()
    edit(folder, "communes.csv", "39102;Chancia;39;01590;219;46.343;5.634\n", "")
    told = load()
    assert "communes: 1 removed, 0 kept" in told
    assert "0 rows added, 0 changed, 2 removed" in told  # the commune and its postal code
    assert not Commune.objects.filter(pk="39102").exists()


def test_a_commune_that_others_refer_to_stays_and_is_named_but_no_longer_found(load, folder):
    load()
    request = ask_about("39102")
    edit(folder, "communes.csv", "39102;Chancia;39;01590;219;46.343;5.634\n", "")
    told = load()
    assert "communes: 0 removed, 1 kept" in told
    assert "communes: 39102 left the files but stay, since other records use them" in told
    request.refresh_from_db()
    assert request.commune_id == "39102"
    assert "39102" not in build_gazetteer().communes


def test_a_department_that_a_referent_serves_stays(load, folder):
    load()
    referent = ReferentFactory(disp=Disp.objects.get(pk="dijon"), departments=["39"], missions=[])
    for line in ("39102;Chancia;39;01590;219;46.343;5.634\n", "39283;Lavancia-Epercy;39;01590;660;46.333;5.67\n"):
        edit(folder, "communes.csv", line, "")
    edit(folder, "departments.csv", "39;Jura;le Jura;27\n", "")
    assert "departments: 39 left the files but stay" in load()
    assert [department.pk for department in referent.departments.all()] == ["39"]


def test_a_wrong_file_is_named_and_changes_nothing(load, folder):
    load()
    before = everything()
    edit(folder, "communes.csv", "Dortan", "Dortan-les-Bains")
    edit(folder, "cedex.csv", "76099", "7609")
    with pytest.raises(CommandError) as caught:
        load()
    assert str(caught.value) == "Nothing was changed. cedex.csv, line 3: code is malformed: '7609'."
    assert everything() == before


def test_tables_that_the_database_refuses_change_nothing(load, folder):
    load()
    before, version = everything(), TerritoryVersion.objects.get().sha256
    edit(folder, "disp.csv", "Rennes;Rennes;", "Brest;Brest;")
    edit(folder, "regions.csv", "28;Normandie;normandie;", "28;Normandie;auvergne-rhone-alpes;")
    edit(folder, "regions.csv", "Alpes;auvergne-rhone-alpes;", "Alpes;normandie;")
    with pytest.raises(CommandError, match=r"^Nothing was changed\. The database refused the tables: "):
        load()
    assert everything() == before
    assert TerritoryVersion.objects.get().sha256 == version


def test_nothing_is_told_when_nobody_listens(load):
    assert load(verbosity=0) == ""
    assert Commune.objects.count() == 5
