"""Public pages of the establishments. Reading only: every answer has an address that can be shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from directory.establishments.routing import route_for
from directory.models import Establishment
from directory.pages.answers import route_answer
from directory.pages.establishment import page_context
from directory.pages.establishments import establishment_list
from directory.places.matching import Route
from directory.places.text import MAX_LENGTH
from directory.territory.gazetteer import current_gazetteer
from portal.cms.whole_pages import same_for_everybody

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@same_for_everybody
def establishments(request: HttpRequest) -> HttpResponse:
    """List and map. `?lieu=` or `?point=` order by distance; direction, region, nature, activite, regime, surface and
    quai filter.
    """
    typed = "".join(each if each.isprintable() else " " for each in request.GET.get("lieu", "")[:MAX_LENGTH]).strip()
    gazetteer = current_gazetteer()
    shown = establishment_list(request.GET, typed, gazetteer)
    start = reverse("establishments:list")
    route = route_for(typed, gazetteer=gazetteer) if shown.origin.point and typed else None
    route = route if isinstance(route, Route) else None
    context = {
        "shown": shown,
        "typed": typed,
        "action": start,
        "answer": route_answer(route, typed, None, gazetteer) if route else None,
        "crumbs": [("Établissements", "")],
        "canonical": f"{settings.PORTAL_URL}{start}{f'?{shown.query}' if shown.query else ''}",
    }
    return render(request, "directory/establishments.html", context)


@require_safe
@same_for_everybody
def establishment(request: HttpRequest, slug: str) -> HttpResponse:
    """One establishment, open or not: an address that was once given stays."""
    whole = Establishment.objects.with_place().prefetch_related("workshops__photos__image__renditions")
    found = get_object_or_404(whole, slug=slug)
    return render(request, "directory/establishment.html", page_context(found, current_gazetteer()))
