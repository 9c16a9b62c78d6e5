from __future__ import annotations

from decimal import Decimal

import pytest

from portal.french.words import capitalised, french_number, listed, number, of, plural, towards, typographic


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("960", 960),
        ("1\u202f200", 1200),
        ("10\u202f600", Decimal(10600)),
        ("5,15", Decimal("5.15")),
        ("2,4", Decimal("2.40")),
        ("0", Decimal("0.00")),
        ("1\u202f234\u202f567,5", Decimal("1234567.5")),
        ("-1\u202f200", -1200),
        ("100", Decimal("1E+2")),
    ],
)
def test_numbers_are_written_as_in_french(written, value):
    assert french_number(value) == written


@pytest.mark.parametrize(
    ("name", "after"),
    [
        ("Le Havre", "du Havre"),
        ("Les Sables-d’Olonne", "des Sables-d’Olonne"),
        ("La Rochelle", "de La Rochelle"),
        ("Arles", "d’Arles"),
        ("Évreux", "d’Évreux"),
        ("Œting", "d’Œting"),
        ("Île-de-France", "d’Île-de-France"),
        ("Lens", "de Lens"),
        ("", "de "),
    ],
)
def test_a_name_follows_de(name, after):
    assert of(name) == after


def test_words_join_a_sentence():
    assert towards("Camille Exemple") == "à Camille Exemple"
    assert towards("le bureau du travail") == "au bureau du travail"
    assert capitalised("la Seine-Maritime") == "La Seine-Maritime"
    assert capitalised("") == ""
    assert typographic("Les Sables-d'Olonne") == "Les Sables-d’Olonne"
    assert [listed(names) for names in ([], ["Lyon"], ["Lyon", "Lens"], ["Lyon", "Lens", "Pau"])] == [
        "", "Lyon", "Lyon et Lens", "Lyon, Lens et Pau",
    ]  # fmt: skip
    assert listed(["Lyon", "Lens"], "ou") == "Lyon ou Lens"


def test_numbers_up_to_sixteen_are_words():
    assert [number(each) for each in (0, 1, 16, 17, -1)] == ["zéro", "un", "seize", "17", "-1"]
    assert number(1, feminine=True) == "une"


@pytest.mark.parametrize(("count", "written"), [(0, "jour ouvré"), (1, "jour ouvré"), (2, "jours ouvrés")])
def test_the_plural_begins_at_two(count, written):
    assert plural(count, "jour ouvré") == written
    assert plural(Decimal("1.5"), "équivalent") == "équivalent"
