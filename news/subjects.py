"""Categories and themes of news, which editors keep: what lists are narrowed by."""

from __future__ import annotations

from typing import Any

from django.db import models
from wagtail.admin.panels import FieldPanel

from portal.cms.cached import cached

AGENDA_SLUG = "agenda"  # below the list of news
SUBJECTS_KEY = "news:archive:subjects"


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


def subject(key: int | None, model: type[NewsCategory | NewsTheme]) -> Any:
    """The category or theme of this key: there are few of them, and each article names two."""
    if key is None:
        return None
    known = cached(SUBJECTS_KEY, lambda: {each: each.objects.in_bulk() for each in (NewsCategory, NewsTheme)})[model]
    return known.get(key) or model.objects.filter(pk=key).first()
