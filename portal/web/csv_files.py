"""The one writer of CSV: for people's spreadsheets (semicolons, UTF-8 with a mark) and for programs (RFC 4180, commas).

No text of either runs as a formula.
"""

from __future__ import annotations

import codecs
import csv
import datetime
import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, StreamingHttpResponse

from portal.french.clean_text import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# What some spreadsheet takes for a formula: signs of one, wide ones too, also after blanks and quotes that it drops.
_FORMULA = re.compile("[\\s\"'\u200b\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\\t\\r\\n]")


def neutral(text: str) -> str:
    """A cell that any file can carry: cleaned; one like a formula gets an apostrophe, as spreadsheets write one."""
    text = clean_text(text)
    return f"'{text}" if _FORMULA.match(text) else text


def plain(text: str) -> str:
    """The text cleaned, without the apostrophe of `neutral`, and without blanks around it."""
    text = clean_text(text).strip()
    return text[1:].strip() if text.startswith("'") and neutral(text[1:]) != text[1:] else text


def text_of(value: Any) -> str:
    """A value as a cell that every spreadsheet reads alike: 2026-11-30, 2026-11-30 09:05, « oui » or « non »."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime.datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)


class _Echo:
    """Hands a written line straight back."""

    def write(self, line: str) -> bytes:
        return line.encode()


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """The file of a spreadsheet, piece by piece."""
    yield codecs.BOM_UTF8
    yield from _lines(([text_of(value) for value in row] for row in rows), ";")


def _lines(rows: Iterable[Iterable[str]], delimiter: str) -> Iterator[bytes]:
    writer = csv.writer(_Echo(), delimiter=delimiter)
    for row in rows:
        yield writer.writerow([neutral(text) for text in row])


def csv_response(name: str, rows: Iterable[Iterable[Any]]) -> StreamingHttpResponse:
    """The rows as a file to keep, sent as they come: memory does not grow with them."""
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def open_csv(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """Open data as a file that programs read: no mark, values as Python writes them, lists joined by « | »."""
    lines = _lines(chain([columns], ([_open_text(row[column]) for column in columns] for row in rows)), ",")
    response = HttpResponse(b"".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _open_text(value: Any) -> str:
    if isinstance(value, list):
        return "|".join(value)
    return "" if value is None else str(value)
