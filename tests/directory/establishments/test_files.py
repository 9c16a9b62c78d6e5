"""The file of establishments: the real one is whole, and each kind of fault is named in French with its line."""

from __future__ import annotations

import collections

import pytest

from directory.establishments.distance import Point
from directory.establishments.files import COLUMNS, FILE, EstablishmentFileError, KnownCommune, read_establishments
from directory.establishments.kinds import Kind, Precision, Status
from directory.models import Establishment
from directory.territory.files import read_tables
from tests.directory.establishments.samples import CAEN_LINE, HAVRE_LINE, HEADER, content

COMMUNES = {
    "14118": KnownCommune("Caen", "14", "rennes", Point(49.182, -0.37)),
    "76351": KnownCommune("Le Havre", "76", "rennes", Point(49.494, 0.108)),
}


def faults_of(file: bytes) -> list[str]:
    with pytest.raises(EstablishmentFileError) as caught:
        read_establishments(file, COMMUNES)
    return [fault.replace("\u00a0", " ") for fault in caught.value.faults]


def test_the_real_file_is_right_and_keeps_its_doubts():
    tables = read_tables()
    regions = {region.code: region.disp for region in tables.regions}
    directions = {department.code: regions[department.region] for department in tables.departments}
    communes = {
        row.insee: KnownCommune(
            row.name, row.department, directions[row.department], Point(row.latitude, row.longitude)
        )
        for row in tables.communes
        if row.latitude is not None and row.longitude is not None
    }
    rows = read_establishments(FILE.read_bytes(), communes)
    assert collections.Counter(row.status for row in rows) == {
        Status.OPEN: 186, Status.CLOSED: 12, Status.ANNOUNCED: 5, Status.TO_VERIFY: 3,
    }  # fmt: skip
    assert collections.Counter(row.precision for row in rows) == {
        Precision.ESTABLISHMENT: 90, Precision.STREET: 29, Precision.COMMUNE: 87,
    }  # fmt: skip
    assert {row.kind for row in rows} == set(Kind)
    assert all(row.note for row in rows if row.status != Status.OPEN)
    assert not any("'" in row.name for row in rows)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("caen,", ",", "Ligne 2 : id est vide."),
        ("caen,", "Caen!,", "Ligne 2 : l’identifiant « Caen! » n’est pas fait de minuscules, chiffres et tirets."),
        (",centre pénitentiaire,", ",prison,", "Ligne 2 : type « prison » est inconnu : écrivez maison d'arrêt, "),
        ("14118", "14119", "Ligne 2 : la commune 14119 n’existe pas dans les tables du territoire."),
        (",Caen,", ",Kaen,", "Ligne 2 : la commune 14118 s’appelle Caen, pas « Kaen »."),
        (",14,rennes", ",76,rennes", "Ligne 2 : Caen est dans le département 14, pas 76."),
        ("rennes", "lille", "Ligne 2 : le département 14 dépend de la direction rennes, pas lille."),
        ("49.178", "nord", "Ligne 2 : latitude « nord » n’est pas un nombre de degrés."),
        ("49.178", "nan", "Ligne 2 : latitude « nan » n’est pas un nombre de degrés."),
        ("-0.333", "-200", "Ligne 2 : longitude « -200 » n’est pas un nombre de degrés."),
        ("49.178", "50.178", "Ligne 2 : le point est à 111 km de Caen."),
        ("street", "commune", "Ligne 2 : le point n’est pas celui de la commune de Caen."),
        ("street", "town", "Ligne 2 : point « town » est inconnu : écrivez establishment, street, commune."),
        ("dila-2016", "blog", "Ligne 2 : la source « blog » est inconnue : écrivez justice-2026, "),
        ("2026-07-01", "2026-13-01", "Ligne 2 : source_date « 2026-13-01 » n’est pas une date comme 2026-07-01."),
        ("2026-07-01", "20260701", "Ligne 2 : source_date « 20260701 » n’est pas une date comme 2026-07-01."),
        (",open,", ",shut,", "Ligne 2 : status « shut » est inconnu : écrivez open, to verify, closed, not yet open."),
        (",open,", ",closed,", "Ligne 2 : un établissement « closed » demande une note."),
        ("Centre pénitentiaire de Caen", "C" * 121, "Ligne 2 : name dépasse 120 caractères."),
        ("de Caen", "de\x07Caen", "Ligne 2 : name contient un caractère invisible ou une espace en trop."),
        ("open,", "open", "Ligne 2 : 14 valeurs attendues, 13 trouvées."),
        ("Centre", '"Centre', "Ligne 2 : le CSV n’est pas lisible."),
    ],
)
def test_each_fault_is_named_with_its_line(old, new, fault):
    assert old in CAEN_LINE
    assert any(each.startswith(fault.rstrip()) for each in faults_of(content(CAEN_LINE.replace(old, new, 1))))


def test_every_fault_of_every_line_is_told_at_once():
    wrong = CAEN_LINE.replace("49.178", "nord").replace("rennes", "lille")
    assert faults_of(content(wrong, HAVRE_LINE.replace("open", "shut"))) == [
        "Ligne 2 : latitude « nord » n’est pas un nombre de degrés.",
        "Ligne 2 : le département 14 dépend de la direction rennes, pas lille.",
        "Ligne 3 : status « shut » est inconnu : écrivez open, to verify, closed, not yet open.",
    ]


def test_the_same_place_or_identifier_twice_is_refused():
    assert faults_of(content(CAEN_LINE, CAEN_LINE)) == [
        "Ligne 3 : l’identifiant « caen » est déjà à la ligne 2.",
        "Ligne 3 : même nom et même commune qu’à la ligne 2.",
    ]


def test_a_file_that_is_no_such_table_is_refused():
    assert faults_of(b"") == [f"Ligne 1 : l’en-tête doit être « {HEADER} »."]
    assert faults_of(content()) == ["Le fichier n’a aucune ligne après l’en-tête."]
    assert faults_of(content(CAEN_LINE).replace("é".encode(), b"\xe9")) == ["Ligne 2 : le fichier n’est pas en UTF-8."]


def test_a_mark_and_windows_line_ends_are_read():
    file = "\ufeff".encode() + content(CAEN_LINE).replace(b"\n", b"\r\n")
    assert [row.slug for row in read_establishments(file, COMMUNES)] == ["caen"]


def test_the_longest_values_allowed_are_those_the_database_holds():
    fields = {"id": "slug", "name": "name", "source": "sources", "note": "note"}
    for column, field in fields.items():
        assert Establishment._meta.get_field(field).max_length == COLUMNS[column]
