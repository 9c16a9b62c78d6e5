"""What the estimator asks, as people write it in an address or a field; every error says in French what to write."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from home.estimator.calculation import Asked
from home.estimator.regimes import BY_CODE, REGIMES, Regime
from portal.forms.fields import TextField, WholeNumberField
from portal.forms.steps import StepForm

MOST_POSITIONS = 500
MOST_HOURS = {"semaine": 48, "mois": 208}
WRITTEN_HOURS = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?", re.ASCII)


class PositionsField(WholeNumberField):
    """How many positions: a whole number, which is asked for."""

    def clean(self, value: Any) -> int:
        """The number; ValidationError says how to write it."""
        found = super().clean(value)
        if found is None:
            raise ValidationError("Écrivez le nombre de postes : par exemple 5.")
        return found


class HoursField(TextField):
    """Hours, « 35 », « 17,5 » or « 35 h »."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(longest=40, missing="Écrivez le nombre d’heures : par exemple 35.", widget=widget, **options)

    def clean(self, value: Any) -> Decimal:
        """The hours; ValidationError says how to write them."""
        typed = re.sub(r"\s*(h|heures?)\.?$", "", super().clean(value), flags=re.IGNORECASE)
        match = WRITTEN_HOURS.fullmatch(typed)
        if not match:
            raise ValidationError("Écrivez un nombre d’heures, en chiffres : par exemple 35 ou 17,5.")
        hours = Decimal(f"{match[1]}.{match[2] or 0}")
        if hours <= 0:
            raise ValidationError("Écrivez au moins une heure.")
        return hours


class EstimateForm(StepForm):
    """Three answers, and what the hours are counted by."""

    postes = PositionsField(label="Combien de postes ?", most=MOST_POSITIONS, unit="postes")
    heures = HoursField(label="Combien d’heures par poste ?", help_text="Par exemple : 35, ou 17,5")
    par = forms.ChoiceField(
        label="Ces heures sont comptées par…",
        choices=[("semaine", "semaine"), ("mois", "mois")],
        required=False,
        error_messages={"invalid_choice": "Choisissez la semaine ou le mois."},
    )
    facon = forms.ChoiceField(
        label="Quelle façon de travailler ?",
        choices=[(regime.code, regime.label) for regime in REGIMES],
        error_messages={
            "required": "Choisissez une façon de travailler.",
            "invalid_choice": "Cette façon de travailler n’est pas dans la liste : choisissez-en une.",
        },
    )

    def clean(self) -> dict[str, Any]:
        """Refuse hours that nobody may work, and say how many one may."""
        unit = self.cleaned_data.get("par") or "semaine"
        hours = self.cleaned_data.get("heures")
        if hours is not None and hours > MOST_HOURS[unit]:
            most = MOST_HOURS[unit]
            self.add_error("heures", f"Écrivez au plus {most} heures par {unit} et par poste.")
        return self.cleaned_data

    @property
    def asked(self) -> Asked:
        """What a valid form asks for."""
        said = self.cleaned_data
        if said["par"] == "mois":
            return Asked(said["postes"], said["heures"])
        return Asked.by_week(said["postes"], said["heures"])

    @property
    def regime(self) -> Regime:
        """The way to work of a valid form."""
        return BY_CODE[self.cleaned_data["facon"]]

    @property
    def is_by_week(self) -> bool:
        """Whether the hours are those of a week."""
        return self.cleaned_data["par"] != "mois"
