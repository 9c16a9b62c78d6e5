"""Number input: every form reads « 9,1 », « 9.1 » and « 10 600 », whatever the language of the browser.

A number input (`type=number`) drops what its browser's language does not know: in an English one, « 9,1 » became 91.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms

_SPACES = re.compile(r"\s+")  # of all widths, non-breaking ones too
_init_as_django = forms.IntegerField.__init__
_whole_as_django = forms.IntegerField.to_python
_decimal_as_django = forms.DecimalField.to_python
_float_as_django = forms.FloatField.to_python


class WrittenNumber(forms.TextInput):
    """A text, with the keyboard of numbers on a telephone."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off"} | (attrs or {}))


def as_written(value: Any) -> Any:
    """A typed number as Python reads it; what holds both a comma and a point stays, and is refused."""
    if not isinstance(value, str):
        return value
    value = _SPACES.sub("", value)
    return value.replace(",", ".") if value.count(",") == 1 and "." not in value else value


def _init(self: forms.IntegerField, *args: Any, **kwargs: Any) -> None:
    kwargs.setdefault("localize", True)  # « 9,1 » is shown again as it is written
    _init_as_django(self, *args, **kwargs)


def connect() -> None:
    """Read and show numbers so in every form that does not say otherwise."""
    forms.IntegerField.widget = WrittenNumber  # decimals and floats inherit it
    forms.IntegerField.__init__ = _init  # type: ignore[method-assign]
    forms.IntegerField.to_python = lambda self, value: _whole_as_django(self, as_written(value))  # type: ignore[method-assign]
    forms.DecimalField.to_python = lambda self, value: _decimal_as_django(self, as_written(value))  # type: ignore[method-assign]
    forms.FloatField.to_python = lambda self, value: _float_as_django(self, as_written(value))  # type: ignore[method-assign]
