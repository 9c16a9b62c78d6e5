"""Which sections of the tree are private: asked for each link, so read once and cached, renewed when one changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import PageViewRestriction

from portal.cms.cached import cached, forget_on_change

if TYPE_CHECKING:
    from wagtail.models import Page

CACHE_KEY = "portal:private-sections"


def is_public(page: Page) -> bool:
    """Whether everybody may read a page: it is live, and neither it nor an ancestor is private. No query when warm."""
    return page.live and not any(page.path.startswith(path) for path in private_paths())


def private_paths() -> tuple[str, ...]:
    """Paths in the tree of the pages that are private, with all that lies below them."""
    return cached(CACHE_KEY, lambda: tuple(PageViewRestriction.objects.values_list("page__path", flat=True)))


def connect_signals() -> None:
    """Listen to what makes a section private, public again, or another one."""
    forget_on_change(PageViewRestriction, moves=True)
