"""Columns of the admin's lists: yes and no in French, for which Wagtail writes « True » and « False »."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.defaultfilters import yesno
from wagtail.admin.ui.tables import Column

if TYPE_CHECKING:
    from django.db.models import Model


class YesNoColumn(Column):
    """A field that is true or false, in words; the list can be ordered by it."""

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__(name, sort_key=name, **options)

    def get_value(self, instance: Model) -> str:
        return yesno(super().get_value(instance), "oui,non")
