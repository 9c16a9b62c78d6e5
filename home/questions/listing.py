"""The questions of the page, by theme, as the address narrows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models

from portal.cms.list_filters import FilterSet, Option, read_filter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from home.questions.models import Question, QuestionTheme


class Readers(models.TextChoices):
    """For whom an answer is written."""

    EMPLOYERS = "employeurs", "Employeurs"
    PARTNERS = "partenaires", "Partenaires et structures d’insertion"
    EVERYBODY = "tous", "Tout le monde"


@dataclass(frozen=True)
class Listing:
    """What the page shows. A question of several themes stands once, under the first of them."""

    filters: FilterSet
    groups: tuple[tuple[QuestionTheme | None, tuple[Question, ...]], ...]

    @property
    def questions(self) -> list[Question]:
        """All questions shown, in the order of the page."""
        return [question for _, group in self.groups for question in group]


def listing_of(questions: Iterable[Question], asked: Mapping[str, str]) -> Listing:
    """The questions that an address asks for: one theme, one kind of readers (with what is for everybody), or all."""
    rows = list(questions)
    themes = sorted({theme for row in rows for theme in row.themes.all()}, key=lambda each: (each.position, each.name))
    filters = FilterSet((
        read_filter(
            asked,
            name="theme",
            label="Thème",
            all_label="Tous les thèmes",
            options=[Option(theme.slug, theme.name) for theme in themes],
            unknown="Le thème demandé n’existe pas : tous sont affichés.",
        ),
        read_filter(
            asked,
            name="pour",
            label="Pour qui",
            all_label="Tous les lecteurs",
            options=[Option(*each) for each in Readers.choices if each[0] != Readers.EVERYBODY],
            unknown="Ces lecteurs n’existent pas : toutes les questions sont affichées.",
        ),
    ))  # fmt: skip
    if slug := filters.value("theme"):
        themes = [theme for theme in themes if theme.slug == slug]
    if who := filters.value("pour"):
        rows = [row for row in rows if row.readers in {who, Readers.EVERYBODY}]
    groups, told = [], set()
    for theme in themes:
        group = tuple(row for row in rows if row.pk not in told and theme in row.themes.all())
        told |= {row.pk for row in group}
        if group:
            groups.append((theme, group))
    rest = tuple(row for row in rows if not row.themes.all())
    if rest and not slug:
        groups.append((None, rest))
    return Listing(filters, tuple(groups))
