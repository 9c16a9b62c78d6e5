"""Model and form field of a partial date."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

from portal.french.partial_date import PartialDate
from portal.french.typed_dates import read_partial_date

HELP = "9/11/2021, 11/2021, 2021, ou 22/10 quand l’année n’est pas connue."


class PartialDateFormField(forms.Field):
    """Reads what an editor types and shows it back the same way.

    No CharField: that one measures the length of what it has read, and a date has none.
    """

    widget = forms.TextInput

    def prepare_value(self, value: Any) -> Any:
        return value.typed if isinstance(value, PartialDate) else value

    def to_python(self, value: Any) -> PartialDate | None:
        typed = str(value or "").strip()
        if not typed:
            return None
        try:
            return read_partial_date(typed)
        except ValueError:
            raise ValidationError(f"Cette date n’existe pas. Écrivez par exemple : {HELP}") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (self.prepare_value(initial) or "") != (data or "").strip()


class PartialDateField(models.CharField):
    """A date with its precision, or None; see `portal.french.partial_date`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        defaults = {"max_length": 10, "null": True, "blank": True, "help_text": HELP}
        super().__init__(*args, **(defaults | kwargs))

    def from_db_value(self, value: str | None, *_: Any) -> PartialDate | None:
        return PartialDate.parse(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        if value is None or isinstance(value, PartialDate):
            return value
        if not value:
            return None
        try:
            return PartialDate.parse(str(value))
        except ValueError:
            raise ValidationError("Cette date n’existe pas.") from None

    def get_prep_value(self, value: Any) -> str | None:
        return str(value) if value else None

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj) or "")

    def formfield(self, **kwargs: Any) -> forms.Field:
        return PartialDateFormField(
            required=not self.blank, label=capfirst(self.verbose_name), help_text=self.help_text
        )

    def clean(self, value: Any, model_instance: models.Model | None) -> PartialDate | None:
        """Skip CharField's length check: the value is no text."""
        value = self.to_python(value)
        self.validate(value, model_instance)
        return value
