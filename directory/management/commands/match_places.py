"""Answer a file of typed places: which direction and which referents each leads to. See docs/operating.md."""

from __future__ import annotations

import csv
import io
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from directory.models import Referent
from directory.places.table import COLUMNS, answer_rows, read_inputs
from directory.referents.routing import precedence
from directory.territory.gazetteer import current_gazetteer
from portal.files.csv_reader import TableFileError, decoded
from portal.files.table_files import text_of_spreadsheet

if TYPE_CHECKING:
    from argparse import ArgumentParser

PROGRESS_EVERY = 1000  # lines
SAVE_AS = "Save the file as UTF-8, or name its encoding, for instance --encoding mac_roman."
STANDARD = "-"  # stands for standard input or output


class Command(BaseCommand):
    help = (
        "Read a CSV file with a column `input` (what people type) and write, for each line, the direction, "
        "departments, communes and referents it leads to. Changes nothing in the database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--in", dest="source", required=True, metavar="FILE.csv", help="file to read; - for stdin")
        parser.add_argument(
            "--out", dest="target", required=True, metavar="FILE.csv", help="file to write; - for stdout"
        )
        parser.add_argument(
            "--encoding",
            default="",
            help="encoding of the file to read (default: UTF-8, UTF-16 or Windows-1252, as its bytes say)",
        )
        parser.add_argument(
            "--proposals",
            action="store_true",
            help="give texts that may be misspelt the status `proposed`, and fill in what they may be meant for",
        )

    def handle(
        self, *, source: str, target: str, encoding: str, proposals: bool, verbosity: int, **options: Any
    ) -> None:
        start = time.monotonic()
        try:
            content = _read(source)
            inputs = read_inputs(decoded(content, encoding) if encoding else text_of_spreadsheet(content))
        except TableFileError as error:
            advice = f" {SAVE_AS}" if error.is_encoding else ""
            raise CommandError(f"{source}: {error}{advice}") from None
        gazetteer = current_gazetteer()
        if not gazetteer.communes:
            raise CommandError("The tables of communes are empty: run `manage.py load_territories` first.")
        referents = sorted(Referent.objects.published().occupied().with_territory(), key=precedence)
        written = io.StringIO(newline="")
        writer = csv.writer(written, lineterminator="\n")
        writer.writerow(COLUMNS)
        statuses: Counter[str] = Counter()
        rows = answer_rows(inputs, gazetteer=gazetteer, referents=referents, shows_proposals=proposals)
        for done, row in enumerate(rows, 1):
            writer.writerow(row)
            statuses[row[1]] += 1
            if verbosity and done % PROGRESS_EVERY == 0:
                self.stderr.write(f"{done:,} of {len(inputs):,} lines")
        self._write(target, written.getvalue())
        if verbosity:
            told = ("route", "ask", "proposed", "none") if proposals else ("route", "ask", "none")
            counted = ", ".join(f"{statuses[status]:,} {status}" for status in told)
            self.stderr.write(f"{len(inputs):,} lines in {time.monotonic() - start:.1f} s: {counted}")

    def _write(self, target: str, text: str) -> None:
        if target == STANDARD:
            self.stdout.write(text, ending="")
            return
        path = Path(target)
        name = ""
        try:
            # Written beside and then moved: what stands at the target is whole, or the file that was there before.
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", dir=path.parent, delete=False) as file:
                name = file.name
                file.write(text)
            umask = os.umask(0)
            os.umask(umask)
            Path(name).chmod(0o666 & ~umask)
            Path(name).replace(path)
        except OSError as error:
            if name:
                Path(name).unlink(missing_ok=True)
            raise CommandError(f"{target} cannot be written: {error.strerror}.") from None


def _read(source: str) -> bytes:
    if source == STANDARD:
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise TableFileError(f"cannot be read: {error.strerror}.") from None
