"""Addresses of the feeds: all news, those of a region, of a category or of a theme; and the publications."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from portal.cms.list_filters import FilterSet

# What a feed may be narrowed to: the name in the address of the list, and in that of the feed.
NARROWED_BY = {"region": "region", "rubrique": "rubrique", "theme": "theme"}


@dataclass(frozen=True)
class FeedLinks:
    """Both forms of one feed, and what it holds."""

    title: str
    rss: str
    atom: str


def feed_links(title: str, by: str = "", slug: str = "") -> FeedLinks:
    """The feed of everything, or of one region, category or theme."""
    if not by:
        return FeedLinks(title, reverse("news_rss"), reverse("news_atom"))
    return FeedLinks(title, reverse("news_rss_by", args=[by, slug]), reverse("news_atom_by", args=[by, slug]))


def feeds_for(filters: FilterSet) -> list[FeedLinks]:
    """The feeds that a list offers: that of everything, and one for each choice that has one."""
    narrowed = [
        feed_links(f"Actualités : {each.chosen.label}", NARROWED_BY[each.name], each.value)
        for each in filters.chosen
        if each.name in NARROWED_BY
    ]
    return [feed_links("Actualités"), *narrowed]
