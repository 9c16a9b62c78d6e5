"""What people type that names no place, on the real tables: the reason, and what it may have been meant for."""

from __future__ import annotations

import pytest

from directory.places.place import Reason
from directory.places.text import MAX_LENGTH


def titles(places) -> list[str]:
    return [place.title for place in places]


@pytest.mark.parametrize(
    ("text", "reason", "suggested"),
    [
        ("", Reason.EMPTY, []),
        (" \x00\t\u200b ", Reason.EMPTY, []),
        ("x" * 5000, Reason.TOO_LONG, []),
        ("9" * (MAX_LENGTH + 1), Reason.TOO_LONG, []),
        ("760000", Reason.MALFORMED_CODE, []),
        ("1", Reason.MALFORMED_CODE, ["Ain (01)"]),
        ("1000", Reason.MALFORMED_CODE, ["Bourg-en-Bresse, Ain (01000)", "Saint-Denis-lès-Bourg, Ain (01000)"]),
        ("Le Havre 7660", Reason.MALFORMED_CODE, ["Le Havre, Seine-Maritime"]),
        ("2A004", Reason.MALFORMED_CODE, ["Ajaccio, Corse-du-Sud"]),
        ("99", Reason.UNKNOWN_DEPARTMENT, []),
        ("99999", Reason.UNKNOWN_CODE, []),
        ("76999 Le Havre", Reason.UNKNOWN_CODE, ["Le Havre, Seine-Maritime"]),
        ("50129", Reason.UNKNOWN_CODE, ["Cherbourg-en-Cotentin, Manche"]),  # an Insee code
        ("98000", Reason.MONACO, []),
        ("Monaco", Reason.MONACO, []),
        ("98000 Nouméa", Reason.MONACO, ["Nouméa, Nouvelle-Calédonie (98800)"]),
        ("B-1000", Reason.FOREIGN, []),
        ("D-10115 Berlin", Reason.FOREIGN, []),
        ("CH 1201 Genève", Reason.FOREIGN, []),
        ("SW1A 1AA", Reason.FOREIGN, []),
        ("1000 Bruxelles", Reason.ABROAD, []),
        ("1000 Bourg", Reason.MALFORMED_CODE, ["Bourg-en-Bresse, Ain (01000)"]),
        ("France", Reason.NATIONAL, []),
        ("plusieurs sites", Reason.NATIONAL, []),
        ("🙂", Reason.UNKNOWN_NAME, []),
        ("zblorg", Reason.UNKNOWN_NAME, []),
        ("Lille et zblorg", Reason.UNKNOWN_NAME, ["Lille, Nord"]),
        ("3 rue de la Paix Rouen", Reason.ADDRESS, ["Rouen, Seine-Maritime"]),
        ("12 rue de Lille", Reason.ADDRESS, ["Lille, Nord"]),  # a street, not the town
        ("12 bis, avenue Zblorg", Reason.ADDRESS, []),
        ("London", Reason.ABROAD, []),
        ("Bruxelles", Reason.ABROAD, []),
        ("Lausanne, Suisse", Reason.ABROAD, []),
        ("Suisse", Reason.ABROAD, ["Suisse, Moselle (57340)"]),
        ("73282932000074", Reason.COMPANY, []),
        ("Siret : 732 829 320 00074", Reason.COMPANY, []),
        ("732 829 320", Reason.COMPANY, []),
        ("732829320 Lyonn", Reason.COMPANY, ["Lyon, Rhône"]),
        ("je ne sais pas", Reason.UNSURE, []),
        ("Aucune idée !", Reason.UNSURE, []),
        ("Sud-Ouest", Reason.UNSURE, []),
        ("M", Reason.UNKNOWN_NAME, ["M’Tsangamouji, Mayotte (97650)"]),  # a letter alone begins no name
        ("M&M", Reason.UNKNOWN_NAME, ["Meurthe-et-Moselle (54)"]),
        ("91182", Reason.UNKNOWN_CODE, ["Évry-Courcouronnes, Essonne"]),  # Insee code of Courcouronnes
        ("<script>alert(1)</script>", Reason.UNKNOWN_NAME, []),
    ],
)
def test_what_names_no_place_gets_its_reason_and_a_way_on(read, text, reason, suggested):
    reading = read(text)
    assert (reading.places, reading.reason, titles(reading.suggestions)) == ((), reason, suggested)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Le Avre", "Le Havre"),
        ("marsseille", "Marseille"),
        ("Tuolouse", "Toulouse"),
        ("st etiene", "Saint-Étienne"),
        ("Boredaux", "Bordeaux"),
        ("Seine Maritme", "Seine-Maritime"),
        ("Clermont-Fd", "Clermont-Ferrand"),
        ("Boulogne-Bt", "Boulogne-Billancourt"),
        ("Chât.-Thierry", "Château-Thierry"),
        ("Aix en Pce", "Aix-en-Provence"),
        ("Pyr. Atlantiques", "Pyrénées-Atlantiques"),
        ("B. du Rhône", "Bouches-du-Rhône"),
        ("Rochefort sur Mer", "Rochefort"),
    ],
)
def test_typing_errors_are_proposed_and_never_taken(read, text, meant):
    reading = read(text)
    assert reading.places == ()
    assert reading.suggestions[0].label == meant


def test_one_territory_is_proposed_once(read):
    assert titles(read("Pariss").suggestions)[:1] == ["Paris"]
    assert len({place.label for place in read("Pariss").suggestions}) == len(read("Pariss").suggestions)


@pytest.mark.parametrize(
    ("typed", "absurd"),
    [("HDX", "IDF"), ("Orvan", "Roanne"), ("Orvannee", "Orange"), ("Zellule", "La Celle"), ("je sais", "Anse")],
)
def test_what_neither_sounds_nor_looks_alike_is_not_proposed(read, typed, absurd):
    assert absurd not in {name for place in read(typed).suggestions for name in (place.label, place.alias)}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Kimper", "Quimper"), ("Chamberi", "Chambéry"), ("Bordo", "Bordeaux"), ("Monpelié", "Montpellier")],
)
def test_what_sounds_alike_is_proposed(read, typed, meant):
    assert meant in {place.label for place in read(typed).suggestions} | {place.label for place in read(typed).places}


def test_a_former_name_that_was_meant_is_proposed_by_that_name(read):
    (place, *_) = read("Courcouronne").suggestions
    assert place.proposal == "Courcouronnes, aujourd’hui Évry-Courcouronnes, Essonne"
