"""The data files: what ships is what its sums say, and a wrong file is named with its line."""

from __future__ import annotations

import hashlib
import re
import shutil

import pytest

from directory.territory import models as territory
from directory.territory.files import COLUMNS, DATA, FORMER_KINDS, fingerprint, read_tables
from portal.files.csv_reader import TableFileError
from tests.directory.territory_samples import SMALL_TABLES


@pytest.fixture
def folder(tmp_path):
    """A copy of the small tables, to be spoilt."""
    return shutil.copytree(SMALL_TABLES, tmp_path / "data")


def spoil(folder, name: str, old: str, new: str):
    content = (folder / name).read_text(encoding="utf-8")
    assert old in content
    (folder / name).write_text(content.replace(old, new, 1), encoding="utf-8")


def test_every_file_has_the_sum_and_the_lines_that_sources_md_says():
    rows = re.findall(
        r"^\| `(.+\.csv)` \| ([0-9,]+) \| `([0-9a-f]{64})` \|$", (DATA / "SOURCES.md").read_text(), re.MULTILINE
    )
    assert [name for name, _, _ in rows] == sorted(path.name for path in DATA.glob("*.csv"))
    for name, lines, sha256 in rows:
        content = (DATA / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == sha256, name
        assert content.count(b"\n") - 1 == int(lines.replace(",", "")), name


def test_the_real_tables_are_whole():
    tables = read_tables()
    assert [len(tables.disps), len(tables.regions), len(tables.departments)] == [10, 25, 108]
    assert len(tables.communes) == 34_964
    assert sum(len(commune.postal_codes) for commune in tables.communes) == 35_493
    assert {region.disp for region in tables.regions} == {disp.code for disp in tables.disps}
    overseas = {"01", "02", "03", "04", "06", "975", "977", "978", "986", "987", "988", "989"}
    assert {region.code for region in tables.regions if region.disp == "dspom"} == overseas


def test_demonstration_mailboxes_are_fictional():
    mailboxes = [disp.mailbox for disp in read_tables().disps]
    assert len(mailboxes) == 10
    assert all(mailbox.endswith("@justice.example") for mailbox in mailboxes)


def test_names_have_the_forms_that_sentences_need():
    tables = read_tables()
    departments = {row.code: row.with_article for row in tables.departments}
    assert [departments[code] for code in ("76", "14", "01", "40", "75", "974", "976", "2A")] == [
        "la Seine-Maritime",
        "le Calvados",
        "l’Ain",
        "les Landes",
        "Paris",
        "La Réunion",
        "Mayotte",
        "la Corse-du-Sud",
    ]
    within = {row.code: row.within for row in tables.regions}
    assert [within[code] for code in ("28", "44", "04", "11")] == [
        "en Normandie",
        "dans le Grand Est",
        "à La Réunion",
        "en Île-de-France",
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("communes.csv", "Le Havre", "", "communes.csv, line 5: name is empty."),
        ("communes.csv", "39102", "39X02", "communes.csv, line 3: insee is malformed: '39X02'."),
        ("communes.csv", "39102", "01148", "communes.csv, line 3: insee '01148' is already on line 2."),
        (
            "communes.csv",
            "Dortan;01",
            "Dortan;99",
            "line 2: department names '99', which departments.csv does not have.",
        ),
        (
            "communes.csv",
            "76610",
            "7661",
            "line 5: postal_codes must be five digits each, once each, not '76600 7661 7",
        ),
        ("communes.csv", "1857", "many", "line 2: population is not a whole number: 'many'."),
        ("communes.csv", "1857", "-3", "line 2: population is not a whole number: '-3'."),
        ("communes.csv", "46.32;", "146.32;", "line 2: latitude is not a number of degrees up to 90: '146.32'."),
        ("communes.csv", "46.32;", "nan;", "line 2: latitude is not a number of degrees up to 90: 'nan'."),
        ("communes.csv", "Dortan", "Dor\x00tan", "line 2: name holds a control character or a space too many"),
        ("communes.csv", "Dortan", "D" * 81, "communes.csv, line 2: name is longer than 80 characters."),
        ("communes.csv", "Dortan;01", "Dortan", "communes.csv, line 2: 7 values expected, 6 found."),
        ("communes.csv", "insee;name", "name;insee", "communes.csv, line 1: the header must be insee;name;"),
        ("communes.csv", "Dortan", '"Dortan', "communes.csv, line 6: unexpected end of data."),
        ("regions.csv", "normandie", "Normandie!", "regions.csv, line 3: slug is malformed"),
        ("regions.csv", "rennes", "brest", "regions.csv, line 3: disp names 'brest', which disp.csv does not have."),
        ("disp.csv", ";3\n", ";third\n", "disp.csv, line 4: sort_order is "),
        ("former_names.csv", "associee", "oubliee", "former_names.csv, line 2: kind must be one of"),
        ("former_names.csv", "76351", "76352", "former_names.csv, line 2: insee names '76352'"),
        ("area_names.csv", ";76;", ";76 27;", "area_names.csv, line 2: departments names '27'"),
        ("cedex.csv", "76084", "7608", "cedex.csv, line 2: code is malformed: '7608'."),
    ],
)
def test_a_wrong_line_is_named(folder, name, old, new, message):
    spoil(folder, name, old, new)
    with pytest.raises(TableFileError) as caught:
        read_tables(folder)
    assert message in str(caught.value)


def test_a_missing_an_empty_and_a_misencoded_file_are_named(folder):
    (folder / "cedex.csv").unlink()
    with pytest.raises(TableFileError, match=r"cedex\.csv cannot be read: No such file or directory\."):
        read_tables(folder)
    header = ";".join(COLUMNS["communes.csv"])
    (folder / "communes.csv").write_text(f"{header}\n")
    with pytest.raises(TableFileError, match=r"communes\.csv, line 1: no line after the header\."):
        read_tables(folder)
    (folder / "communes.csv").write_bytes(f"{header}\n".encode() + "01148;Échallon".encode("latin-1"))
    with pytest.raises(TableFileError, match=r"communes\.csv, line 2: not UTF-8\."):
        read_tables(folder)


def test_a_byte_order_mark_and_windows_line_ends_are_read(folder):
    content = (folder / "communes.csv").read_text(encoding="utf-8")
    (folder / "communes.csv").write_bytes("\ufeff".encode() + content.replace("\n", "\r\n").encode())
    assert read_tables(folder).communes == read_tables(SMALL_TABLES).communes


def test_the_fingerprint_follows_the_content_of_every_file(folder):
    seen = {fingerprint(SMALL_TABLES)}
    assert fingerprint(folder) in seen
    for name in COLUMNS:
        with (folder / name).open("a") as file:
            file.write("\n")
        seen.add(fingerprint(folder))
    assert len(seen) == len(COLUMNS) + 1


def test_the_longest_values_allowed_are_those_the_database_holds():
    models = {
        "disp.csv": territory.Disp,
        "regions.csv": territory.Region,
        "departments.csv": territory.Department,
        "communes.csv": territory.Commune,
        "former_names.csv": territory.FormerName,
        "area_names.csv": territory.AreaName,
        "cedex.csv": territory.Cedex,
    }
    assert set(models) == set(COLUMNS)
    for name, model in models.items():
        fields = {field.name: field for field in model._meta.fields}
        for column, longest in COLUMNS[name].items():
            field = fields.get(column)
            if field is not None and field.max_length:
                assert longest == field.max_length, f"{name} {column}"
    assert set(territory.FormerName.Kind.values) == FORMER_KINDS
