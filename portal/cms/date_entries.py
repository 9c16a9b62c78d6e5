"""Date input: every form reads « 29 février 2028 » and « 1er mars 2027 à 14 h », besides the formats of Django."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone

from portal.french.typed_dates import read_day, read_moment

if TYPE_CHECKING:
    import datetime

NO_DAY = "Cette date n’existe pas. Écrivez par exemple 29/2/2028 ou 29 février 2028."
NO_MOMENT = "Cette date n’existe pas. Écrivez par exemple 29/2/2028 14:30 ou 29 février 2028 à 14 h 30."

_day_as_django = forms.DateField.to_python
_moment_as_django = forms.DateTimeField.to_python


def _day(self: forms.DateField, value: Any) -> datetime.date | None:
    try:
        return _day_as_django(self, value)
    except ValidationError:
        try:
            return read_day(str(value))
        except ValueError:
            raise ValidationError(NO_DAY, code="invalid") from None


def _moment(self: forms.DateTimeField, value: Any) -> datetime.datetime | None:
    try:
        return _moment_as_django(self, value)
    except ValidationError as refusal:
        if refusal.code == "ambiguous_timezone":
            raise
        try:
            moment = read_moment(str(value))
        except ValueError:
            raise ValidationError(NO_MOMENT, code="invalid") from None
        return from_current_timezone(moment)


def connect() -> None:
    """Read dates so in every form. Formats in the settings cannot: they know months in the locale of the process."""
    forms.DateField.to_python = _day  # type: ignore[method-assign]
    forms.DateTimeField.to_python = _moment  # type: ignore[method-assign]
