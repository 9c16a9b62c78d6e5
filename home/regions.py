"""Region pages: who to contact in a region, and its agreements, figures, news and events.

At fixed addresses, as the directory is (docs/decisions/0002): a region is a row of a table, and nobody could unpublish
the referents of one by mistake.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from directory.models import Department, Disp, Referent, Region
from directory.pages.answers import contact_address
from directory.referents.routing import stand_in_for
from directory.territory.map import link_map, located_map
from news.models import ConventionFigure, ConventionPage
from news.territory import conventions_in, events_in, news_in
from portal.cms.whole_pages import same_for_everybody
from portal.french.words import capitalised, listed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from directory.territory.drawing import TerritoryMap

NEWS_SHOWN, EVENTS_SHOWN, FIGURES_SHOWN = 4, 3, 6
# A region has one or two of each: the directory and the list of conventions show them all, page by page.
REFERENTS_SHOWN, CONVENTIONS_SHOWN = 10, 12
INDEX_CRUMB = "Régions"


@require_safe
@same_for_everybody
def region(request: HttpRequest, slug: str) -> HttpResponse:
    """One region, in eight queries whatever it holds. What is empty disappears; the referents never do."""
    of_direction = list(Department.objects.filter(region__disp__regions__slug=slug).select_related("region__disp"))
    departments = [department for department in of_direction if department.region.slug == slug]
    if not departments:
        raise Http404
    shown = departments[0].region
    codes = [department.code for department in departments]
    served = Referent.objects.published().occupied().serving(codes)
    first = list(served.in_order().with_territory()[: REFERENTS_SHOWN + 1])
    referents = first[:REFERENTS_SHOWN]
    place = f"région {shown.name}"
    conventions = conventions_in([shown], CONVENTIONS_SHOWN + 1)
    figures = key_figures(shown)
    context = {
        "region": shown,
        "disp": shown.disp,
        "departments": departments,
        "referents": [(each, stand_in_for(each, referents), _writes_to(each, place)) for each in referents],
        "has_more_referents": len(first) > len(referents),
        "contact_url": contact_address(lieu=place),
        "conventions": conventions[:CONVENTIONS_SHOWN],
        "has_more_conventions": len(conventions) > CONVENTIONS_SHOWN,
        "figures": figures,
        "figure_sources": list(dict.fromkeys(figure.page for figure in figures)),
        "news": news_in([shown], NEWS_SHOWN),
        "events": events_in([shown], EVENTS_SHOWN),
        "map": _map(shown, departments),
        "around": capitalised(shown.disp.plain_name) if len(departments) < len(of_direction) else "",
        "title": title_of(shown),
        "description": f"Qui répond aux employeurs {shown.within} : référents, conventions, chiffres, actualités.",
        "crumbs": [(INDEX_CRUMB, reverse("regions")), (shown.name, "")],
        "canonical": f"{settings.PORTAL_URL}{reverse('region', args=[slug])}",
    }
    return render(request, "home/region.html", context)


@require_safe
@same_for_everybody
def regions(request: HttpRequest) -> HttpResponse:
    """Every region, under its direction."""
    disps = list(Disp.objects.prefetch_related(Prefetch("regions", Region.objects.order_by("slug"))))
    context = {
        "disps": disps,
        "map": link_map({disp.code: disp.seat for disp in disps}) if disps else None,
        "crumbs": [(INDEX_CRUMB, "")],
        "canonical": f"{settings.PORTAL_URL}{reverse('regions')}",
    }
    return render(request, "home/regions.html", context)


def title_of(region: Region) -> str:
    """« Normandie : qui contacter, quels accords »."""
    return f"{region.name} : qui contacter, quels accords"


def key_figures(region: Region) -> list[ConventionFigure]:
    """Figures of the region's conventions that no other one renews, each with its page; one query."""
    latest = ConventionPage.objects.listed().filter(regions=region, renewals__isnull=True)
    found = ConventionFigure.objects.filter(page__in=latest.order_by()).select_related("page")
    return list(found.order_by("-page__first_published_at", "page", "sort_order")[:FIGURES_SHOWN])


def _writes_to(referent: Referent, place: str) -> str:
    return contact_address(lieu=place, referent=referent.slug)


def _map(region: Region, departments: list[Department]) -> TerritoryMap | None:
    names = [department.with_article for department in departments]
    inside = f" : {listed(names)}" if len(names) > 1 else ""
    return located_map(
        sentence=f"Carte : la région {region.name}{inside}, au sein de la {region.disp.plain_name}.",
        disps={region.disp_id},
        departments={department.code for department in departments},
    )
