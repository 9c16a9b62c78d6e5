"""Make ``directory/data/former_names.csv`` again from published files; see directory/data/SOURCES.md."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from directory.territory.files import COLUMNS, DATA, read_tables
from directory.territory.former_names import EndedName, ended_names

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable, Iterator

FILE = "former_names.csv"
# In no list, and typed for the whole of a city.
TYPED_CODES = {"13000": "13055", "69000": "69123", "75000": "75056"}


class Command(BaseCommand):
    help = (
        "Write former_names.csv again: former names and codes from Insee's events on communes, and the delegated and "
        "associated communes and districts of today. Then write its new sum into SOURCES.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--movements", type=Path, required=True, metavar="CSV", help="Insee's events (MOD, DATE_EFF, …; commas)"
        )
        parser.add_argument(
            "--parts", type=Path, required=True, metavar="CSV", help="parts of communes (name;insee_current;type)"
        )
        parser.add_argument("--out", type=Path, default=DATA / FILE, metavar="CSV", help="file to write")

    def handle(self, *, movements: Path, parts: Path, out: Path, **options: Any) -> None:
        current = {row.insee: row.name for row in read_tables().communes}
        try:
            ended = ended_names(_rows(movements, ","), current)
            rows = list(_merged(ended, _rows(parts, ";"), current))
        except (OSError, UnicodeError, csv.Error) as error:
            raise CommandError(f"Nothing was written: {error}") from error
        except KeyError as error:
            raise CommandError(f"Nothing was written: a file has no column {error}.") from error
        with out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";", lineterminator="\n")
            writer.writerow(COLUMNS[FILE])
            writer.writerows(rows)
        self.stdout.write(f"→ {len(rows):,} former names and codes in {out.name}")


def _merged(
    ended: list[EndedName], parts: Iterable[dict[str, str]], current: dict[str, str]
) -> Iterator[tuple[str, str, str, str]]:
    """Rows by commune and name; a name that still is a part of its commune is of that kind."""
    rows = {(row.insee, row.name): (row.kind, str(row.ended)) for row in ended}
    for part in parts:
        if part["insee_current"] in current:
            key = part["insee_current"], part["name"]
            rows[key] = part["type"], rows.get(key, ("", ""))[1]
    rows |= {(insee, code): ("code", "") for code, insee in TYPED_CODES.items()}
    for (insee, name), (kind, year) in sorted(rows.items()):
        yield name, insee, kind, year


def _rows(path: Path, delimiter: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))
