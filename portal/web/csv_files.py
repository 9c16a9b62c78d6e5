"""CSV files that people open in a spreadsheet: semicolons, UTF-8 with a mark, and no text that runs as a formula."""

from __future__ import annotations

import codecs
import csv
from typing import TYPE_CHECKING, Any

from django.http import StreamingHttpResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutral(text: str) -> str:
    """A text that begins like a formula gets an apostrophe, as spreadsheets themselves write one."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


class _Echo:
    """Hands a written line straight back."""

    def write(self, line: str) -> bytes:
        return line.encode()


def csv_response(name: str, rows: Iterable[Iterable[Any]]) -> StreamingHttpResponse:
    """The rows as a file to keep, sent as they come: memory does not grow with them."""
    writer = csv.writer(_Echo(), delimiter=";")

    def content() -> Iterator[bytes]:
        yield codecs.BOM_UTF8
        for row in rows:
            yield writer.writerow([neutral(str(value)) for value in row])

    response = StreamingHttpResponse(content(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
