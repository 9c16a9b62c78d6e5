"""Comparison of revisions in the admin where a field's value is no text: Wagtail takes every CharField for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from phonenumber_field.modelfields import PhoneNumberField
from wagtail.admin.compare import TextFieldComparison, register_comparison_class

from portal.cms.partial_date_field import PartialDateField

if TYPE_CHECKING:
    from django.db.models import Field, Model


class PartialDateComparison(TextFieldComparison):
    """Dates as the page says them."""

    def __init__(self, field: Field, obj_a: Model, obj_b: Model) -> None:
        super().__init__(field, obj_a, obj_b)
        self.val_a, self.val_b = ((date.label if date else "") for date in (self.val_a, self.val_b))


class TelephoneComparison(TextFieldComparison):
    """Numbers as people write them."""

    def __init__(self, field: Field, obj_a: Model, obj_b: Model) -> None:
        super().__init__(field, obj_a, obj_b)
        self.val_a, self.val_b = national(self.val_a), national(self.val_b)


def national(number: Any) -> str:
    """A number in the national format; what is no number as it is."""
    return getattr(number, "as_national", None) or str(number or "")


def register() -> None:
    """Tell Wagtail."""
    register_comparison_class(PartialDateField, comparison_class=PartialDateComparison)
    register_comparison_class(PhoneNumberField, comparison_class=TelephoneComparison)
