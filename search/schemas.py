"""Open-data schemas of the search: nothing that its page does not show."""

from __future__ import annotations

import datetime  # noqa: TC003 - a schema needs it at run time

from ninja import Field, Schema


class Found(Schema):
    """Une page trouvée (one page found)."""

    title: str = Field(description="Titre (title)")
    url: str = Field(description="Adresse complète (full address)")
    type: str = Field(description="Code du type, voir facets (code of the kind)")
    excerpt: str = Field(description="Quelques mots autour de ce qui a été trouvé (words around what was found)")
    where: str = Field(description="Régions ou lieu (regions or place)")
    when: str = Field(description="Date en toutes lettres (date in words)")
    date: datetime.date | None = Field(description="Date, si elle est connue (date, if known)")


class Value(Schema):
    """Une valeur d’un filtre (one value of a filter)."""

    value: str = Field(description="Ce que le paramètre attend (what the parameter takes)")
    label: str = Field(description="Ce que lisent les visiteurs (what visitors read)")
    count: int = Field(description="Résultats si elle est choisie, les autres filtres gardés (results if chosen)")


class Results(Schema):
    """Une page de résultats (one page of results)."""

    query: str = Field(description="Mots cherchés, 200 caractères au plus (words searched)")
    corrected: str | None = Field(description="Mots cherchés à la place, après correction (words searched instead)")
    count: int = Field(description="Nombre de résultats (number of results)")
    near: int = Field(description="Résultats proches par le sens, en plus (results near in meaning, beside them)")
    page: int = Field(description="Page servie (page served)")
    pages: int = Field(description="Nombre de pages, 50 au plus (number of pages)")
    results: list[Found] = Field(description="Dix résultats au plus (ten results at most)")
    facets: dict[str, list[Value]] = Field(description="Valeurs de chaque filtre (values of each filter)")


class Suggested(Schema):
    """Une proposition (one proposal)."""

    query: str = Field(description="Ce qu’il faut chercher (what to search)")
    title: str = Field(description="Ce que lisent les visiteurs (what visitors read)")
    note: str = Field(description="Ce que c’est (what it is)")


class Suggestions(Schema):
    """Des propositions (proposals)."""

    results: list[Suggested] = Field(description="Huit propositions au plus (eight proposals at most)")
