"""Pages of the guide in the admin: contents, a section, its pictures, and what a search finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from home.guide.sections import picture, search, sections

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LONGEST_QUERY = 200
FRAME = {"header_icon": "help", "breadcrumbs_items": [], "page_subtitle": ""}


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """All sections, or those that answer `q`."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    found = {"query": query, "hits": search(query) if query else [], "sections": sections()}
    return render(request, "home/admin/guide.html", FRAME | found | {"page_title": "Guide"})


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """One section, with those around it."""
    everything = sections()
    place = next((place for place, each in enumerate(everything) if each.slug == slug), None)
    if place is None:
        raise Http404
    context = {
        "page_title": everything[place].title,
        "section": everything[place],
        "before": everything[place - 1] if place else None,
        "after": everything[place + 1] if place + 1 < len(everything) else None,
    }
    return render(request, "home/admin/guide_section.html", FRAME | context)


@require_safe
def show_picture(request: HttpRequest, name: str) -> FileResponse:
    """A screenshot, to whoever is signed in; browsers keep it for a day."""
    file = picture(f"{name}.webp")
    if file is None:
        raise Http404
    response = FileResponse(file.open("rb"), content_type="image/webp")
    response["Cache-Control"] = "private, max-age=86400"
    return response
