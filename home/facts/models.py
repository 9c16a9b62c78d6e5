"""A dated fact: a value with its unit, its source, the day it holds from, and the day somebody last checked it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from home.facts.states import FactState, state_of
from portal.french.words import french_number

if TYPE_CHECKING:
    import datetime


class Unit(models.TextChoices):
    """What a number counts, as it is written behind it."""

    EURO_AN_HOUR = "€/h", "€ brut de l’heure"
    EURO = "€", "€"
    PERCENT = "%", "%"
    HOURS_A_WEEK = "h/sem", "heures par semaine"
    YEARS = "ans", "ans"
    MONTHS = "mois", "mois"


class DatedFact(models.Model):
    """One value from one day on. The next value of the same code, entered ahead, takes over on its own day."""

    code = models.SlugField(
        "identifiant",
        max_length=60,
        help_text="Le même pour toutes les valeurs successives : « smic-horaire ». Pages et estimateur s’en servent.",
    )
    label = models.CharField("ce que c’est", max_length=160, help_text="« Smic horaire brut »")
    value = models.DecimalField(
        "valeur", max_digits=12, decimal_places=4, null=True, blank=True, help_text="En chiffres : 12,02"
    )
    unit = models.CharField("unité", max_length=8, choices=Unit.choices, blank=True)
    words = models.CharField(
        "ou en mots", max_length=300, blank=True, help_text="Pour ce qui n’est pas un nombre ; remplace la valeur."
    )
    scope = models.CharField(
        "portée et réserves", max_length=300, blank=True, help_text="Où et pour qui ; ce qui reste à confirmer."
    )
    source = models.CharField("source", max_length=200, blank=True, help_text="« Code pénitentiaire, art. D. 412-64 »")
    source_url = models.URLField("adresse de la source", max_length=500, blank=True)
    valid_from = models.DateField("en vigueur depuis le")
    valid_until = models.DateField(
        "ne vaut plus après le", null=True, blank=True, help_text="Facultatif. Au-delà, les pages ne le donnent plus."
    )
    checked_on = models.DateField(
        "vérifié le",
        null=True,
        blank=True,
        help_text="Le jour où quelqu’un l’a lu à la source. À refaire chaque année.",
    )

    panels = [
        FieldRowPanel([FieldPanel("label"), FieldPanel("code")]),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("value"), FieldPanel("unit")]), FieldPanel("words"), FieldPanel("scope")],
            heading="Valeur",
        ),
        MultiFieldPanel([FieldPanel("source"), FieldPanel("source_url")], heading="Source"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until"), FieldPanel("checked_on")])],
            heading="Dates",
        ),
    ]

    class Meta:
        verbose_name = "fait daté"
        verbose_name_plural = "faits datés"
        ordering = ["label", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="one_value_of_a_fact_a_day",
                violation_error_message="Ce fait a déjà une valeur à partir de ce jour.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} : {self.said or 'à renseigner'}"

    def clean(self) -> None:
        """Refuse a value without source, and dates that contradict each other."""
        problems = {}
        if self.said and not self.source:
            problems["source"] = "Écrivez la source : une valeur sans source ne se publie pas."
        if self.value is not None and self.value < 0:
            problems["value"] = "Écrivez un nombre positif."
        if self.valid_until and self.valid_from and self.valid_until < self.valid_from:
            problems["valid_until"] = "Ce jour vient avant celui de l’entrée en vigueur."
        if self.checked_on and self.checked_on > timezone.localdate():
            problems["checked_on"] = "Ce jour n’est pas encore venu."
        if problems:
            raise ValidationError(problems)

    @property
    def said(self) -> str:
        """« 12,02 € brut de l’heure », or the words; empty while nobody filled it in."""
        if self.words:
            return self.words
        if self.value is None:
            return ""
        unit = Unit(self.unit).label if self.unit else ""
        return f"{french_number(self.value)}\u00a0{unit}".strip()

    def state(self, today: datetime.date | None = None) -> FactState:
        """Whether it may be told as it is, today or on another day."""
        return state_of(
            today or timezone.localdate(),
            is_filled=bool(self.said) and bool(self.source),
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            checked_on=self.checked_on,
        )

    @property
    def state_label(self) -> str:
        """The state in words, for lists of the admin."""
        return self.state().label
