"""Search request: what an address of the search asks for. What nobody knows is left out, with a word on the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from django.urls import reverse
from django.utils.http import urlencode

from portal.french.clean_text import clean_text
from search.index import registry
from search.query.facets import FACETS, NO_CHOICE, Choices
from search.query.plan import MAX_LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PARAMETERS = dict(zip(FACETS, ("type", "region", "theme", "annee"), strict=True))
BY_DATE = "date"
YEAR = re.compile(r"[12][0-9]{3}")
REFUSALS = {
    "kind": "Le type demandé n’existe pas : tous sont affichés.",
    "region": "La région demandée n’existe pas : toutes sont affichées.",
    "theme": "Le thème demandé n’existe pas : tous sont affichés.",
    "year": "L’année demandée n’en est pas une : toutes sont affichées.",
}
BAD_ORDER = "Ce tri n’existe pas : les plus pertinents viennent d’abord."


@dataclass(frozen=True)
class Names:
    """What readers call the values of each facet: kinds and the tables of the apps, each read when first asked for."""

    read: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, facet: str) -> Mapping[str, str]:
        """Names by value in the order of the facet; years have none."""
        if facet not in self.read:
            self.read[facet] = registry.value_names(facet)
        return self.read[facet]

    def label(self, facet: str, value: str) -> str:
        """What readers call a value."""
        return value if facet == "year" else self.of(facet).get(value, value)

    def knows(self, facet: str, value: str) -> bool:
        """Whether there is such a value."""
        return bool(YEAR.fullmatch(value)) if facet == "year" else value in self.of(facet)


@dataclass(frozen=True)
class SearchRequest:
    """The words, what narrows them, the order, and the page: 0 when the address names no page."""

    typed: str = ""
    was_cut: bool = False
    choices: Choices = NO_CHOICE
    by_date: bool = False
    is_exact: bool = False
    page: int = 1
    refusals: tuple[str, ...] = ()
    names: Names = field(default_factory=Names, compare=False)

    @classmethod
    def from_querystring(cls, parameters: Mapping[str, str]) -> SearchRequest:
        """Read `?q=`, `type`, `region`, `theme`, `annee`, `tri`, `exact` and `page`; any values, of any length."""
        typed = " ".join(clean_text(parameters.get("q", "")).split())
        names, chosen, refusals = Names(), {}, []
        for facet, parameter in PARAMETERS.items():
            value = parameters.get(parameter, "").strip()
            if value and names.knows(facet, value):
                chosen[facet] = value
            elif value:
                refusals.append(REFUSALS[facet])
        if (order := parameters.get("tri", "").strip()) not in ("", BY_DATE):
            refusals.append(BAD_ORDER)
        return cls(
            typed=typed[:MAX_LENGTH].rstrip(),
            was_cut=len(typed) > MAX_LENGTH,
            choices=Choices(**chosen),
            by_date=order == BY_DATE,
            is_exact=parameters.get("exact", "") == "1",
            page=_page(parameters.get("page", "")),
            refusals=tuple(refusals),
            names=names,
        )

    def query(self, *, page: int = 1) -> str:
        """This request as the query of an address, always in the same order."""
        chosen = {PARAMETERS[name]: value for name, value in self.choices.chosen().items()}
        rest = {"tri": BY_DATE if self.by_date else "", "exact": "1" if self.is_exact else ""}
        return urlencode(
            {"q": self.typed} | chosen | {name: value for name, value in rest.items() if value}
            | ({"page": page} if page > 1 else {})
        )  # fmt: skip

    @property
    def url(self) -> str:
        """Address of the first page of this request."""
        return f"{_start()}?{self.query()}"

    def choosing(self, facet: str, value: str) -> SearchRequest:
        """The same with one choice more, or another one; an empty value takes it back."""
        return replace(self, choices=replace(self.choices, **{facet: value}), page=1)

    def urls_choosing(self, facet: str, values: Iterable[str]) -> list[str]:
        """Addresses of `choosing` for each value; a page has some fifty, so what they share is written once."""
        parameter = f"{PARAMETERS[facet]}="
        before, _, after = self.choosing(facet, "x").url.partition(f"{parameter}x")  # « = » stands in no written value
        return [f"{before}{parameter}{quote_plus(value)}{after}" for value in values]

    def label(self, facet: str) -> str:
        """What readers call the choice made in a facet."""
        return self.names.label(facet, getattr(self.choices, facet))


@cache
def _start() -> str:
    """Where results are, asked for each value of each facet."""
    return reverse("search:results")


def _page(typed: str) -> int:
    typed = typed.strip() or "1"
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 6 else 0
