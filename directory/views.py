"""Pages of the directory. Reading only: every answer has an address that can be shared, and nothing is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from directory.establishments.nearest import nearest
from directory.establishments.routing import meant_by, route_for
from directory.models import Disp, Mission, Referent, Region
from directory.pages import answers, near_me
from directory.pages.near_me import rough_point
from directory.pages.overview import PAGE_SIZE, overview
from directory.pages.sheets import disp_map, page_context, territory_lines
from directory.places.matching import Ask, Route
from directory.places.place import Reason
from directory.places.text import MAX_LENGTH
from directory.referents import routing
from directory.referents.vcard import CONTENT_TYPE, vcard
from directory.territory.gazetteer import current_gazetteer
from directory.territory.map import link_map
from portal.cms.pagination import page_of
from portal.cms.whole_pages import same_for_everybody
from portal.french.words import of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from directory.places.index import Gazetteer

START_CRUMB = "Trouver un référent"
UNKNOWN_TITLE = "Nous n’avons pas trouvé ce lieu"
TITLES = {
    Reason.NATIONAL: "Plusieurs sites ou un projet national",
    Reason.UNSURE: "Choisissez un territoire",
    Reason.ABROAD: "Ce lieu n’est pas en France",
    Reason.FOREIGN: "Ce lieu n’est pas en France",
    Reason.COMPANY: "Ce numéro n’est pas un lieu",
    Reason.ADDRESS: "Dans quelle commune ?",
}


@require_safe
@same_for_everybody
def start(request: HttpRequest) -> HttpResponse:
    """The field, the list and the map; with `?lieu=`, the answer; the name of a referent leads to the sheet.

    `?mission=` orders the answer; with `?direction=` and `?region=` it filters list and map.
    """
    filters = _filters(request)
    mission = filters["mission"]
    context = filters | {
        "typed": _shown(request.GET.get("lieu", "")),
        "canonical": _full(reverse("directory:start")),
    }
    if "lieu" not in request.GET:
        return _list(request, context)
    gazetteer = current_gazetteer()
    found = route_for(request.GET["lieu"], mission.code if mission else None, gazetteer=gazetteer)
    if routing.is_empty(found):
        return _list(request, context | {"error": answers.EMPTY_MESSAGE})
    context["canonical"] = _full(answers.address(context["typed"]))
    if isinstance(found, Route):
        return _route(request, context, found, gazetteer)
    if isinstance(found, Ask):
        asked = answers.question(found, context["typed"], mission, gazetteer, shows_all="tout" in request.GET)
        crumbs = _crumbs((context["typed"], ""))
        return render(request, "directory/which.html", context | {"question": asked, "crumbs": crumbs})
    meant = meant_by(context["typed"], found)
    if meant.sheet:
        return redirect(meant.sheet)
    is_national = found.reason is Reason.NATIONAL
    title = TITLES.get(found.reason, UNKNOWN_TITLE)
    crumb = "Lieu introuvable" if title == UNKNOWN_TITLE else title
    context |= {
        "title": title,
        "is_national": is_national,
        "message": found.message,
        "suggestions": answers.suggestions(found, meant, mission),
        "map": link_map({disp.code: disp.seat for disp in gazetteer.disps.values()}),
        "directions": answers.directions(gazetteer),
        "crumbs": _crumbs(("Toute la France" if is_national else crumb, "")),
    }
    return render(request, "directory/unknown.html", context)


def _list(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    shown = overview(request, context["missions"])
    start_page = reverse("directory:start")
    context |= {"shown": shown, "map": shown.map, "action": start_page, "crumbs": [(START_CRUMB, "")]}
    if shown.filters.query:
        context["canonical"] = _full(f"{start_page}?{shown.filters.query}")
    context.setdefault("error", "")
    return render(request, "directory/start.html", context)


def _route(request: HttpRequest, context: dict[str, Any], route: Route[Referent], gazetteer: Gazetteer) -> HttpResponse:
    found = answers.route_answer(route, context["typed"], context["mission"], gazetteer)
    disp = Disp.objects.get(pk=found.disp.code) if found.lead is None else found.lead.disp
    biggest = route.places[0]
    point = rough_point(biggest)
    context |= {
        "answer": found,
        "neighbours": nearest(point) if point else [],
        "neighbours_of": of(biggest.label),
        "neighbours_url": near_me.address(lieu=biggest.query),
        "disp_establishments_url": near_me.address(direction=disp.pk),
        "disp": disp,
        "crumbs": _crumbs((found.crumb, "")),
        "canonical": _full(answers.address(found.query)),
    }
    return render(request, "directory/answer.html", context)


@require_safe
@same_for_everybody
def disp(request: HttpRequest, code: str) -> HttpResponse:
    """One direction: its referents, regions and mailbox; `?mission=` keeps the referents of that mission."""
    regions = Prefetch("regions", Region.objects.order_by("code"))
    shown = get_object_or_404(Disp.objects.prefetch_related(regions, "regions__departments"), pk=code)
    filters = _filters(request)
    mission = filters["mission"]
    referents = shown.referents.published()
    if mission:
        referents = referents.filter(missions=mission)
    context = filters | {
        "disp": shown,
        "title": f"Référents de la {shown.plain_name}",
        "description": f"Qui répond aux employeurs : {', '.join(region.name for region in shown.regions.all())}.",
        "referents": page_of(referents.in_order().with_territory(), request, PAGE_SIZE),
        "map": disp_map(shown),
        "territory": territory_lines(shown),
        "all_departments": sum(len(region.departments.all()) for region in shown.regions.all()),
        "crumbs": _crumbs((shown.seat, "")),
        "canonical": _full(request.path),
    }
    return render(request, "directory/disp.html", context)


@require_safe
@same_for_everybody
def referent(request: HttpRequest, slug: str) -> HttpResponse:
    """The public sheet of a referent."""
    shown = get_object_or_404(Referent.objects.published().with_territory(), slug=slug)
    return render(request, "directory/referent.html", page_context(shown))


@require_safe
def visiting_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet as a vCard to download."""
    shown = get_object_or_404(Referent.objects.published().select_related("disp"), slug=slug)
    card = vcard(shown, _full(shown.get_absolute_url()))
    return HttpResponse(
        card, content_type=CONTENT_TYPE, headers={"Content-Disposition": f'attachment; filename="{shown.slug}.vcf"'}
    )


def _filters(request: HttpRequest) -> dict[str, Any]:
    """The missions to choose from and the one chosen, None when there is no such one."""
    missions = list(Mission.objects.all())
    mission = next((each for each in missions if each.code == request.GET.get("mission")), None)
    return {
        "missions": missions,
        "mission": mission,
        "mission_code": mission.code if mission else "",
        "mission_query": f"mission={mission.code}" if mission else "",
    }


def _shown(typed: str) -> str:
    """What was typed, as the field shows it again: without control characters, no longer than what is read."""
    return "".join(letter if letter.isprintable() else " " for letter in typed[:MAX_LENGTH]).strip()


def _crumbs(*below: tuple[str, str]) -> list[tuple[str, str]]:
    return [(START_CRUMB, reverse("directory:start")), *below]


def _full(path: str) -> str:
    return f"{settings.PORTAL_URL}{path}"
