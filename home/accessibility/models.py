"""An audit of accessibility that a person led: what the statement and every footer say follows from the last one."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from home.accessibility.conformity import ALL, Conformity, conformity_of, is_in_force
from portal.french.dates import day
from portal.french.words import french_number


class AccessibilityAudit(models.Model):
    """Who looked, when, at which pages, with which result. No test and no command writes one."""

    auditor = models.CharField(
        "audit mené par", max_length=160, help_text="La personne, l’équipe ou l’organisme qui a contrôlé les pages."
    )
    audited_on = models.DateField("le", help_text="Le dernier jour de l’audit. Il vaut trois ans.")
    standard = models.CharField("référentiel", max_length=40, default="RGAA 4.1.2")
    rate = models.DecimalField(
        "taux de conformité",
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(ALL)],
        help_text="Part des critères applicables qui sont respectés, en pour cent, telle que l’audit la donne\u00a0: "
        "72,5",
    )
    sample = models.TextField("pages contrôlées", max_length=5000, help_text="Une par ligne.")
    failures = models.TextField(
        "critères non respectés",
        max_length=10_000,
        blank=True,
        help_text="Un par ligne\u00a0: «\u00a03.2\u00a0: contraste des boutons au survol\u00a0».",
    )
    exemptions = models.TextField(
        "dérogations et contenus exemptés",
        max_length=5000,
        blank=True,
        help_text="Facultatif. Un par ligne, avec son motif.",
    )

    panels = [
        FieldRowPanel([FieldPanel("auditor"), FieldPanel("audited_on")]),
        FieldRowPanel([FieldPanel("standard"), FieldPanel("rate")]),
        FieldPanel("sample"),
        MultiFieldPanel([FieldPanel("failures"), FieldPanel("exemptions")], heading="Ce qui n’est pas accessible"),
    ]

    class Meta:
        verbose_name = "audit d’accessibilité"
        verbose_name_plural = "audits d’accessibilité"
        ordering = ["-audited_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.auditor}, {day(self.audited_on)}\u00a0: {self.said_rate}"

    def clean(self) -> None:
        """Refuse a day to come, and a rate that contradicts the criteria listed."""
        problems = {}
        if self.audited_on and self.audited_on > timezone.localdate():
            problems["audited_on"] = "Ce jour n’est pas encore venu\u00a0: un audit s’enregistre une fois mené."
        if not lines(self.sample):
            problems["sample"] = "Écrivez au moins une page contrôlée."
        if self.rate is not None and self.rate < ALL and not lines(self.failures):
            problems["failures"] = "Un taux inférieur à 100\u00a0% demande la liste des critères non respectés."
        if self.rate is not None and self.rate >= ALL and lines(self.failures):
            problems["rate"] = "Un taux de 100\u00a0% contredit les critères non respectés de la liste."
        if problems:
            raise ValidationError(problems)

    @property
    def said_rate(self) -> str:
        """« 72,5 % »."""
        return f"{french_number(self.rate)}\u00a0%"

    @property
    def is_in_force(self) -> bool:
        """Whether the site may still rely on it today."""
        return is_in_force(self.audited_on, timezone.localdate())

    @property
    def conformity(self) -> Conformity:
        """The state that it allows to declare today."""
        return conformity_of(self.rate if self.is_in_force else None)

    @property
    def state_label(self) -> str:
        """The state in words, for the list of the admin."""
        return self.conformity.label if self.is_in_force else "plus en vigueur"

    @property
    def pages(self) -> list[str]:
        """The sample, a page a line."""
        return lines(self.sample)

    @property
    def failed_criteria(self) -> list[str]:
        """The criteria that are not met."""
        return lines(self.failures)

    @property
    def exempt(self) -> list[str]:
        """What needs not be accessible, and why."""
        return lines(self.exemptions)


def lines(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]
