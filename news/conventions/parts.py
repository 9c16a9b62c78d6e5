"""Signatories, figures and documents of a convention, and the warnings sent of its end."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from portal.french.words import french_number

SHORT_UNIT = 5  # signs


class PartyLevel(models.TextChoices):
    """The territory an organisation signs for."""

    NATIONAL = "national", "Niveau national"
    INTERREGIONAL = "interregional", "Niveau interrégional"
    REGIONAL = "regional", "Niveau régional"
    DEPARTMENTAL = "departmental", "Niveau départemental"
    LOCAL = "local", "Niveau local"


class ConventionParty(Orderable):
    """An organisation that signed. The office comes first; a person's name is optional."""

    page = ParentalKey("news.ConventionPage", on_delete=models.CASCADE, related_name="parties")
    organisation = models.CharField("organisme", max_length=160)
    level = models.CharField(
        "niveau", max_length=20, choices=PartyLevel.choices, blank=True, help_text="Vide si la source ne le dit pas."
    )
    office = models.CharField(
        "qualité du signataire",
        max_length=160,
        blank=True,
        help_text="La fonction plutôt que la personne : « Direction régionale ».",
    )
    person = models.CharField(
        "nom du signataire", max_length=120, blank=True, help_text="Facultatif. Dans le doute, laissez vide."
    )

    panels = [
        FieldRowPanel([FieldPanel("organisation"), FieldPanel("level")]),
        FieldRowPanel([FieldPanel("office"), FieldPanel("person")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "signataire"

    def __str__(self) -> str:
        return self.organisation


class ConventionFigure(Orderable):
    """A key figure. Read aloud, value, unit and label make one sentence; without scope and date it is refused."""

    page = ParentalKey("news.ConventionPage", on_delete=models.CASCADE, related_name="figures")
    amount = models.DecimalField(
        "valeur",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="Un nombre : 4347 ou 2,4.",
    )
    wording = models.CharField(
        "valeur en toutes lettres",
        max_length=30,
        blank=True,
        help_text="Quand la source ne donne pas de nombre exact : « une dizaine ».",
    )
    unit = models.CharField("unité", max_length=40, blank=True, help_text="« personnes », « % », « mois »")
    label = models.CharField(
        "ce qui est compté",
        max_length=120,
        help_text="La suite de la phrase : « personnes inscrites à Pôle emploi ». Deux chiffres de même unité et "
        "de même intitulé sont comparés par des barres.",
    )
    year = models.PositiveSmallIntegerField(
        "année",
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
        help_text="Vide si la source ne la donne pas : dites-le à côté.",
    )
    moment = models.CharField(
        "précision sur la date", max_length=80, blank=True, help_text="« à la signature, année non précisée »"
    )
    scope = models.CharField("périmètre", max_length=120, help_text="« Occitanie », « maison d’arrêt de Draguignan »")
    source = models.CharField(
        "source du chiffre", max_length=160, blank=True, help_text="Si ce n’est pas la convention."
    )

    panels = [
        FieldRowPanel([FieldPanel("amount"), FieldPanel("wording"), FieldPanel("unit")]),
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("year"), FieldPanel("moment")]),
        FieldRowPanel([FieldPanel("scope"), FieldPanel("source")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "chiffre clé"
        verbose_name_plural = "chiffres clés"

    def __str__(self) -> str:
        return f"{self.value} {self.rest}"

    @property
    def value(self) -> str:
        """As it is written big: « 4 347 », « 6 mois », « Une dizaine »."""
        if self.wording:
            return self.wording
        number = french_number(self.amount) if self.amount is not None else ""
        return f"{number}\u00a0{self.unit}" if self.has_short_unit else number

    @property
    def rest(self) -> str:
        """What follows the value: « personnes inscrites à Pôle emploi »."""
        says_unit = self.has_short_unit or self.label.startswith(self.unit)
        return self.label if says_unit else f"{self.unit} {self.label}"

    @property
    def has_short_unit(self) -> bool:
        """Whether the unit stands beside the number, as a sign does: « 6 mois », « 2,4 % »."""
        return 0 < len(self.unit) <= SHORT_UNIT and self.amount is not None

    @property
    def when(self) -> str:
        """« 2019 », « 2021, à l’annonce », « à la signature, année non précisée »."""
        return ", ".join(filter(None, [str(self.year or ""), self.moment]))

    @property
    def where_and_when(self) -> str:
        """Scope and date, which no figure goes without."""
        return f"{self.scope}, {self.when}"

    def clean(self) -> None:
        """A value, in one way or the other; and a year, or a word on it."""
        super().clean()
        if self.amount is None and not self.wording:
            raise ValidationError({"amount": "Donnez une valeur, en nombre ou en toutes lettres."})
        if self.amount is not None and self.wording:
            raise ValidationError({"wording": "Le nombre suffit : effacez-le, ou effacez ces mots."})
        if not self.when:
            raise ValidationError({"year": "Un chiffre a toujours son année. Inconnue ? Dites-le à côté."})


class ConventionDocument(Orderable):
    """A file of the convention: its text, an annex, a report."""

    page = ParentalKey("news.ConventionPage", on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(
        "portal.PortalDocument", on_delete=models.CASCADE, null=True, related_name="+", verbose_name="document"
    )
    label = models.CharField(
        "intitulé", max_length=160, blank=True, help_text="« Texte de la convention ». Vide : le titre du document."
    )

    panels = [FieldPanel("document"), FieldPanel("label")]

    class Meta(Orderable.Meta):
        verbose_name = "document de la convention"
        verbose_name_plural = "documents de la convention"

    def __str__(self) -> str:
        return self.label or (self.document.title if self.document else "")


class EndWarning(models.Model):
    """That editors were told of an end, once: the day stays if the dates change, then they are told again."""

    page = models.ForeignKey(
        "news.ConventionPage", on_delete=models.CASCADE, related_name="+", verbose_name="convention"
    )
    binds_until = models.DateField("dernier jour")
    told_at = models.DateTimeField("signalée le", auto_now_add=True)

    class Meta:
        verbose_name = "échéance signalée"
        verbose_name_plural = "échéances signalées"
        constraints = [models.UniqueConstraint(fields=["page", "binds_until"], name="one_warning_an_end")]

    def __str__(self) -> str:
        return f"{self.page_id}, {self.binds_until:%d/%m/%Y}"
