"""What people type that names no place, on the real tables: the reason, and what it may have been meant for."""

from __future__ import annotations

import pytest

from directory.places import MAX_LENGTH, Reason


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
        ("1000 Bruxelles", Reason.MALFORMED_CODE, []),
        ("1000 Bourg", Reason.MALFORMED_CODE, ["Bourg-en-Bresse, Ain (01000)"]),
        ("France", Reason.NATIONAL, []),
        ("plusieurs sites", Reason.NATIONAL, []),
        ("🙂", Reason.UNKNOWN_NAME, []),
        ("zblorg", Reason.UNKNOWN_NAME, []),
        (
            "Clairvaux",
            Reason.UNKNOWN_NAME,
            ["Clairvaux-d’Aveyron, Aveyron (12330)", "Clairvaux-les-Lacs, Jura (39130)", "Clairavaux, Creuse (23500)"],
        ),
        ("Lille et zblorg", Reason.UNKNOWN_NAME, ["Lille, Nord"]),
        ("3 rue de la Paix Rouen", Reason.UNKNOWN_NAME, ["Rouen, Seine-Maritime"]),
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
    ],
)
def test_typing_errors_are_proposed_and_never_taken(read, text, meant):
    reading = read(text)
    assert reading.places == ()
    assert reading.suggestions[0].label == meant


def test_one_territory_is_proposed_once(read):
    assert titles(read("Pariss").suggestions)[:1] == ["Paris (75)"]
    assert len({place.label for place in read("Pariss").suggestions}) == len(read("Pariss").suggestions)
