from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel

# The agenda has an address of its own below the list of news, where a page of that slug would never be reached.
AGENDA_SLUG = "agenda"


def refuse_reserved_slug(slug: str) -> None:
    """Raise ValidationError for a slug that the list of news uses itself."""
    if slug == AGENDA_SLUG:
        raise ValidationError({"slug": "Cette adresse est celle de l’agenda : choisissez-en une autre."})


class NewsCategory(models.Model):
    """What kind of news an item is (« Reportage », « Prix »): a short word shown in every list."""

    name = models.CharField("nom", max_length=60, unique=True)
    slug = models.SlugField("identifiant d’adresse", max_length=60, unique=True)

    panels = [FieldPanel("name"), FieldPanel("slug")]

    class Meta:
        verbose_name = "rubrique"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class NewsTheme(models.Model):
    """What an item is about (« Formation », « Emploi »), whatever its category."""

    name = models.CharField("nom", max_length=60, unique=True)
    slug = models.SlugField("identifiant d’adresse", max_length=60, unique=True)

    panels = [FieldPanel("name"), FieldPanel("slug")]

    class Meta:
        verbose_name = "thème"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
