"""From Insee's events to what became of each name: AV → AP, followed up to the communes of today."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from directory.territory.former_names import EndedName, ended_names

HEADER = "MOD,DATE_EFF,TYPECOM_AV,COM_AV,LIBELLE_AV,TYPECOM_AP,COM_AP,LIBELLE_AP"
TODAY = {
    "91228": "Évry-Courcouronnes",
    "50129": "Cherbourg-en-Cotentin",
    "51108": "Châlons-en-Champagne",
    "55298": "Loisey",
    "55138": "Culey",
    "95039": "Auvers-sur-Oise",
    "95120": "Butry-sur-Oise",
    "15031": "Celles",
    "76351": "Le Havre",
    "76540": "Rouen",
    "97701": "Saint-Barthélemy",
}


def ended(*lines: str) -> list[EndedName]:
    return ended_names(csv.DictReader(io.StringIO("\n".join([HEADER, *lines]))), TODAY)


SAINT_BARTHELEMY = EndedName("97123", "97701", "insee", 2007)  # left the division, which no event says


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            ["10,1998-01-01,COM,51108,Châlons-sur-Marne,COM,51108,Châlons-en-Champagne"],
            [("Châlons-sur-Marne", "51108", "renommee", 1998)],
            id="a new name",
        ),
        pytest.param(
            [
                "41,1968-01-01,COM,78182,Courcouronnes,COM,91182,Courcouronnes",
                "32,2019-01-01,COM,91182,Courcouronnes,COMD,91182,Courcouronnes",
                "32,2019-01-01,COM,91182,Courcouronnes,COM,91228,Évry-Courcouronnes",
                "32,2019-01-01,COM,91228,Évry,COM,91228,Évry-Courcouronnes",
            ],
            [
                ("78182", "91228", "insee", 1968),
                ("91182", "91228", "insee", 2019),
                ("Courcouronnes", "91228", "fusionnee", 2019),
                ("Évry", "91228", "fusionnee", 2019),
            ],
            id="another department, then a merger",
        ),
        pytest.param(
            [
                "31,2000-02-28,COM,50383,Octeville,COM,50129,Cherbourg-Octeville",
                "31,2000-02-28,COM,50129,Cherbourg,COM,50129,Cherbourg-Octeville",
                "32,2016-01-01,COM,50129,Cherbourg-Octeville,COM,50129,Cherbourg-en-Cotentin",
            ],
            [
                ("50383", "50129", "insee", 2000),
                ("Cherbourg", "50129", "fusionnee", 2000),
                ("Cherbourg-Octeville", "50129", "fusionnee", 2016),
                ("Octeville", "50129", "fusionnee", 2000),
            ],
            id="two mergers",
        ),
        pytest.param(
            [
                "21,2014-01-01,COM,55298,Loisey-Culey,COM,55298,Loisey",
                "21,2014-01-01,COM,55298,Loisey-Culey,COM,55138,Culey",
            ],
            [("Loisey-Culey", "55138", "separee", 2014), ("Loisey-Culey", "55298", "separee", 2014)],
            id="parted",
        ),
        pytest.param(
            [
                "20,1948-01-01,COM,78039,Auvers-sur-Oise,COM,78039,Auvers-sur-Oise",
                "20,1948-01-01,COM,78039,Auvers-sur-Oise,COM,78120,Butry-sur-Oise",
                "41,1968-01-01,COM,78039,Auvers-sur-Oise,COM,95039,Auvers-sur-Oise",
                "41,1968-01-01,COM,78120,Butry-sur-Oise,COM,95120,Butry-sur-Oise",
            ],
            [("78039", "95039", "insee", 1968), ("78120", "95120", "insee", 1968)],
            id="a part of it left, and it kept its name",
        ),
        pytest.param(
            [
                "32,2016-12-01,COM,15031,Celles,COM,15141,Neussargues en Pinatelle",
                "21,2025-01-01,COMD,15031,Celles,COM,15031,Celles",
            ],
            [],
            id="a commune again",
        ),
        pytest.param(["33,1972-01-01,COM,76999,Nulle-Part,COM,76998,Disparue"], [], id="without a successor"),
        pytest.param(["10,2024-01-01,COM,76351,Le-Havre,COM,76351,Le Havre"], [], id="only a hyphen"),
    ],
)  # fmt: skip
def test_each_kind_of_event_leads_to_the_communes_of_today(lines, expected):
    assert ended(*lines) == sorted([*(EndedName(*row) for row in expected), SAINT_BARTHELEMY])


def test_of_a_name_that_ended_twice_the_last_year_is_kept():
    names = ended(
        "33,1972-01-01,COM,76001,Sanvic,COM,76351,Le Havre",
        "21,1980-01-01,COM,76351,Le Havre,COM,76351,Le Havre",
        "21,1980-01-01,COM,76351,Le Havre,COM,76001,Sanvic",
        "32,2016-01-01,COM,76001,Sanvic,COM,76351,Le Havre",
    )
    assert EndedName("Sanvic", "76351", "fusionnee", 2016) in names
    assert [each.ended for each in names if each.name == "Sanvic"] == [2016]


def test_the_file_is_made_from_events_and_from_parts_of_communes(tmp_path):
    movements, parts, out = tmp_path / "events.csv", tmp_path / "parts.csv", tmp_path / "out.csv"
    movements.write_text(f"{HEADER}\n33,1955-01-01,COM,76999,Sanvic,COM,76351,Le Havre\n", encoding="utf-8")
    parts.write_text("name;insee_current;type\nSanvic;76351;associee\nBléville;76351;associee\n", encoding="utf-8")
    call_command("make_former_names", movements=movements, parts=parts, out=out, stdout=io.StringIO())
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "name;insee;kind;ended"
    assert {"Sanvic;76351;associee;1955", "Bléville;76351;associee;", "76999;76351;insee;1955"} < set(lines)
    assert "75000;75056;code;" in lines
    before = out.read_bytes()
    call_command("make_former_names", movements=movements, parts=parts, out=out, stdout=io.StringIO())
    assert out.read_bytes() == before


def test_a_wrong_source_writes_nothing(tmp_path):
    wrong, out = tmp_path / "wrong.csv", tmp_path / "out.csv"
    wrong.write_text("a;b\n1;2\n", encoding="utf-8")
    for options in ({"movements": wrong, "parts": wrong}, {"movements": tmp_path / "none.csv", "parts": wrong}):
        with pytest.raises(CommandError, match="Nothing was written"):
            call_command("make_former_names", out=out, **options)
    assert not out.exists()
