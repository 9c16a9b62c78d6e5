"""Which sections of the tree are private: asked for each link, so read once and cached, renewed when one changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import PageViewRestriction
from wagtail.signals import post_page_move

if TYPE_CHECKING:
    from wagtail.models import Page

CACHE_KEY = "portal:private-sections"
CACHE_SECONDS = 600  # only a safety net: signals renew it


def is_public(page: Page) -> bool:
    """Whether everybody may read a page: it is live, and neither it nor an ancestor is private. No query when warm."""
    return page.live and not any(page.path.startswith(path) for path in private_paths())


def private_paths() -> tuple[str, ...]:
    """Paths in the tree of the pages that are private, with all that lies below them."""
    paths = cache.get(CACHE_KEY)
    if paths is None:
        paths = tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
        cache.set(CACHE_KEY, paths, CACHE_SECONDS)
    return paths


def forget(**_: Any) -> None:
    """Drop what is cached once the change that made it stale is committed."""
    transaction.on_commit(lambda: cache.delete(CACHE_KEY))


def connect_signals() -> None:
    """Listen to what makes a section private, public again, or another one."""
    post_save.connect(forget, sender=PageViewRestriction, dispatch_uid="private-sections-save")
    post_delete.connect(forget, sender=PageViewRestriction, dispatch_uid="private-sections-delete")
    post_page_move.connect(forget, dispatch_uid="private-sections-move")
