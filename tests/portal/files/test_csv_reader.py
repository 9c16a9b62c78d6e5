"""CSV files as spreadsheets write them, and what is wrong with the others."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.files.csv_reader import DELIMITERS, TableFileError, decoded, read_rows


def rows_of(text: str, *delimiters: str) -> list[list[str]]:
    return [values for _, values in read_rows(text, *delimiters)]


@pytest.mark.parametrize("delimiter", DELIMITERS)
@given(st.lists(st.lists(st.text(st.characters(codec="utf-8")), min_size=2, max_size=2), min_size=1))
def test_what_a_spreadsheet_writes_is_read_again(delimiter, rows):
    rows = [["nom", "ville"], *rows]
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(rows)
    assert rows_of(decoded(written.getvalue().encode("utf-8-sig"))) == rows


def test_the_header_tells_the_delimiter_unless_the_file_has_one_only():
    assert rows_of("nom;ville\nÉtienne, Rouen;76000\n") == [["nom", "ville"], ["Étienne, Rouen", "76000"]]
    assert rows_of('"nom, prénom, âge";ville\n"A, B";E\n') == [["nom, prénom, âge", "ville"], ["A, B", "E"]]
    assert rows_of("nom\nun;deux,trois\n", ";") == [["nom"], ["un", "deux,trois"]]


def test_rows_have_the_number_of_their_last_line_and_empty_ones_count():
    assert list(read_rows('a;b\n\n"1\n2";3\n')) == [(1, ["a", "b"]), (2, []), (4, ["1\n2", "3"])]


@pytest.mark.parametrize(
    ("content", "encoding", "line", "is_encoding", "said"),
    [
        (b"nom\nBesan\xe7on\n", "utf-8", 2, True, "Line 2 is not utf-8."),
        (b"nom\n", "none-such", 0, True, "There is no encoding named 'none-such'."),
        (b'nom\n"sans fin\n', "utf-8", 2, False, "Line 2 is not CSV: unexpected end of data."),
        (b'nom\n\n"un" peu\n', "utf-8", 3, False, "Line 3 is not CSV: "),
    ],
)
def test_a_wrong_file_is_refused_with_the_line(content, encoding, line, is_encoding, said):
    with pytest.raises(TableFileError) as caught:
        rows_of(decoded(content, encoding))
    assert (caught.value.line, caught.value.is_encoding) == (line, is_encoding)
    assert said in str(caught.value)
