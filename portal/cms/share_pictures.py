"""Open Graph picture of a page without a photograph: 1200 by 630 pixels, its kind, title and regions; never a person.

Its address carries the moment of publication, so that each publication has a new one. A periodic job draws it when a
page is published, and keeps it in a file that all processes read; one that is asked for before, or was not kept, is
drawn then. Pages with a photograph show that one: the same job has it made.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache.backends.filebased import FileBasedCache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.models import Page, Site

from portal.cms.navigation import frame_for
from portal.models import PortalSettings
from portal.web.pictures import DEFAULT, SHARED

if TYPE_CHECKING:
    from django.http import HttpRequest

KEPT = "public, max-age=2592000"  # thirty days: another publication has another address
LATELY = datetime.timedelta(days=1)  # published before: drawn already, or when somebody asks
A_TURN = 10  # pictures of a tenth of a second each; what an import publishes waits for several turns
MOST = 3_000  # files; beyond, Django forgets some of them


def address_of(page: Page) -> str:
    """Where the picture of a page is; the portal's own picture for drafts, and without the font of the theme."""
    if settings.THEME != "etat" or not page.pk or not page.last_published_at:
        return static(DEFAULT)
    return reverse("share_picture", args=[page.pk, int(page.last_published_at.timestamp())])


@require_safe
def share_picture(request: HttpRequest, key: int, moment: int) -> HttpResponse:
    """The picture of a public page as it was last published; addresses of earlier ones lead to it."""
    page = Page.objects.live().public().filter(pk=key).specific().first()
    if page is None:
        raise Http404("no public page")
    if (address := address_of(page)) != request.path:
        return redirect(address)
    drawn = kept().get(_key(page)) or _draw_and_keep(page, frame_for(request).name)
    return HttpResponse(drawn, content_type="image/png", headers={"Cache-Control": KEPT})


def draw_lately_published(now: datetime.datetime) -> str:
    """Draw what was published since yesterday and is not drawn yet, the newest first; how many that were."""
    site = Site.objects.filter(is_default_site=True).first()
    if settings.THEME != "etat" or site is None:
        return "nothing to draw"
    store, made = kept(), 0
    published = Page.objects.live().public().descendant_of(site.root_page, inclusive=True)
    lately = published.filter(last_published_at__gte=now - LATELY).order_by("-last_published_at")
    for page in lately.iterator():
        if made == A_TURN:
            break
        if not store.has_key(_key(page)):
            _make_ready(page.specific, PortalSettings.for_site(site).name)
            made += 1
    return f"{made} drawn"


def kept() -> FileBasedCache:
    """Where pictures lie: not in the shared cache, whose memory they would fill."""
    return FileBasedCache(str(settings.DATA_DIR / "partage"), {"TIMEOUT": None, "MAX_ENTRIES": MOST})


def _key(page: Page) -> str:
    return f"{page.pk}-{page.last_published_at.timestamp():.0f}"


def _make_ready(page: Page, site_name: str) -> None:
    """Make what is shown beside a link to a page: its photograph, else the picture that is drawn of it."""
    photograph = getattr(page, "image", None)
    if photograph and not photograph.is_svg():
        get_rendition_or_not_found(photograph, SHARED)
        kept().set(_key(page), b"")  # looked at
    else:
        _draw_and_keep(page, site_name)


def _draw_and_keep(page: Page, site_name: str) -> bytes:
    from portal.cms.share_drawing import draw  # noqa: PLC0415 - only whoever draws loads what draws

    regions = getattr(page, "region_names", None)
    kind = "" if regions is None else page.get_verbose_name().capitalize()
    drawn = draw(page.seo_title or page.title, kind, ", ".join(regions or []), site_name)
    kept().set(_key(page), drawn)
    return drawn
