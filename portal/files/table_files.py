"""Table import: what people hand in as CSV or XLSX, read into rows of texts, whichever spreadsheet saved it.

Excel in French, LibreOffice, Numbers: semicolons, commas or tabs, a line « sep=; », UTF-8 with or without a mark,
UTF-16, Windows-1252. What the texts mean, dates among them, is for whoever reads the rows.
"""

from __future__ import annotations

import codecs
import json

from portal.contained.calling import Limits, NotDoneError, call
from portal.files import workbook_reader
from portal.files.csv_reader import TableFileError, decoded, read_rows

EXTENSIONS = (".csv", ".xlsx")
LIMITS = Limits(processor=10, clock=60, megabytes=512)
NOT_UTF_8 = "Le fichier n’est pas en UTF-8\u00a0: enregistrez-le en «\u00a0CSV UTF-8\u00a0»."
NO_WORKBOOK = "Le fichier n’est pas un classeur XLSX lisible."
OLD_WORKBOOK = (
    "Ce classeur est protégé par un mot de passe, ou d’un ancien format (XLS)\u00a0: enregistrez-le en XLSX, "
    "sans mot de passe."
)
_OLE = b"\xd0\xcf\x11\xe0"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_table(name: str, content: bytes) -> list[tuple[int, list[str]]]:
    """(line, values) of each row, empty ones too; raise TableFileError with a sentence for the person."""
    if name.lower().endswith(".xlsx"):
        return list(enumerate(_workbook(content), start=1))
    try:
        return list(read_rows(text_of_spreadsheet(content)))
    except TableFileError as error:
        said = f"Le fichier n’est pas un CSV lisible\u00a0: voyez les guillemets de la ligne {error.line}."
        raise TableFileError(NOT_UTF_8 if error.is_encoding else said, line=error.line) from error


def text_of_spreadsheet(content: bytes) -> str:
    """The text of a CSV file in the encoding that its bytes tell; raise TableFileError when they tell none."""
    if content.startswith(_UTF_16):
        return decoded(content, "utf-16")
    try:
        return decoded(content)
    except TableFileError:
        return decoded(content, "cp1252")  # « CSV (séparateur : point-virgule) » of Excel on Windows


def _workbook(content: bytes) -> list[list[str]]:
    if content.startswith(_OLE):
        raise TableFileError(OLD_WORKBOOK)
    try:
        answer = json.loads(call(f"{workbook_reader.__name__}:rows_as_json", content, LIMITS))
    except NotDoneError as failure:
        is_too_much = str(failure) in {"time", "memory", "MemoryError"}
        raise TableFileError(workbook_reader.TOO_MUCH if is_too_much else NO_WORKBOOK) from failure
    if "refused" in answer:
        raise TableFileError(answer["refused"])
    return answer["rows"]
