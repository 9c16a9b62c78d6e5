"""CSV files that people hand in: decoded and cut into rows, or refused with the line that is wrong. Pure."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEPARATOR = re.compile(r"\"?sep=([,;\t|])\"?\r?\n", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
DELIMITERS = ",;\t"  # between two values; the first one where a row has a single column


class TableFileError(ValueError):
    """A file is not the table it should be; the message says why, for whoever handed it in.

    This module's own say it in English for the console, and in parts for others: `line` (0 for the whole file),
    `problem`, and whether the bytes are no text (`is_encoding`).
    """

    def __init__(self, message: str, *, line: int = 0, problem: str = "", is_encoding: bool = False) -> None:
        super().__init__(message)
        self.line, self.problem, self.is_encoding = line, problem or message, is_encoding


def decoded(content: bytes, encoding: str = "utf-8") -> str:
    """The text of a file, without a byte order mark; raise `TableFileError` when it is in another encoding."""
    try:
        return content.decode(encoding).lstrip("\ufeff")
    except LookupError:
        raise TableFileError(f"There is no encoding named {encoding!r}.", is_encoding=True) from None
    except UnicodeError as error:
        at = error.start if isinstance(error, UnicodeDecodeError) else 0
        line, problem = content.count(b"\n", 0, at) + 1, f"not {encoding}"
        raise TableFileError(f"Line {line} is {problem}.", line=line, problem=problem, is_encoding=True) from None


def read_rows(text: str, delimiters: str = DELIMITERS) -> Iterator[tuple[int, list[str]]]:
    """(last line, values) of each row, empty rows too; the most frequent of `delimiters` in the first row cuts them.

    Those within quotes do not count: « "nom, prénom";ville ». A first line « sep=; », with which Excel and Numbers name
    the delimiter, is none of the rows.
    Raise `TableFileError` when a quote is never closed, or is followed by more of its value.
    """
    told = _SEPARATOR.match(text)
    text, before = text[told.end() :] if told else text, 1 if told else 0
    header = _QUOTED.sub("", text.lstrip("\r\n")).partition("\n")[0]
    delimiter = told[1] if told else max(delimiters, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for values in reader:
            yield reader.line_num + before, values
    except csv.Error as error:
        line, problem = reader.line_num + before, str(error)
        raise TableFileError(f"Line {line} is not CSV: {problem}.", line=line, problem=problem) from None
