"""The import of establishments: repeatable, all or nothing, with its difference and its history."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry

from directory.establishments.loading import LOADED
from directory.models import Commune, Establishment
from tests.directory.establishments.samples import CAEN_LINE, HAVRE_LINE, content

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path, territory):
    """Run the command on a file of these lines; what it said."""

    def load(*lines: str, **options) -> str:
        file = tmp_path / "etablissements.csv"
        file.write_bytes(content(*lines))
        out = io.StringIO()
        call_command("load_establishments", file=file, stdout=out, **options)
        return out.getvalue().replace("\u00a0", " ")

    return load


def test_a_file_is_loaded_and_loading_it_again_changes_nothing(run):
    assert "2 ajoutés, 0 modifiés, 0 inchangés." in run(CAEN_LINE, HAVRE_LINE)
    caen = Establishment.objects.with_place().get(slug="caen")
    assert (caen.name, caen.place, caen.commune.department.region.disp_id) == (
        "Centre pénitentiaire de Caen", "Caen, Calvados", "rennes",
    )  # fmt: skip
    assert caen.point.is_exact
    assert "0 ajoutés, 0 modifiés, 2 inchangés." in run(CAEN_LINE, HAVRE_LINE)
    assert ModelLogEntry.objects.filter(action=LOADED).count() == 2


def test_a_dry_run_tells_the_difference_and_changes_nothing(run):
    run(CAEN_LINE)
    told = run(CAEN_LINE.replace("open,", 'closed,"Fermé en 2026, à vérifier."'), HAVRE_LINE, dry_run=True)
    assert "1 ajoutés, 1 modifiés, 0 inchangés (essai, rien n’est enregistré)." in told
    assert "  + le-havre" in told
    assert "  ~ caen : status : open → closed ; note : (vide) → Fermé en 2026, à vérifier." in told
    assert list(Establishment.objects.values_list("slug", "status")) == [("caen", "open")]


def test_a_change_is_written_into_the_history(run):
    run(CAEN_LINE)
    run(CAEN_LINE.replace("street", "establishment"))
    caen = Establishment.objects.get()
    changes = [entry.data["changes"] for entry in ModelLogEntry.objects.for_instance(caen).order_by("timestamp")]
    assert changes == [{}, {"precision": ["street", "establishment"]}]


def test_what_the_file_no_longer_names_stays_and_is_told(run):
    run(CAEN_LINE, HAVRE_LINE)
    assert "  = le-havre : absent du fichier, gardé" in run(CAEN_LINE)
    assert Establishment.objects.filter(slug="le-havre").exists()


def test_a_wrong_file_changes_nothing_and_says_why_in_french(run):
    run(CAEN_LINE)
    wrong = CAEN_LINE.replace("street", "establishment"), HAVRE_LINE.replace("rennes", "lille")
    with pytest.raises(CommandError) as caught:
        run(*wrong)
    told = str(caught.value).replace("\u00a0", " ")
    assert told.startswith("Rien n’a changé. etablissements.csv a des fautes :\nLigne 3 : le département 76 dépend")
    assert Establishment.objects.get().precision == "street"


def test_a_missing_file_and_an_empty_territory_are_said(tmp_path, db):
    with pytest.raises(CommandError, match="load_territories"):
        call_command("load_establishments", file=tmp_path / "rien.csv")
    assert not Commune.objects.exists()


def test_a_file_that_cannot_be_read_is_said(tmp_path, territory):
    with pytest.raises(CommandError, match=r"rien\.csv ne peut pas être lu"):
        call_command("load_establishments", file=tmp_path / "rien.csv")
