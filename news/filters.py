"""Filters that lists of dated things share: region, category or theme, year."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portal.cms.list_filters import Option, read_filter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from directory.models import Region
    from news.subjects import NewsCategory, NewsTheme
    from portal.cms.list_filters import Filter

SLUG = re.compile(r"[-a-zA-Z0-9_]{1,60}")
YEAR = re.compile(r"[12][0-9]{3}")


def asked_slug(asked: Mapping[str, str], name: str) -> str:
    """The slug a parameter asks for, fit to be looked up; empty when it is none."""
    typed = asked.get(name, "").strip()
    return typed if SLUG.fullmatch(typed) else ""


def asked_year(asked: Mapping[str, str]) -> str:
    """The year that `?annee=` asks for, as four digits; empty when it is none."""
    typed = asked.get("annee", "").strip()
    return typed if YEAR.fullmatch(typed) else ""


def region_filter(asked: Mapping[str, str], regions: Iterable[Region]) -> Filter:
    """The select of the regions."""
    return read_filter(
        asked,
        name="region",
        label="Région",
        all_label="Toutes les régions",
        options=[Option(region.slug, region.name) for region in regions],
        unknown="La région demandée n’existe pas : toutes sont affichées.",
    )


def subject_filter(
    asked: Mapping[str, str], name: str, options: tuple[Option, ...], model: type[NewsCategory | NewsTheme]
) -> Filter:
    """The select of the categories (`rubrique`) or of the themes (`theme`), with the one asked for even when unused."""
    slug = asked_slug(asked, name)
    if slug and all(option.value != slug for option in options):
        options = (*options, *(Option(row.slug, row.name) for row in model.objects.filter(slug=slug)))
    is_theme = name == "theme"
    return read_filter(
        asked,
        name=name,
        label="Thème" if is_theme else "Rubrique",
        all_label="Tous les thèmes" if is_theme else "Toutes les rubriques",
        options=options,
        unknown="Le thème demandé n’existe pas : tous sont affichés."
        if is_theme
        else "La rubrique demandée n’existe pas : toutes sont affichées.",
    )


def year_filter(asked: Mapping[str, str], years: Iterable[int], label: str) -> Filter:
    """The select of the years, the last one first, with the one asked for even when nothing is left of it."""
    offered = {str(year) for year in years} | {asked_year(asked)} - {""}
    return read_filter(
        asked,
        name="annee",
        label=label,
        all_label="Toutes les années",
        options=[Option(year, year) for year in sorted(offered, reverse=True)],
        unknown="L’année demandée n’en est pas une : toutes sont affichées.",
    )
