"""XLSX reader: the first sheet of a workbook as texts. Runs in a child process; knows no framework.

A few hundred kilobytes may unpack to gigabytes of cells and strings: the child's memory ends that.
"""

from __future__ import annotations

import datetime
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING, Any

from portal.files.archives import bounded
from portal.files.refusal import RefusedFile

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ROWS, MOST_COLUMNS = 10_000, 60
MOST_CHARACTERS = 4_000_000  # of all cells together
TOO_MUCH = f"Ce classeur est trop gros\u00a0: {MOST_ROWS} lignes et {MOST_COLUMNS} colonnes au plus."
_ZEROS = re.compile(r"0{2,20}")  # a number format that shows figures with zeros before them: 00000


def rows_as_json(content: bytes) -> bytes:
    """`{"rows": [[text, …], …]}`, or `{"refused": sentence}`; raises what openpyxl raises for what is no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            bounded(archive)
        return json.dumps({"rows": list(_rows(content))}).encode()
    except RefusedFile as refusal:
        return json.dumps({"refused": str(refusal)}).encode()


def _rows(content: bytes) -> Iterator[list[str]]:
    import openpyxl  # noqa: PLC0415 - 25 MB that only the child needs: the parent imports this module as well

    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
    sheet.reset_dimensions()  # what a sheet says of its size need not be true
    characters = 0
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        texts = [text_of(cell.value, getattr(cell, "number_format", "")) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        characters += sum(map(len, texts))
        if number > MOST_ROWS or len(texts) > MOST_COLUMNS or characters > MOST_CHARACTERS:
            raise RefusedFile(TOO_MUCH)
        yield texts


def text_of(value: Any, number_format: str = "") -> str:
    """A cell as people would type it: days 2026-11-30, « oui » and « non », whole numbers without decimals."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and _ZEROS.fullmatch(number_format):
        return str(value).zfill(len(number_format))
    return "" if value is None else str(value)
