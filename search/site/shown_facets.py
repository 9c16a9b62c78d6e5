"""Facets as the page shows them: values with their counts, and the choices one may take back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.html import escape
from django.utils.safestring import mark_safe

from search.query.facets import FACETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.utils.safestring import SafeString

    from search.site.search_request import SearchRequest

TITLES = dict(zip(FACETS, ("Type", "Région", "Thème", "Année"), strict=True))
CHOSEN = ' aria-current="true"'
SHOWN, FEW = 8, 2  # values of a list shown at once, and too few to fold


class Value(NamedTuple):
    """A value one may choose, with how many hits it would leave."""

    label: str
    count: int
    url: str
    is_chosen: bool


class Facet(NamedTuple):
    """A list of values: those that are shown at once, and the others, which unfold."""

    title: str
    values: tuple[Value, ...]

    @property
    def first(self) -> tuple[Value, ...]:
        """What is shown at once: everything, when little would be left to unfold."""
        return self.values[:SHOWN] if len(self.values) > SHOWN + FEW else self.values

    @property
    def others(self) -> tuple[Value, ...]:
        """What unfolds."""
        return self.values[len(self.first) :]

    @property
    def first_items(self) -> SafeString:
        """What is shown at once, as items of a list."""
        return items(self.first)

    @property
    def other_items(self) -> SafeString:
        """What unfolds, as items of a list."""
        return items(self.others)

    @property
    def is_open(self) -> bool:
        """Whether a choice stands among the others."""
        return any(value.is_chosen for value in self.others)


class Chosen(NamedTuple):
    """A choice made; its address is the same search without it."""

    label: str
    url: str


def items(values: Iterable[Value]) -> SafeString:
    """Values as items of a list. A template's loop over the fifty of a page took as long as the search itself."""
    lines = (
        f'<li class="p-facet"><a href="{escape(each.url)}"{CHOSEN if each.is_chosen else ""}>{escape(each.label)}'
        f' <span class="p-soft">{each.count:d}</span></a></li>'
        for each in values
    )
    return mark_safe("\n".join(lines))  # nosec B308 B703 # noqa: S308 - all that is no markup of ours is escaped


def facets(asked: SearchRequest, counts: Mapping[str, Mapping[str, int]], total: int) -> list[Facet]:
    """The facets that would narrow something: one whose only value is all there is says nothing."""
    shown = []
    for name in FACETS:
        chosen = getattr(asked.choices, name)
        counted = {chosen: 0, **counts[name]} if chosen else counts[name]
        listed = ordered(asked, name, counted)
        values = tuple(
            Value(asked.names.label(name, value), counted[value], url, value == chosen)
            for value, url in zip(listed, asked.urls_choosing(name, listed), strict=True)
        )
        if chosen or any(value.count < total for value in values):
            shown.append(Facet(TITLES[name], values))
    return shown


def chosen(asked: SearchRequest) -> list[Chosen]:
    """The choices made, in the order of the facets."""
    return [Chosen(asked.label(name), asked.choosing(name, "").url) for name in asked.choices.chosen()]


def ordered(asked: SearchRequest, facet: str, counts: Mapping[str, int]) -> list[str]:
    """Kinds in their own order, the newest year first, the others by how many they leave and then by name."""
    if facet == "kind":
        return [value for value in asked.names.of(facet) if value in counts]
    if facet == "year":
        return sorted(counts, reverse=True)
    return sorted(counts, key=lambda value: (-counts[value], asked.names.label(facet, value)))
