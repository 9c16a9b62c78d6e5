"""Steps of a form on one page, without session or cookie: each carries what the others asked in hidden fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from portal.forms.fields import DescribedField

if TYPE_CHECKING:
    from django.http import QueryDict


class StepForm(forms.Form):
    """One step of the page: bound when it is checked, or filled with what was typed when it is only shown again."""

    bound_field_class = DescribedField

    def __init__(self, data: QueryDict | None = None, **options: Any) -> None:
        super().__init__(data, auto_id="%s", label_suffix="", **options)

    @classmethod
    def as_typed(cls, data: QueryDict) -> StepForm:
        """Shown again without being checked."""
        return cls(
            initial={name: field.widget.value_from_datadict(data, {}, name) for name, field in cls.base_fields.items()}
        )

    @classmethod
    def carried(cls, data: QueryDict) -> list[tuple[str, str]]:
        """What another step of the page carries along in hidden fields: (name, value) as typed."""
        return [(name, value) for name in cls.base_fields for value in data.getlist(name)]

    @property
    def mistakes(self) -> list[tuple[forms.BoundField, str]]:
        """Each field that has an error, with its first one, in the order of the page."""
        return [(field, field.errors[0]) for field in self if field.errors]
