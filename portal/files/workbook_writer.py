"""XLSX writer: a table as a workbook of typed cells, header frozen, columns wide enough. No cell is a formula.

openpyxl, and numpy that comes with it, are 25 MB: imported where a workbook is written, they weigh on no other process.
"""

from __future__ import annotations

import datetime
import io
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from django.conf import settings

from portal.french.clean_text import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CELL_LENGTH = 32_000  # Excel's own bound is 32,767 characters
NARROWEST, WIDEST = 8, 60  # characters
MEASURED = 200  # rows that decide how wide the columns are
DAY, MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"  # shown in the order of whoever opens it


def workbook(title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The file: numbers and dates as such, moments at their own hour, « oui » and « non », all else as text."""
    from openpyxl import Workbook  # noqa: PLC0415 - see above
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook(write_only=True)
    # What the file says of itself, in lists of files and to a screen reader.
    book.properties.title, book.properties.creator, book.properties.language = title, settings.WAGTAIL_SITE_NAME, "fr"
    sheet = book.create_sheet(title)
    remaining = iter(rows)
    first = list(islice(remaining, MEASURED))
    sheet.freeze_panes = "A2"
    for number, name in enumerate(header):
        longest = max((len(_shown(row[number])) for row in first), default=0)
        sheet.column_dimensions[get_column_letter(number + 1)].width = (
            min(max(longest, len(name), NARROWEST), WIDEST) + 2
        )
    titles = [_cell(sheet, name) for name in header]
    for each in titles:
        each.font = Font(bold=True)
    sheet.append(titles)
    for row in chain(first, remaining):
        sheet.append([_cell(sheet, value) for value in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}1"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: Any) -> WriteOnlyCell | None:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - see above

    if value is None or value == "":
        return None
    if isinstance(value, datetime.datetime):
        cell = WriteOnlyCell(sheet, value.replace(tzinfo=None))
        cell.number_format = MOMENT
    elif isinstance(value, datetime.date):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = DAY
    elif isinstance(value, int | float) and not isinstance(value, bool):
        cell = WriteOnlyCell(sheet, value)
    else:
        cell = WriteOnlyCell(sheet, _shown(value)[:CELL_LENGTH])
        # A text whatever it looks like, also once somebody has edited it: what Excel shows no apostrophe for.
        cell.data_type = "s"
        cell.quotePrefix = cell.value.startswith(("=", "+", "-", "@"))
    return cell


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return clean_text(str("" if value is None else value))
