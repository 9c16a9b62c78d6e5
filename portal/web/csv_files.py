"""CSV files that people open in a spreadsheet: semicolons, UTF-8 with a mark, and no text that runs as a formula."""

from __future__ import annotations

import codecs
import csv
import re
from typing import TYPE_CHECKING, Any

from django.http import StreamingHttpResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What some spreadsheet takes for a formula: signs of one, wide ones too, also after blanks and quotes that it drops.
_FORMULA = re.compile("[\\s\"'\u200b\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\\t\\r\\n]")


def neutral(text: str) -> str:
    """A text that begins like a formula gets an apostrophe, as spreadsheets themselves write one."""
    return f"'{text}" if _FORMULA.match(text) else text


def plain(text: str) -> str:
    """The text without the apostrophe of `neutral`, and without blanks around it."""
    text = text.strip()
    return text[1:].strip() if text.startswith("'") and neutral(text[1:]) != text[1:] else text


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
