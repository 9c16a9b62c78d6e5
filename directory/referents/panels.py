"""The territory of a sheet in the admin: departments ticked region by region, with who else serves each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from wagtail.admin.panels import FieldPanel

from directory.territory.models import Department

if TYPE_CHECKING:
    from collections.abc import Iterable


class TerritoryWidget(forms.CheckboxSelectMultiple):
    """Check boxes in a fieldset a region. `sheet_id` is the sheet at hand, whose own service is not repeated."""

    template_name = "directory/admin/territory_widget.html"
    sheet_id: int | None = None

    class Media:
        js = ("directory/admin/territory.js",)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        ticked = {str(each) for each in value or []}
        context["regions"] = regions_to_tick(ticked, self.sheet_id)
        return context

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """No label: the field is a group of fieldsets with legends of their own."""
        return ""


class TerritoryPanel(FieldPanel):
    """The panel of a sheet's departments; tells the widget which sheet it is in."""

    def __init__(self, field_name: str, **options: Any) -> None:
        super().__init__(field_name, **({"widget": TerritoryWidget} | options))

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            if self.form is not None and self.field_name in self.form.fields:
                self.form.fields[self.field_name].widget.sheet_id = self.instance.pk


def regions_to_tick(ticked: Iterable[str], sheet_id: int | None) -> list[dict[str, Any]]:
    """Regions by direction with their departments: code, label, whether ticked, offices that serve it too.

    Three queries, whatever the number of sheets.
    """
    referents = apps.get_model("directory", "Referent").objects  # the model of a sheet has this panel
    others: dict[str, list[str]] = {}
    for sheet in referents.published().exclude(pk=sheet_id).order_by("office").prefetch_related("departments"):
        office = f"{sheet.office} (à pourvoir)" if sheet.is_vacant else sheet.office
        for code in sheet.department_codes:
            others.setdefault(code, []).append(office)
    regions: dict[str, dict[str, Any]] = {}
    for department in Department.objects.select_related("region__disp").order_by(
        "region__disp__sort_order", "region__name", "code"
    ):
        region = department.region
        shown = regions.setdefault(
            region.pk, {"code": region.pk, "name": region.name, "disp": region.disp.short_label, "departments": []}
        )
        shown["departments"].append(
            {
                "code": department.pk,
                "label": str(department),
                "checked": department.pk in ticked,
                "others": others.get(department.pk, []),
            }
        )
    return list(regions.values())
