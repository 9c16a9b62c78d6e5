"""Establishments of the prison service."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.urls import reverse

from directory.establishments.bare_names import bare_name
from directory.establishments.distance import Point
from directory.establishments.files import SOURCES
from directory.establishments.kinds import Kind, Precision, Status
from directory.establishments.querysets import EstablishmentQuerySet
from portal.french import dates
from portal.french.partial_date import PartialDate
from portal.french.words import typographic
from search.models.atomic_save import AtomicSave

if TYPE_CHECKING:
    from directory.establishments.workshops import Workshop

# « Centre pénitentiaire de », « Maison d’arrêt du », « Quartier de semi-liberté de », « Établissement annoncé à ».
_KIND_IN_NAME = re.compile(
    r"(?:Maison d’arrêt|Maison centrale|Centre pénitentiaire|Centre de détention|(?:Centre|Quartier) de semi-liberté"
    r"|Établissement pénitentiaire pour mineurs|Établissement pour mineurs|Établissement public de santé national"
    r"|Établissement annoncé)\s*(?:de la\s|de l’|des\s|de\s|du\s|d’|à\s)?"
)


class Establishment(AtomicSave, models.Model):
    """A place of detention, as ``manage.py load_establishments`` reads it from ``directory/data``.

    Its direction is never stored: the department says it. Rows are never deleted, a closed place keeps its address.
    """

    slug = models.SlugField("identifiant d’adresse", max_length=60, unique=True)
    name = models.CharField("nom", max_length=120)
    # Written by the import beside the name: people type it without accents, and the place field asks at every key.
    folded_name = models.CharField("nom, mots nus", max_length=150, editable=False, default="")
    kind = models.CharField("nature", max_length=30, choices=Kind)
    commune = models.ForeignKey(
        "directory.Commune", on_delete=models.PROTECT, related_name="establishments", verbose_name="commune"
    )
    latitude = models.FloatField("latitude")
    longitude = models.FloatField("longitude")
    precision = models.CharField("ce que le point désigne", max_length=15, choices=Precision)
    sources = models.CharField("sources", max_length=80, help_text="Codes séparés par «\u00a0+\u00a0».")
    verified_on = models.DateField("situation au")
    status = models.CharField("situation", max_length=10, choices=Status, default=Status.OPEN)
    note = models.CharField("note", max_length=400, blank=True)

    objects: ClassVar = EstablishmentQuerySet.as_manager()

    class Meta:
        verbose_name = "établissement"
        ordering = ["name", "slug"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Address of the public page."""
        return reverse("establishments:page", args=[self.slug])

    @property
    def point(self) -> Point:
        """Where it is; exact when the point is better than its commune's."""
        return Point(self.latitude, self.longitude, is_exact=self.precision != Precision.COMMUNE)

    @property
    def place(self) -> str:
        """« Caen, Calvados »; needs commune and department."""
        return f"{typographic(self.commune.name)}, {self.commune.department.name}"

    @property
    def public_names(self) -> tuple[str, ...]:
        """What people call it, for `directory.places.people`: without its kind, as `bare_name` leaves it."""
        short = _KIND_IN_NAME.sub("", self.name, count=1) or self.name
        return (self.name, bare_name(self.name), bare_name(short))

    @property
    def activity_labels(self) -> list[str]:
        """What its fresh workshops make, each once; needs `with_workshops`."""
        return list(dict.fromkeys(each.activity_label for each in self.fresh_workshops))

    @property
    def workshops_label(self) -> str:
        """« 3 ateliers confirmés, le dernier en octobre 2026 », or why none is shown; needs `with_workshops`."""
        fresh = self.fresh_workshops
        if fresh:
            last = max(each.verified_on for each in fresh)
            month = PartialDate(last.year, last.month).label
            return (
                f"{len(fresh)} ateliers confirmés, le dernier en {month}"
                if len(fresh) > 1
                else f"1 atelier confirmé en {month}"
            )
        return self.stale_label or "Aucun atelier déclaré"

    @property
    def stale_label(self) -> str:
        """« 2 ateliers à confirmer »; empty for none."""
        count = self.stale_count
        return f"{count} atelier{'s' if count > 1 else ''} à confirmer" if count else ""

    @property
    def has_examples(self) -> bool:
        """Whether a workshop that the public sees is an example; needs `with_workshops`."""
        return any(each.is_example for each in self.fresh_workshops)

    @property
    def fresh_workshops(self) -> list[Workshop]:
        """What the public may see; needs `with_workshops`."""
        return [each for each in self.workshops.all() if each.is_fresh]

    @property
    def stale_count(self) -> int:
        """How many workshops wait for a confirmation; needs `with_workshops`."""
        return len(self.workshops.all()) - len(self.fresh_workshops)

    @property
    def is_open(self) -> bool:
        """Whether an employer may knock there, as far as the source knows."""
        return self.status == Status.OPEN

    @property
    def state_label(self) -> str:
        """« Fermé », « Ouverture annoncée », « À vérifier »; empty for an open one."""
        return {
            Status.CLOSED: "Fermé", Status.ANNOUNCED: "Ouverture annoncée", Status.TO_VERIFY: "À vérifier"
        }.get(Status(self.status), "")  # fmt: skip

    @property
    def verified_label(self) -> str:
        """« Situation au 1er juillet 2026 »; of a place that is not open only name and place are of that day:
        what became of it is said by its note, which may be younger or older.
        """
        day = dates.day(self.verified_on)
        if self.is_open:
            return f"Situation au {day}"
        return f"Nom et lieu d’après une source du {day}\u00a0; ce qu’il en est aujourd’hui est dit sous le titre"

    @property
    def source_labels(self) -> list[str]:
        """The sources in words."""
        return [SOURCES[code] for code in self.sources.split("+") if code in SOURCES]
