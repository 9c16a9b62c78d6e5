"""Open data of establishments and workshops: what the pages show, fresh workshops only. Wired by `directory.api`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest  # noqa: TC002 - ninja reads it at run time
from ninja import Field, Path, Query, Router, Schema

from directory.establishments import nearest
from directory.establishments.activities import activities
from directory.establishments.distance import Point
from directory.establishments.models import Establishment
from directory.establishments.workshops import Workshop
from directory.territory.models import Department, Disp
from portal.web.csv_files import open_csv
from portal.web.public_data import LICENCE, LICENCE_URL, Error, UnknownValueError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from directory.establishments.nearest import Near

MAX_NEAR = 20
REFUSALS = {422: Error, 429: Error}
WITH_CODES = {404: Error, **REFUSALS}
CODE = "^[0-9A-Za-z_-]*$"
CSV_200 = {"responses": {200: {"description": "OK", "content": {"text/csv": {"schema": {"type": "string"}}}}}}
Slug = Annotated[str, Path(description="Identifiant (identifier)", max_length=80, pattern="^[0-9A-Za-z_-]+$")]
DispCode = Annotated[str, Query(description="Code de la direction (of the direction)", max_length=20, pattern=CODE)]
DepartmentCode = Annotated[
    str, Query(description="Code du département (of the department)", max_length=3, pattern=CODE)
]
ActivityCode = Annotated[
    str, Query(description="Code de l’activité, voir /activities (of the activity)", max_length=20, pattern=CODE)
]

router = Router()


class EstablishmentData(Schema):
    slug: str = Field(description="Identifiant stable (stable identifier)")
    name: str = Field(description="Nom (name)")
    kind: str = Field(description="Nature, parfois douteuse (kind, sometimes doubtful)")
    status: Literal["open", "to_verify", "closed", "announced"] = Field(description="Situation (status)")
    commune: str = Field(description="Code Insee de la commune (of the commune)")
    department: str = Field(description="Code du département (of the department)")
    disp: str = Field(description="Code de la direction (of the direction)")
    latitude: float = Field(description="Degrés, WGS 84 (degrees)")
    longitude: float = Field(description="Degrés, WGS 84 (degrees)")
    precision: Literal["establishment", "street", "commune"] = Field(
        description="Ce que le point désigne (what the point stands for)"
    )
    sources: list[str] = Field(description="Codes des sources (codes of the sources)")
    verified_on: str = Field(description="Date de la situation, AAAA-MM-JJ (date of the status)")
    note: str = Field(description="Doutes (doubts)")
    url: str = Field(description="Page publique (public page)")

    @classmethod
    def of(cls, row: Establishment) -> EstablishmentData:
        """Needs `with_place`."""
        return cls(
            slug=row.slug, name=row.name, kind=row.kind, status=row.status, commune=row.commune_id,
            department=row.commune.department_id, disp=row.commune.department.region.disp_id, latitude=row.latitude,
            longitude=row.longitude, precision=row.precision, sources=row.sources.split("+"),
            verified_on=row.verified_on.isoformat(), note=row.note, url=settings.PORTAL_URL + row.get_absolute_url(),
        )  # fmt: skip


class WorkshopData(Schema):
    slug: str = Field(description="Identifiant stable (stable identifier)")
    establishment: str = Field(description="Identifiant de l’établissement (of the establishment)")
    name: str = Field(description="Nom (name)")
    activity: str = Field(description="Code de l’activité (of the activity)")
    regime: str = Field(description="Régime de travail (regime)")
    products: str = Field(description="Productions (example products)")
    surface: int | None = Field(description="m², vide si inconnue (empty if unknown)")
    height: float | None = Field(description="Mètres, vide si inconnue (metres, empty if unknown)")
    has_dock: bool | None = Field(description="Quai de chargement, vide si inconnu (dock, empty if unknown)")
    power: str = Field(description="Électricité (power)")
    hours: str = Field(description="Horaires (hours)")
    free_since: str = Field(description="Libre à partir du, AAAA-MM-JJ ou vide (free from, or empty)")
    verified_on: str = Field(description="Confirmé le, AAAA-MM-JJ (confirmed on)")
    is_example: bool = Field(description="Contenu d’exemple, inventé (invented example)")
    url: str = Field(description="Page publique (public page)")

    @classmethod
    def of(cls, row: Workshop) -> WorkshopData:
        """Needs its establishment."""
        same = ("slug", "name", "activity", "regime", "products", "surface", "has_dock", "power", "hours", "is_example")
        return cls(
            establishment=row.establishment.slug,
            height=None if row.height is None else float(row.height),
            free_since=row.free_since.isoformat() if row.free_since else "",
            verified_on=row.verified_on.isoformat() if row.verified_on else "",
            url=settings.PORTAL_URL + row.get_absolute_url(),
            **{name: getattr(row, name) for name in same},
        )


class NearData(Schema):
    slug: str = Field(description="Identifiant de l’établissement (of the establishment)")
    name: str = Field(description="Nom (name)")
    distance: str = Field(description="« 38 km », « environ 40 km » : jamais plus précis que les points (in words)")
    activities: list[str] = Field(description="Codes des activités confirmées (codes of confirmed activities)")
    url: str = Field(description="Page publique (public page)")

    @classmethod
    def of(cls, near: Near) -> NearData:
        row = near.establishment
        return cls(
            slug=row.slug,
            name=row.name,
            distance=near.distance.label if near.distance else "",
            activities=list(dict.fromkeys(each.activity for each in row.fresh_workshops)),
            url=settings.PORTAL_URL + row.get_absolute_url(),
        )


class ActivityData(Schema):
    code: str = Field(description="Identifiant stable (stable identifier)")
    name: str = Field(description="Nom (name)")
    description: str = Field(description="Ce que cela veut dire (meaning)")
    words: list[str] = Field(description="Autres mots (other words)")


class Licensed(Schema):
    licence: str = Field(LICENCE, description="Licence des données (licence of the data)")
    licence_url: str = Field(LICENCE_URL, description="Texte de la licence (text of the licence)")


class EstablishmentsData(Licensed):
    results: list[EstablishmentData]


class WorkshopsData(Licensed):
    results: list[WorkshopData]


class NearestData(Licensed):
    results: list[NearData]


class ActivitiesData(Licensed):
    results: list[ActivityData]


@router.get(
    "/establishments", response={200: EstablishmentsData, **WITH_CODES}, summary="Les établissements (establishments)"
)
def establishments(request: HttpRequest, disp: DispCode = "", department: DepartmentCode = "") -> Any:
    """Tous les établissements, fermés et annoncés compris, avec leurs sources et leurs doutes."""
    return {"results": [EstablishmentData.of(each) for each in _establishments(disp, department)]}


@router.get(
    "/establishments.csv",
    response=WITH_CODES,
    summary="Les établissements en CSV (establishments as CSV)",
    openapi_extra=CSV_200,
)
def establishments_csv(request: HttpRequest, disp: DispCode = "", department: DepartmentCode = "") -> Any:
    """Les mêmes : UTF-8, virgules, listes séparées par « | »."""
    rows = (EstablishmentData.of(each) for each in _establishments(disp, department))
    return open_csv("etablissements.csv", list(EstablishmentData.model_fields), (row.dict() for row in rows))


@router.get(
    "/establishments/near",
    response={200: NearestData, **WITH_CODES},
    summary="Les plus proches d’un point (nearest to a point)",
)
def near(
    request: HttpRequest,
    latitude: Annotated[float, Query(description="Degrés, WGS 84 (degrees)", ge=-90, le=90)],
    longitude: Annotated[float, Query(description="Degrés, WGS 84 (degrees)", ge=-180, le=180)],
    activity: ActivityCode = "",
    limit: Annotated[int, Query(description="Nombre (number)", ge=1, le=MAX_NEAR)] = nearest.NEAREST,
) -> Any:
    """Établissements ouverts, du plus proche au plus lointain, à vol d’oiseau."""
    _known("activity", activity, activities())
    found = nearest.nearest(Point(latitude, longitude), nearest.Wanted(activity=activity), limit)
    return {"results": [NearData.of(each) for each in found]}


@router.get(
    "/establishments/{slug}", response={200: EstablishmentData, **WITH_CODES}, summary="Un établissement (one of them)"
)
def establishment(request: HttpRequest, slug: Slug) -> Any:
    """Un établissement par son identifiant."""
    found = Establishment.objects.with_place().filter(slug=slug).first()
    if found is None:
        raise UnknownValueError("slug", slug)
    return EstablishmentData.of(found)


@router.get("/workshops", response={200: WorkshopsData, **WITH_CODES}, summary="Les ateliers confirmés (workshops)")
def workshops(request: HttpRequest, disp: DispCode = "", activity: ActivityCode = "") -> Any:
    """Les ateliers confirmés depuis moins de six mois ; les autres ne sont pas publiés."""
    return {"results": [WorkshopData.of(each) for each in _workshops(disp, activity)]}


@router.get(
    "/workshops.csv", response=WITH_CODES, summary="Les ateliers en CSV (workshops as CSV)", openapi_extra=CSV_200
)
def workshops_csv(request: HttpRequest, disp: DispCode = "", activity: ActivityCode = "") -> Any:
    """Les mêmes : UTF-8, virgules."""
    rows = (WorkshopData.of(each) for each in _workshops(disp, activity))
    return open_csv("ateliers.csv", list(WorkshopData.model_fields), (row.dict() for row in rows))


@router.get("/activities", response={200: ActivitiesData, **REFUSALS}, summary="La nomenclature (nomenclature)")
def activity_codes(request: HttpRequest) -> Any:
    """Les activités des ateliers : leurs codes filtrent les autres données."""
    rows = activities().values()
    return {
        "results": [
            ActivityData(code=each.code, name=each.label, description=each.description, words=list(each.words))
            for each in rows
        ]
    }


def _establishments(disp: str, department: str) -> Iterable[Establishment]:
    _known("disp", disp, Disp.objects.values_list("pk", flat=True))
    _known("department", department, Department.objects.values_list("pk", flat=True))
    found = Establishment.objects.with_place().order_by("slug")
    if disp:
        found = found.filter(commune__department__region__disp=disp)
    return found.filter(commune__department=department) if department else found


def _workshops(disp: str, activity: str) -> Iterable[Workshop]:
    _known("disp", disp, Disp.objects.values_list("pk", flat=True))
    _known("activity", activity, activities())
    found = Workshop.objects.fresh().select_related("establishment").order_by("slug")
    if disp:
        found = found.filter(establishment__commune__department__region__disp=disp)
    return found.filter(activity=activity) if activity else found


def _known(name: str, code: str, codes: Iterable[str]) -> None:
    if code and code not in codes:
        raise UnknownValueError(name, code)
