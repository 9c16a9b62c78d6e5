"""Sizes of pictures made ahead: who reads a page first after its publication does not wait for them.

A periodic job builds what was published lately as a reader gets it, with the lists that show it: so it makes the sizes
that templates ask for, whichever these are, and no others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import Page

from portal.cms.share_pictures import LATELY, kept

if TYPE_CHECKING:
    import datetime

A_TURN = 10  # pages; what an import publishes waits for several turns


def make_for_lately_published(now: datetime.datetime) -> str:
    """Build pages that were published since yesterday and not built yet, the newest first; how many those were."""
    seen, built = kept(), 0
    lists: set[str] = set()
    lately = Page.objects.live().public().filter(depth__gt=1, last_published_at__gte=now - LATELY)
    for page in lately.order_by("-last_published_at").iterator():
        if built == A_TURN:
            break
        if seen.add(f"sizes-{page.pk}-{page.last_published_at.timestamp():.0f}", b""):
            _build(page)
            lists.update(page.path[: -length * Page.steplen] for length in range(1, page.depth - 1))
            built += 1
    for page in Page.objects.live().public().filter(path__in=lists):
        _build(page)
    return f"{built} built"


def _build(page: Page) -> None:
    specific = page.specific
    specific.make_preview_request(preview_mode=specific.default_preview_mode)  # what fails in it is logged, not raised
