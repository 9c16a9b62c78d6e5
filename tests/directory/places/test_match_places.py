"""`manage.py match_places`: a file of typed places in, a file of answers out."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from django.core.management import CommandError, call_command

from directory.places.table import COLUMNS
from tests.directory.factories import NORMANDIE, ReferentFactory

pytestmark = pytest.mark.usefixtures("territory")


@pytest.fixture
def answers(tmp_path):
    """Give a function that answers the bytes of a file: (rows by column, what was told)."""

    def run(content: bytes, **options) -> tuple[list[dict[str, str]], str]:
        source, target, told = tmp_path / "in.csv", tmp_path / "out.csv", io.StringIO()
        source.write_bytes(content)
        call_command("match_places", source=str(source), target=str(target), stderr=told, **options)
        with target.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
        assert reader.fieldnames == list(COLUMNS)
        return rows, told.getvalue()

    return run


def test_each_line_gets_its_direction_departments_communes_and_referents(answers):
    ReferentFactory(slug="normandie", departments=NORMANDIE, named=True)
    ReferentFactory(slug="normandie-formation", departments=["76"], missions=["formation"])
    ReferentFactory(slug="vacant", departments=["76"], vacant=True)
    ReferentFactory(slug="brouillon", departments=["76"], live=False)
    (havre, denis, monaco, mayotte), _ = answers(b"input\nLe Havre\nSaint-Denis\n98000\n976\n")
    assert havre == {
        "input": "Le Havre",
        "status": "route",
        "disp": "Rennes",
        "departments": "76",
        "communes": "Le Havre",
        "referents": "normandie|normandie-formation",
        "message": "Le Havre dépend de la direction interrégionale de Rennes.",
    }
    assert denis["status"] == "ask"
    assert denis["disp"] == "DSPOM|Paris|Toulouse"
    assert denis["departments"] == "974|93|11|30"
    assert denis["communes"].split("|") == ["Saint-Denis"] * 4
    assert "n’ont pas le même référent" in denis["message"]
    assert monaco["status"] == "none"
    assert monaco["message"].startswith("98000 est à Monaco")
    assert [monaco[name] for name in ("disp", "departments", "communes", "referents")] == [""] * 4
    assert (mayotte["status"], mayotte["disp"], mayotte["departments"]) == ("route", "DSPOM", "976")


def test_one_direction_is_a_route_even_when_its_referents_differ(answers):
    ReferentFactory(slug="seine-maritime", departments=["76"])
    ReferentFactory(slug="calvados", departments=["14"])
    ((normandie,), _) = answers(b"input\nNormandie\n")
    assert (normandie["status"], normandie["disp"]) == ("route", "Rennes")
    assert set(normandie["departments"].split("|")) == set(NORMANDIE)
    assert set(normandie["referents"].split("|")) == {"seine-maritime", "calvados"}
    assert normandie["communes"] == ""


def test_a_code_in_two_directions_asks(answers):
    ((shared,), _) = answers(b"input\n01590\n")
    assert (shared["status"], set(shared["disp"].split("|"))) == ("ask", {"Lyon", "Dijon"})


def test_a_misspelt_name_is_none_and_says_what_it_may_be(answers):
    ((typo,), _) = answers(b"input\nToulousse\n")
    assert typo["status"] == "none"
    assert "Vouliez-vous dire Toulouse" in typo["message"]


def test_proposals_have_a_status_and_columns_of_their_own_when_asked_for(answers):
    ReferentFactory(slug="normandie", departments=NORMANDIE, named=True)
    content = b"input\nLe Havrre\nSaint-Deniss\n1590\nMonaco\nzblorg\nMme Exemple\nLe Havre\n"
    (havre, denis, zero, monaco, nonsense, named, right), told = answers(content, proposals=True)
    assert havre == {
        "input": "Le Havrre",
        "status": "proposed",
        "disp": "Rennes",
        "departments": "76",
        "communes": "Le Havre",
        "referents": "normandie",
        "message": "Nous ne connaissons pas «\u00a0Le Havrre\u00a0». Vouliez-vous dire Le Havre, Seine-Maritime\u00a0?",
    }
    assert (denis["status"], denis["disp"]) == ("proposed", "DSPOM|Paris|Toulouse")
    assert denis["communes"].split("|") == ["Saint-Denis"] * 4
    assert zero["status"] == "proposed"
    assert set(zero["disp"].split("|")) == {"Lyon", "Dijon"}
    assert [each["status"] for each in (monaco, nonsense, named, right)] == ["none", "none", "route", "route"]
    assert "2 route, 0 ask, 3 proposed, 2 none" in told
    (havre, *_), _ = answers(content)
    assert [havre[name] for name in ("status", "disp", "departments", "communes", "referents")] == ["none", *[""] * 4]


def test_the_shown_name_of_a_referent_leads_to_them(answers):
    ReferentFactory(slug="normandie", departments=NORMANDIE, named=True)
    ReferentFactory(slug="cache", first_name="Dominique", last_name="Secrète")
    (named, hidden), _ = answers("input\nMme Exemple\nDominique Secrète\n".encode())
    assert (named["status"], named["disp"], named["referents"]) == ("route", "Rennes", "normandie")
    assert named["departments"] == "|".join(NORMANDIE)
    assert hidden["status"] == "none"


@pytest.mark.parametrize(
    ("seat", "typed"),
    [
        ("Bordeaux", "33"), ("Dijon", "21"), ("Lille", "62"), ("Lyon", "63"), ("Marseille", "2A"),
        ("Paris", "93"), ("Rennes", "44"), ("Strasbourg", "51"), ("Toulouse", "31"), ("DSPOM", "Tahiti"),
    ],
)  # fmt: skip
def test_a_direction_is_named_by_its_seat(answers, seat, typed):
    ((row,), _) = answers(f"input\n{typed}\n".encode())
    assert (row["status"], row["disp"]) == ("route", seat)


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (b"\xef\xbb\xbfinput\nBesan\xc3\xa7on,1\n", {}),
        (b'numero;Input \r\n1;"Besan\xc3\xa7on,1"\r\n', {}),
        (b"numero\tINPUT\n1\tBesan\xc3\xa7on,1\n", {}),
        (b"input;n\nBesan\xe7on,1;1\n", {"encoding": "cp1252"}),
        (b"input;n\r\nBesan\xe7on,1;1\r\n", {}),
        (b"sep=;\r\ninput;n\r\nBesan\xe7on;1\r\n", {}),
        ("\ufeffinput\tn\r\nBesançon\t1\r\n".encode("utf-16-le"), {}),
        (unicodedata.normalize("NFD", "input\nBesançon\n").encode(), {}),
    ],
    ids=["byte order mark", "semicolons", "tabs", "cp1252", "Windows", "sep=", "Unicode text", "Numbers"],
)
def test_files_of_spreadsheets_are_read(answers, content, options):
    ((row,), _) = answers(content, **options)
    assert unicodedata.normalize("NFC", row["input"]) in {"Besançon,1", "Besançon"}


def test_every_line_is_answered_in_order_even_strange_ones(answers):
    typed = ["", "  ", "a" * 500, '"; DROP TABLE', "deux\nlignes", "76600", "76600", "=1+1", "\u202e76600"]
    written = io.StringIO(newline="")
    csv.writer(written).writerows([["input"], *([each] for each in typed)])
    rows, told = answers(written.getvalue().encode())
    assert [row["input"] for row in rows] == typed
    assert all(row["status"] in {"route", "ask", "none"} and row["message"] for row in rows)
    assert "9 lines" in told


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "column 'input'; it names nothing"),
        (b"place\n76600\n", "column 'input'; it names place"),
        (b"input\nBesan\x81on\n", "Line 2 is not cp1252"),
        (b'input\n"76600\n', "is not CSV"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence_and_nothing_is_written(answers, tmp_path, content, complaint):
    with pytest.raises(CommandError, match=complaint):
        answers(content)
    assert not (tmp_path / "out.csv").exists()


def test_a_missing_file_and_an_impossible_target_are_refused(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("match_places", source=str(tmp_path / "none.csv"), target="-")
    (tmp_path / "in.csv").write_text("input\n76600\n")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("match_places", source=str(tmp_path / "in.csv"), target=str(tmp_path / "no" / "out.csv"))


def test_a_dash_stands_for_standard_output(tmp_path):
    (tmp_path / "in.csv").write_text("input\n76600\n")
    out, told = io.StringIO(), io.StringIO()
    call_command("match_places", source=str(tmp_path / "in.csv"), target="-", stdout=out, stderr=told)
    assert out.getvalue().splitlines()[1].startswith("76600,route,Rennes,76,Le Havre,")


def test_progress_is_told_every_thousand_lines(answers):
    _, told = answers(b"input\n" + b"76600\n" * 2500)
    assert "1,000 of 2,500 lines" in told
    assert "2,000 of 2,500 lines" in told
    assert "2,500 route, 0 ask, 0 none" in told
