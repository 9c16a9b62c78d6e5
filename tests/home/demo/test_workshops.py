"""The workshops of the demonstration: invented, in real establishments, and marked as such."""

from __future__ import annotations

import csv

import pytest

from directory.establishments.activities import activities
from directory.establishments.files import FILE
from directory.establishments.workshops import Regime
from directory.models import Workshop
from home.demo.loading import FOLDER
from home.demo.workshops import make_workshops
from home.setup.prose import read
from tests.directory.establishments.samples import EstablishmentFactory
from tests.directory.factories import load_small_territory

ENTRIES = read(FOLDER / "texts" / "workshops.toml")["workshops"]


def test_they_are_in_establishments_of_the_tables_and_use_their_codes():
    with FILE.open(encoding="utf-8", newline="") as lines:
        known = {row["id"]: row["status"] for row in csv.DictReader(lines)}
    for entry in ENTRIES:
        assert known[entry["establishment"]] == "open"
        assert entry["activity"] in activities()
        assert entry["regime"] in Regime.values


@pytest.mark.django_db
def test_each_is_an_example_and_made_once():
    load_small_territory()
    EstablishmentFactory(slug="caen-ifs")
    wanted = [entry for entry in ENTRIES if entry["establishment"] == "caen-ifs"]
    assert make_workshops(ENTRIES) == len(wanted) > 2
    assert set(Workshop.objects.values_list("is_example", flat=True)) == {True}
    assert Workshop.objects.stale().count() == 1  # the page shows how a workshop that waits is told
    assert make_workshops(ENTRIES) == 0
