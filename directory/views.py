"""Pages of the directory. Reading only: every answer has an address that can be shared, and nothing is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from directory import answers
from directory.called import Bearers
from directory.gazetteer import current_gazetteer
from directory.matching import Ask, Route
from directory.models import Disp, Mission, Referent, Region
from directory.overview import overview
from directory.places import MAX_LENGTH, Reason
from directory.sheets import disp_map, page_context, territory_lines
from directory.territory_map import link_map
from directory.vcard import CONTENT_TYPE, vcard

if TYPE_CHECKING:
    from django.http import HttpRequest

    from directory.places import Gazetteer

START_CRUMB = "Trouver un référent"
UNKNOWN_TITLE = "Nous n’avons pas trouvé ce lieu"
NATIONAL_TITLE = "Plusieurs sites ou un projet national"


@require_safe
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
    answer = answers.answer(request.GET["lieu"], mission.code if mission else None, gazetteer=gazetteer)
    if answers.is_empty(answer):
        return _list(request, context | {"error": answers.EMPTY_MESSAGE})
    context["canonical"] = _full(answers.address(context["typed"]))
    if isinstance(answer, Route):
        return _route(request, context, answer, gazetteer)
    if isinstance(answer, Ask):
        asked = answers.question(answer, context["typed"], mission, gazetteer, shows_all="tout" in request.GET)
        crumbs = _crumbs((context["typed"], ""))
        return render(request, "directory/which.html", context | {"question": asked, "crumbs": crumbs})
    people = answers.bearers_of(context["typed"]) if answer.reason is Reason.UNKNOWN_NAME else Bearers()
    if len(people.exact) == 1:
        return redirect(people.exact[0])
    is_national = answer.reason is Reason.NATIONAL
    context |= {
        "title": NATIONAL_TITLE if is_national else UNKNOWN_TITLE,
        "is_national": is_national,
        "message": answer.message,
        "suggestions": answers.suggestions(answer, people.exact or people.near, mission),
        "map": link_map({disp.code: disp.seat for disp in gazetteer.disps.values()}),
        "crumbs": _crumbs(("Toute la France" if is_national else "Lieu introuvable", "")),
    }
    return render(request, "directory/unknown.html", context)


def _list(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    shown = overview(request.GET, context["missions"])
    start_page = reverse("directory:start")
    context |= {"shown": shown, "map": shown.map, "action": start_page, "crumbs": [(START_CRUMB, "")]}
    if shown.filters.query:
        context["canonical"] = _full(f"{start_page}?{shown.filters.query}")
    context.setdefault("error", "")
    return render(request, "directory/start.html", context)


def _route(request: HttpRequest, context: dict[str, Any], route: Route[Referent], gazetteer: Gazetteer) -> HttpResponse:
    found = answers.route_answer(route, context["typed"], context["mission"], gazetteer)
    disp = Disp.objects.get(pk=found.disp.code) if found.lead is None else found.lead.disp
    context |= {
        "answer": found,
        "disp": disp,
        "crumbs": _crumbs((found.crumb, "")),
        "canonical": _full(answers.address(found.query)),
    }
    return render(request, "directory/answer.html", context)


@require_safe
def disp(request: HttpRequest, code: str) -> HttpResponse:
    """One direction: its referents, regions and mailbox; `?mission=` keeps the referents of that mission."""
    regions = Prefetch("regions", Region.objects.order_by("code"))
    shown = get_object_or_404(Disp.objects.prefetch_related(regions, "regions__departments"), pk=code)
    filters = _filters(request)
    mission = filters["mission"]
    referents = sorted(shown.referents.published().with_territory(), key=answers.precedence)
    context = filters | {
        "disp": shown,
        "title": f"Référents de la {shown.plain_name}",
        "description": f"Qui répond aux employeurs : {', '.join(region.name for region in shown.regions.all())}.",
        "referents": [each for each in referents if mission is None or mission.code in each.mission_codes],
        "map": disp_map(shown),
        "territory": territory_lines(shown),
        "crumbs": _crumbs((shown.seat, "")),
        "canonical": _full(request.path),
    }
    return render(request, "directory/disp.html", context)


@require_safe
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
    return {"missions": missions, "mission": mission, "mission_code": mission.code if mission else ""}


def _shown(typed: str) -> str:
    """What was typed, as the field shows it again: without control characters, no longer than what is read."""
    return "".join(letter if letter.isprintable() else " " for letter in typed[:MAX_LENGTH]).strip()


def _crumbs(*below: tuple[str, str]) -> list[tuple[str, str]]:
    return [(START_CRUMB, reverse("directory:start")), *below]


def _full(path: str) -> str:
    return f"{settings.PORTAL_URL}{path}"
