"""A workshop: what is made in an establishment, as its referent last confirmed it."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from directory.establishments.activities import activities, choices
from portal.french import dates
from portal.french.words import french_number
from portal.models import PortalSettings
from search.models.atomic_save import AtomicSave

FRESH_FOR = datetime.timedelta(days=183)  # unconfirmed for six months, a workshop is shown no more
MOST_PHOTOS = 4


class Regime(models.TextChoices):
    """Under whose responsibility people work there (code pénitentiaire, articles L. 412-1 and following)."""

    CONCESSION = "concession", "Concession"
    SEP = "sep", "Service de l’emploi pénitentiaire (SEP)"
    IAE = "iae", "Insertion par l’activité économique (IAE)"
    ADAPTED = "ea", "Entreprise adaptée (EA)"
    ESAT = "esat", "Établissement et service d’accompagnement par le travail (ESAT)"
    GENERAL = "service-general", "Service général"


class WorkshopQuerySet(models.QuerySet["Workshop"]):
    """Workshops by what may be said of them today."""

    def fresh(self) -> WorkshopQuerySet:
        """Confirmed in the last six months: the only ones that the public sees."""
        return self.filter(verified_on__gte=oldest_fresh_day())

    def stale(self) -> WorkshopQuerySet:
        """Too long unconfirmed: counted in public, never shown."""
        return self.exclude(verified_on__gte=oldest_fresh_day())


def oldest_fresh_day() -> datetime.date:
    """What was confirmed on this day is still fresh today."""
    return timezone.localdate() - FRESH_FOR


class Workshop(AtomicSave, ClusterableModel):
    """What one workshop makes and offers. Whatever is not known stays empty, and pages say nothing of it.

    In a demonstration every workshop is an example, whatever was ticked.
    """

    slug = models.SlugField("identifiant", max_length=90, unique=True, editable=False)
    establishment = models.ForeignKey(
        "directory.Establishment", on_delete=models.CASCADE, related_name="workshops", verbose_name="établissement"
    )
    name = models.CharField("nom", max_length=80, help_text="«\u00a0Atelier bois\u00a0», «\u00a0Hall 2\u00a0».")
    activity = models.CharField("activité", max_length=20, choices=choices)
    regime = models.CharField("régime de travail", max_length=20, choices=Regime)
    products = models.CharField(
        "exemples de productions", max_length=300, blank=True, help_text="« Palettes, caisses, nichoirs »."
    )
    surface = models.PositiveIntegerField(
        "surface (m²)", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    height = models.DecimalField(
        "hauteur sous plafond (m)",
        max_digits=3,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
    )
    has_dock = models.BooleanField("quai de chargement", null=True, blank=True)
    power = models.CharField("alimentation électrique", max_length=80, blank=True, help_text="« 400 V, 63 A ».")
    hours = models.CharField("horaires", max_length=120, blank=True, help_text="« Du lundi au vendredi, 8 h – 13 h ».")
    free_since = models.DateField(
        "libre à partir du", null=True, blank=True, help_text="Le jour depuis lequel de la place est libre."
    )
    is_example = models.BooleanField("contenu d’exemple", default=False, editable=False)
    verified_on = models.DateField("confirmé le", null=True, blank=True)
    asked_on = models.DateField("confirmation demandée le", null=True, blank=True, editable=False)

    is_searched = models.BooleanField("montré par la recherche", default=False, editable=False)

    objects: ClassVar = WorkshopQuerySet.as_manager()

    class Meta:
        verbose_name = "atelier"
        ordering = ["establishment", "name", "slug"]
        indexes = [models.Index(fields=["verified_on", "activity"], name="workshop_fresh")]

    def __str__(self) -> str:
        return f"{self.name} ({self.establishment})"

    def save(self, *args: Any, **options: Any) -> None:
        """Give a new one its lasting identifier; one of a demonstration is an example."""
        if not self.slug:
            self.slug = self._free_slug()
        if not self.is_example and PortalSettings.objects.filter(is_demonstration=True).exists():
            self.is_example = True
        self.is_searched = self.is_fresh
        super().save(*args, **options)

    def _free_slug(self) -> str:
        start = f"{self.establishment.slug}-{self.activity}"[:84]
        taken = set(Workshop.objects.filter(slug__startswith=start).values_list("slug", flat=True))
        return next(slug for slug in (start, *(f"{start}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)

    def get_absolute_url(self) -> str:
        """Where it stands on the page of its establishment."""
        return f"{self.establishment.get_absolute_url()}#{self.anchor}"

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"atelier-{self.slug}"

    @property
    def activity_label(self) -> str:
        """The activity in words; its code where the nomenclature lost it."""
        return activities()[self.activity].label if self.activity in activities() else self.activity

    @property
    def is_fresh(self) -> bool:
        """Whether it was confirmed in the last six months: as `fresh` of the queryset."""
        return self.verified_on is not None and self.verified_on >= oldest_fresh_day()

    @property
    def surface_label(self) -> str:
        """« 1 200 m² »; empty when unknown."""
        return f"{french_number(self.surface)}\u00a0m²" if self.surface else ""

    @property
    def height_label(self) -> str:
        """« 4,5 m »; empty when unknown."""
        return f"{french_number(self.height)}\u00a0m" if self.height else ""

    @property
    def verified_label(self) -> str:
        """« Confirmé le 3 novembre 2026 »; empty when nobody did."""
        return f"Confirmé le {dates.day(self.verified_on)}" if self.verified_on else ""

    @property
    def free_label(self) -> str:
        """« Libre depuis le 3 mars 2026 », « Libre à partir du 1er janvier 2027 »; empty when unknown."""
        if self.free_since is None:
            return ""
        since = "depuis le" if self.free_since <= timezone.localdate() else "à partir du"
        return f"Libre {since} {dates.day(self.free_since)}"


class WorkshopPhoto(Orderable):
    """A photograph of objects or of a place: never of persons, which the editor is told beside the field."""

    workshop = ParentalKey(Workshop, on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey("portal.PortalImage", on_delete=models.PROTECT, related_name="+", verbose_name="image")
    alt = models.CharField("ce que montre la photographie", max_length=160)

    class Meta(Orderable.Meta):
        verbose_name = "photographie"

    def __str__(self) -> str:
        return self.alt
