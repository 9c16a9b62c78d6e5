"""Tables that keepers of the directory take out and bring back: CSV and XLSX, read whole and bounded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from portal.files import table_files
from portal.files.csv_reader import TableFileError
from portal.files.workbook_writer import workbook
from portal.french.clean_text import clean_line
from portal.web.csv_files import csv_lines, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

YES, NO = ("oui", "o", "1", "vrai", "true"), ("non", "n", "0", "faux", "false", "")


@dataclass
class Plan:
    """What an import would do: rows to make, rows to change with what changes, and mistakes by line."""

    rows: list[dict[str, str]]
    new: list[str] = field(default_factory=list)
    changed: list[tuple[str, list[str]]] = field(default_factory=list)
    unchanged: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)


def as_csv(rows: Sequence[Sequence[Any]]) -> bytes:
    """The rows, a header first, for spreadsheets in French: semicolons, UTF-8 with a mark."""
    return b"".join(csv_lines(rows))


def as_xlsx(rows: Sequence[Sequence[Any]]) -> bytes:
    """The rows, a header first, as a workbook."""
    header, *others = rows
    return workbook("Annuaire", header, others)


def read_table(
    name: str, content: bytes, columns: Mapping[str, str], required: Collection[str], most: int
) -> list[dict[str, str]]:
    """Rows of a file by field (`columns`: title → field), each with its `line`. Raises TableFileError for others."""
    lines = [values for _, values in table_files.read_table(name, content)]
    if not lines:
        raise TableFileError("Le fichier est vide.")
    header = [clean_line(each).strip().lower() for each in lines[0]]
    if unknown := [each for each in header if each and each not in columns]:
        raise TableFileError(f"Colonnes inconnues\u00a0: {', '.join(unknown)}.")
    names = {column for column, field_name in columns.items() if field_name in required}
    if missing := sorted(names - set(header)):
        raise TableFileError(f"Colonnes manquantes\u00a0: {', '.join(missing)}.")
    named = [each for each in header if each]
    if len(set(named)) != len(named):
        raise TableFileError("Deux colonnes portent le même nom.")
    if len(lines) - 1 > most:
        raise TableFileError(f"Plus de {most} lignes\u00a0: importez en plusieurs fois.")
    return [
        {columns[column]: plain(value) for column, value in zip(header, line, strict=False) if column}
        | {"line": str(number)}
        for number, line in enumerate(lines[1:], start=2)
        if any(value.strip() for value in line)
    ]
