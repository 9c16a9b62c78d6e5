"""Lines of a semicolon-separated file, checked as they are read, so that an error names file and line. Pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NoReturn

from portal.files.csv_reader import TableFileError, decoded, read_rows

if TYPE_CHECKING:
    import re
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path


class CsvLine:
    """One line: `values` in the order of the header, also by column name."""

    __slots__ = ("_columns", "file", "number", "values")

    def __init__(self, file: str, number: int, columns: Mapping[str, int], values: list[str]) -> None:
        self.file, self.number, self._columns, self.values = file, number, columns, values

    def __getitem__(self, column: str) -> str:
        return self.values[list(self._columns).index(column)]

    def fail(self, what: str) -> NoReturn:
        raise TableFileError(f"{self.file}, line {self.number}: {what}.", line=self.number)

    def check_values(self, optional: Collection[str]) -> None:
        """Nothing empty that must not be, nothing longer than its column, nothing unprintable."""
        if len(self.values) != len(self._columns):
            self.fail(f"{len(self._columns)} values expected, {len(self.values)} found")
        for (column, longest), value in zip(self._columns.items(), self.values, strict=True):
            if not value and column not in optional:
                self.fail(f"{column} is empty")
            if len(value) > longest:
                self.fail(f"{column} is longer than {longest} characters")
            if not value.isprintable() or value != value.strip():
                self.fail(f"{column} holds a control character or a space too many: {value!r}")

    def must_match(self, column: str, pattern: re.Pattern[str]) -> None:
        if not pattern.fullmatch(self[column]):
            self.fail(f"{column} is malformed: {self[column]!r}")

    def must_refer(self, column: str, file: str, known: Mapping[str, Collection[str]]) -> None:
        """The value must be the code of a line of `file`."""
        if self[column] not in known[file]:
            self.fail(f"{column} names {self[column]!r}, which {file} does not have")

    def whole(self, column: str) -> int | None:
        """The value as a count, None when it is empty."""
        value = self[column]
        if value and not (value.isascii() and value.isdigit()):
            self.fail(f"{column} is not a whole number: {value!r}")
        return int(value) if value else None

    def degrees(self, column: str, limit: float) -> float | None:
        """The value as degrees between -`limit` and `limit`, None when it is empty."""
        value = self[column]
        try:
            number = float(value) if value else None
        except ValueError:
            number = math.nan
        if number is not None and not -limit <= number <= limit:
            self.fail(f"{column} is not a number of degrees up to {limit:g}: {value!r}")
        return number


def read_bytes(path: Path) -> bytes:
    """The content of a file; raises `TableFileError` when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise TableFileError(f"{path.name} cannot be read: {error.strerror}.") from error


def read_lines(
    path: Path,
    columns: Mapping[str, int],
    *,
    optional: Collection[str] = (),
    unique: Collection[str] = (),
    may_be_empty: bool = False,
) -> Iterator[CsvLine]:
    """The lines of a UTF-8 file under the header `columns` (column → longest value), each checked.

    Raises `TableFileError` on the first thing wrong; values of `unique` columns may not come twice.
    """
    seen: dict[str, dict[str, int]] = {column: {} for column in unique}
    rows = _rows(path)
    line = CsvLine(path.name, 1, columns, [])
    _, header = next(rows, (1, []))
    if header != list(columns):
        line.fail(f"the header must be {';'.join(columns)}, not {';'.join(header)[:200]!r}")
    for number, values in rows:
        line = CsvLine(path.name, number, columns, values)
        line.check_values(optional)
        for column, lines in seen.items():
            earlier = lines.setdefault(line[column], line.number)
            if earlier != line.number:
                line.fail(f"{column} {line[column]!r} is already on line {earlier}")
        yield line
    if line.number == 1 and not may_be_empty:
        line.fail("no line after the header")


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from read_rows(decoded(read_bytes(path), "UTF-8"), ";")
    except TableFileError as error:
        if not error.line:
            raise
        raise TableFileError(f"{path.name}, line {error.line}: {error.problem}.", line=error.line) from error
