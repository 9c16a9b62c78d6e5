"""Routes of the open data: read-only, every parameter bounded. Wired by ``home.api``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.db.models import Prefetch
from django.http import HttpRequest, JsonResponse
from ninja import Path, Query, Router

from directory import models, schemas
from directory.establishments.naming import beginning_with
from directory.establishments.nearest import nearest
from directory.establishments.open_data import NearData
from directory.establishments.open_data import router as establishments_router
from directory.establishments.routing import meant_by, route_for
from directory.pages.answers import PRISONS_SHOWN
from directory.pages.near_me import rough_point
from directory.places import matching
from directory.places.reading import read_place
from directory.places.sentences import quoted
from directory.places.suggestions import MAX_PLACES, Suggester
from directory.places.text import MAX_LENGTH
from directory.referents import routing
from directory.territory.gazetteer import current_gazetteer
from portal.web.csv_files import open_csv
from portal.web.public_data import LICENCE, LICENCE_URL, Error, UnknownValueError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from directory.places.index import Gazetteer
    from directory.referents.querysets import ReferentQuerySet

MAX_PAGE, MAX_PAGE_SIZE = 1000, 100
MOST_PRISONS = 2  # among the places proposed
REFUSALS = {422: Error, 429: Error}
WITH_CODES = {404: Error, **REFUSALS}
CSV_COLUMNS = ("slug", "office", "disp", "departments", "missions", "mailbox", "is_vacant", "verified_on", "url")
GEOJSON = {
    "type": "object",
    "required": ["type", "licence", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "licence": {"type": "string"},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "id", "geometry", "properties"],
                "properties": {
                    "type": {"const": "Feature"},
                    "id": {"type": "string"},
                    "geometry": {"type": ["object", "null"]},
                    "properties": {"type": "object"},
                },
            },
        },
    },
}

CODE = "^[0-9A-Za-z_-]*$"
Slug = Annotated[str, Path(description="Identifiant (identifier)", max_length=80, pattern="^[0-9A-Za-z_-]+$")]
DispCode = Annotated[str, Query(description="Code de la direction (of the direction)", max_length=20, pattern=CODE)]
DepartmentCode = Annotated[
    str, Query(description="Code du département (of the department)", max_length=3, pattern=CODE)
]
MissionCode = Annotated[
    str, Query(description="Code de la mission, voir /missions (of the mission)", max_length=20, pattern=CODE)
]

router = Router()
router.add_router("", establishments_router)


@router.get("/places", response={200: schemas.Places, **REFUSALS}, summary="Suggérer des lieux (suggest places)")
def places(
    request: HttpRequest,
    q: Annotated[
        str, Query(description="Début d’un nom ou d’un code (beginning of a name or code)", max_length=MAX_LENGTH)
    ],
    limit: Annotated[int, Query(description="Nombre de lieux (number of places)", ge=1, le=MAX_PLACES)] = MAX_PLACES,
) -> Any:
    """Lieux que le texte désigne, puis ceux dont le nom ou le code commence ainsi, les plus peuplés d’abord, puis des
    établissements ; quand il n’y en a pas, ceux dont le nom est proche.
    """
    gazetteer = current_gazetteer()
    places = [schemas.Place.of(each) for each in Suggester(gazetteer).suggest(q, limit)]
    prisons = schemas.Place.of_establishments(beginning_with(q, min(limit, MOST_PRISONS)), gazetteer)
    if not places and not prisons:
        places = [schemas.Place.of(each) for each in read_place(q, gazetteer).suggestions]
    return {"results": [*places[: limit - len(prisons)], *prisons]}


@router.get("/match", response={200: schemas.Match, **WITH_CODES}, summary="Qui répond pour un lieu (who answers)")
def match(
    request: HttpRequest,
    place: Annotated[str, Query(description="Ce qu’une personne tape (what a person types)", max_length=MAX_LENGTH)],
    mission: MissionCode = "",
) -> Any:
    """Le référent d’un lieu et la raison ; ou les lieux entre lesquels choisir ; ou pourquoi le lieu est inconnu."""
    _check_code("mission", mission, models.Mission)
    gazetteer = current_gazetteer()
    found = route_for(place, mission or None, gazetteer=gazetteer)
    if isinstance(found, matching.Unknown):
        return _unknown(place, found, gazetteer)
    is_route = isinstance(found, matching.Route)
    point = rough_point(found.places[0]) if is_route else None
    return {
        "status": "route" if is_route else "ask",
        "message": " ".join((*found.notes, found.because if is_route else found.question)),
        "places": [schemas.Place.of(each) for each in found.places],
        "suggestions": [],
        "people": [],
        "disps": [disp.code for disp in found.disps],
        "referents": [schemas.Referent.of(each) for each in _answering(found.referents)] if is_route else [],
        "nearest": [NearData.of(each) for each in nearest(point)] if point else [],
    }


def _unknown(typed: str, found: matching.Unknown, gazetteer: Gazetteer) -> dict[str, Any]:
    """A text that names no place, as the page answers it: one sheet, or all that may have been meant."""
    lists = ("places", "suggestions", "people", "disps", "referents", "nearest")
    answer: dict[str, Any] = {name: [] for name in lists}
    meant = meant_by(typed, found)
    if meant.sheet:
        lead = routing.stand_in_anywhere(meant.sheet) if meant.sheet.is_absent else meant.sheet
        return answer | {
            "status": "route",
            "message": f"{quoted(typed)} est le nom d’un référent.",
            "disps": [meant.sheet.disp_id],
            "referents": [schemas.Referent.of(each) for each in dict.fromkeys((lead, meant.sheet))] if lead else [],
        }
    return answer | {
        "status": "none",
        "message": found.message,
        "suggestions": [
            *schemas.Place.of_establishments(meant.prisons[:PRISONS_SHOWN], gazetteer),
            *(schemas.Place.of(each) for each in found.suggestions),
        ],
        "people": [schemas.Referent.of(each) for each in meant.people],
    }


def _answering(referents: Sequence[models.Referent]) -> list[models.Referent]:
    """Who answers today first, as on the page; nobody when the direction stands in."""
    lead, away, others = routing.answering(referents)
    return [lead, *([away] if away else []), *others] if lead else []


@router.get("/referents", response={200: schemas.Referents, **WITH_CODES}, summary="Les référents (referents)")
def referents(
    request: HttpRequest,
    disp: DispCode = "",
    department: DepartmentCode = "",
    mission: MissionCode = "",
    page: Annotated[int, Query(description="Page, à partir de 1 (page, from 1)", ge=1, le=MAX_PAGE)] = 1,
    page_size: Annotated[int, Query(description="Référents par page (per page)", ge=1, le=MAX_PAGE_SIZE)] = 50,
) -> Any:
    """Les fiches publiées, sans nom ni ligne directe. Une page au-delà de la dernière est vide."""
    found = _referents(disp, department, mission)
    count = found.count()
    start = (page - 1) * page_size
    return {
        "count": count,
        "page": page,
        "pages": max(1, -(-count // page_size)),
        "results": [schemas.Referent.of(each) for each in found[start : start + page_size]],
    }


@router.get(
    "/referents.csv",
    response=WITH_CODES,
    summary="Les référents en CSV (referents as CSV)",
    openapi_extra={"responses": {200: {"description": "OK", "content": {"text/csv": {"schema": {"type": "string"}}}}}},
)
def referents_csv(
    request: HttpRequest, disp: DispCode = "", department: DepartmentCode = "", mission: MissionCode = ""
) -> Any:
    """Toutes les fiches publiées : UTF-8, virgules, listes séparées par « | »."""
    rows = (schemas.Referent.of(each).dict() for each in _referents(disp, department, mission))
    return open_csv("referents.csv", CSV_COLUMNS, rows)


@router.get("/referents/{slug}", response={200: schemas.Sheet, **WITH_CODES}, summary="Une fiche (one sheet)")
def referent(request: HttpRequest, slug: Slug) -> Any:
    """Une fiche publiée, telle que sa page la montre : nom et ligne directe si la personne l’a choisi."""
    found = models.Referent.objects.published().with_territory().filter(slug=slug).first()
    if found is None:
        raise UnknownValueError("slug", slug)
    return schemas.Sheet.of(found)


@router.get("/disp", response={200: schemas.Disps, **REFUSALS}, summary="Les directions interrégionales (directions)")
def disps(request: HttpRequest) -> Any:
    """Les dix directions interrégionales, outre-mer compris, et leurs régions."""
    rows = models.Disp.objects.prefetch_related(Prefetch("regions", models.Region.objects.order_by("code")))
    return {"results": [schemas.Disp.of(each) for each in rows]}


@router.get("/departments", response={200: schemas.Departments, **REFUSALS}, summary="Les départements (departments)")
def departments(request: HttpRequest) -> Any:
    """Départements et collectivités, avec leur région et leur direction interrégionale."""
    return {"results": [schemas.Department.of(each) for each in models.Department.objects.select_related("region")]}


@router.get("/missions", response={200: schemas.Missions, **REFUSALS}, summary="Les missions (missions)")
def missions(request: HttpRequest) -> Any:
    """Les missions des référents : leurs codes filtrent les autres données."""
    return {"results": [schemas.Coded(code=each.code, name=each.title) for each in models.Mission.objects.all()]}


@router.get(
    "/communes.geojson",
    response=WITH_CODES,
    summary="Les communes d’un département en GeoJSON (communes of a department)",
    openapi_extra={"responses": {200: {"description": "OK", "content": {"application/geo+json": {"schema": GEOJSON}}}}},
)
def communes_geojson(
    request: HttpRequest,
    department: Annotated[
        str, Query(description="Code du département (of the department)", min_length=1, max_length=3, pattern=CODE)
    ],
) -> Any:
    """Un point par commune (WGS 84), avec codes postaux, population et direction interrégionale."""
    gazetteer = current_gazetteer()
    if department not in gazetteer.departments:
        raise UnknownValueError("department", department)
    disp = gazetteer.disp_of(department).code
    features = [
        {
            "type": "Feature",
            "id": each.insee,
            "geometry": {"type": "Point", "coordinates": [each.longitude, each.latitude]}
            if each.longitude is not None and each.latitude is not None
            else None,
            "properties": {
                "name": each.name,
                "department": each.department,
                "disp": disp,
                "postal_codes": list(each.postal_codes),
                "population": each.population,
            },
        }
        for each in gazetteer.communes_in(department)
    ]
    collection = {"type": "FeatureCollection", "licence": LICENCE, "licence_url": LICENCE_URL, "features": features}
    return JsonResponse(collection, content_type="application/geo+json")


def _referents(disp: str, department: str, mission: str) -> ReferentQuerySet:
    """Published sheets by what filters them; `UnknownValueError` for a code that no table has."""
    _check_code("disp", disp, models.Disp)
    _check_code("department", department, models.Department)
    _check_code("mission", mission, models.Mission)
    found = models.Referent.objects.published().with_territory().order_by("disp__sort_order", "office", "slug")
    if disp:
        found = found.filter(disp=disp)
    if department:
        found = found.filter(departments=department)
    return found.filter(missions=mission) if mission else found


def _check_code(name: str, code: str, model: type[models.Disp | models.Department | models.Mission]) -> None:
    if code and not model.objects.filter(pk=code).exists():
        raise UnknownValueError(name, code)
