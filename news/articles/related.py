"""Related articles: what the editor chose, what is near, the same category, the articles before and after.

All of them are found by one query, whatever the number of articles: each part asks for a few keys in the order of an
index, and the rows are told apart in memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from portal.cms.cached import cached_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from directory.models import Region
    from news.models import NewsPage

SHOWN = 3


@dataclass(frozen=True)
class RelatedNews:
    """Public articles beside one. No article is named twice in `also` and `same_category` together."""

    also: tuple[NewsPage, ...] = ()
    same_category: tuple[NewsPage, ...] = ()
    earlier: NewsPage | None = None
    later: NewsPage | None = None


def related_to(page: NewsPage, regions: Sequence[Region]) -> RelatedNews:
    """What is related to an article about these regions. One query, none when warm.

    Remembered by all that it depends on: a draft that is previewed has other neighbours than the published article.
    """
    if page.pk is None:
        return RelatedNews()  # a preview of what was never saved
    chosen = [item["value"] for item in page.read_also.raw_data]
    keys = [region.pk for region in regions]
    place = (page.pk, page.published_on, page.theme_id, page.category_id, keys, chosen)
    return cached_rows(f"news:related:{place}", lambda: _related_to(page, keys, chosen))


def _related_to(page: NewsPage, regions: Sequence[int], chosen: Sequence[int]) -> RelatedNews:
    listed = type(page).objects.listed().exclude(pk=page.pk)
    earlier = Q(published_on__lt=page.published_on) | Q(published_on=page.published_on, pk__lt=page.pk)
    parts = [
        listed.filter(earlier)[:1],
        listed.filter(published_on__gte=page.published_on).exclude(earlier).order_by("published_on", "pk")[:1],
    ]
    # More than are shown: some of them may be shown elsewhere already.
    if page.theme_id:
        parts.append(listed.filter(theme_id=page.theme_id)[: 2 * SHOWN])
    if regions:
        parts.append(listed.filter(regions__in=regions).distinct()[: 2 * SHOWN])
    if page.category_id:
        parts.append(listed.filter(category_id=page.category_id)[: 3 * SHOWN])
    wanted = Q(pk__in=chosen)
    for part in parts:
        wanted |= Q(pk__in=part.values("pk"))
    # Sorted here: asked to sort, a database walks all articles in order instead of fetching these few by their keys.
    rows = listed.filter(wanted).with_list_details().order_by()
    return arranged(page, sorted(rows, key=lambda row: (row.published_on, row.pk), reverse=True), chosen)


def arranged(page: NewsPage, rows: list[NewsPage], chosen: Sequence[int]) -> RelatedNews:
    """The rows, newest first, each where it belongs."""
    by_key = {row.pk: row for row in rows}
    also = [by_key[key] for key in chosen if key in by_key]
    names = set(page.region_names)
    near = sorted(
        (row for row in rows if row not in also and closeness(page, row, names)),
        key=lambda row: closeness(page, row, names),
        reverse=True,  # and sorting keeps the newest first among equals
    )
    also = (also + near)[:SHOWN]
    same = [row for row in rows if row.category_id and row.category_id == page.category_id and row not in also]
    place = (page.published_on, page.pk)
    earlier = [row for row in rows if (row.published_on, row.pk) < place]
    later = [row for row in rows if (row.published_on, row.pk) > place]
    return RelatedNews(tuple(also), tuple(same[:SHOWN]), next(iter(earlier), None), later[-1] if later else None)


def closeness(page: NewsPage, row: NewsPage, region_names: set[str]) -> int:
    """How near two articles are: one point for the theme, one for a region they share."""
    same_theme = bool(page.theme_id) and row.theme_id == page.theme_id
    return same_theme + bool(region_names & set(row.region_names))
