"""Open Graph picture of a page without a photograph: 1200 by 630 pixels, its kind, title and regions; never a person.

Its address carries the moment of publication, so that each publication has a new one. A periodic job draws it when a
page is published, and keeps it in a file that all processes read; one that is asked for before, or was not kept, is
drawn then. Pages with a photograph show that one: the same job has it made.
"""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache.backends.filebased import FileBasedCache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw, ImageFont
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.models import Page, Site

from portal.cms.navigation import frame_for
from portal.models import PortalSettings
from portal.styles.build import design_system
from portal.web.pictures import SHARED

if TYPE_CHECKING:
    from django.http import HttpRequest

DEFAULT = "portal/partage.png"  # also what stands at the right of every picture
SIZE = (1200, 630)
PANEL, MARGIN = 820, 72  # pixels: the width of the words' ground, and what is kept free around them
ROOM = PANEL - 2 * MARGIN
INK, SOFT, GROUND = "#161616", "#3a3a3a", "#ffffff"
SIZES = (68, 60, 52, 44, 36)  # of the title, the first that fits
TITLE_HEIGHT = 330
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
    regions = getattr(page, "region_names", None)
    kind = "" if regions is None else page.get_verbose_name().capitalize()
    drawn = draw(page.seo_title or page.title, kind, ", ".join(regions or []), site_name)
    kept().set(_key(page), drawn)
    return drawn


def draw(title: str, kind: str, place: str, site: str) -> bytes:
    """A PNG of these words; the title has the largest size in which it fits, else its first lines."""
    with Image.open(str(finders.find(DEFAULT))) as scene:
        picture = Image.new("RGB", SIZE, GROUND)
        picture.paste(scene.convert("RGB").resize(SIZE), (PANEL - 560 + 190, 0))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, PANEL, SIZE[1]), fill=GROUND)
    pen.rectangle((0, 0, 16, SIZE[1]), fill="#000091")
    pen.text((MARGIN, MARGIN - 8), kind, font=_face("Medium", 30), fill=SOFT)
    for size in SIZES:
        face, step = _face("Bold", size), round(size * 1.2)
        lines = _wrapped(title, face)
        if len(lines) * step <= TITLE_HEIGHT and all(face.getlength(word) <= ROOM for word in title.split(" ")):
            break
    for number, line in enumerate(lines[: TITLE_HEIGHT // step]):
        pen.text((MARGIN, 124 + number * step), line, font=face, fill=INK)
    pen.text(
        (MARGIN, SIZE[1] - MARGIN - 72), _wrapped(place, _face("Medium", 30))[0], font=_face("Medium", 30), fill=SOFT
    )
    pen.text((MARGIN, SIZE[1] - MARGIN - 24), site, font=_face("Bold", 28), fill="#000091")
    file = io.BytesIO()
    picture.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()


def _face(weight: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(design_system() / "fonts" / f"Marianne-{weight}.woff2"), size)


def _wrapped(text: str, face: ImageFont.FreeTypeFont) -> list[str]:
    """The text in lines that fit beside the scene; a word longer than a line is cut."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if face.getlength(longer) <= ROOM:
            lines[-1] = longer
            continue
        while face.getlength(word) > ROOM:
            word = word[:-1]  # noqa: PLW2901 - until it fits
        lines.append(word)
    return [line for line in lines if line] or [""]
