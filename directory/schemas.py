"""The shapes of the open data. Only what the public pages show, and in lists less than that.

Stable identifiers: the slug of a sheet, the code of a direction, the official codes of regions, departments and
communes. A person's name and direct line are opt-in per sheet and never leave in a list or a file. The classes
bear the names of the OpenAPI document, some of which are those of models: import this module, not its classes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from django.conf import settings
from django.urls import reverse
from ninja import Field, Schema

from directory.establishments.open_data import NearData  # noqa: TC001 - pydantic reads it at run time
from directory.places.place import commune_place
from portal.web.public_data import LICENCE, LICENCE_URL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from directory import models
    from directory.places import place as places
    from directory.places.index import Gazetteer


class Licensed(Schema):
    licence: str = Field(LICENCE, description="Licence des données (licence of the data)")
    licence_url: str = Field(LICENCE_URL, description="Texte de la licence (text of the licence)")


class Coded(Schema):
    code: str = Field(description="Identifiant stable (stable identifier)")
    name: str = Field(description="Nom (name)")


class Department(Coded):
    region: Coded = Field(description="Région (region)")
    disp: str = Field(description="Code de la direction interrégionale (code of the direction)")

    @classmethod
    def of(cls, row: models.Department) -> Department:
        region = Coded(code=row.region.code, name=row.region.name)
        return cls(code=row.code, name=row.name, region=region, disp=row.region.disp_id)


class Disp(Coded):
    label: str = Field(description="Nom court (short name) : « Rennes », « DSPOM »")
    mailbox: str = Field(description="Boîte de la direction (mailbox)")
    url: str = Field(description="Page publique (public page)")
    regions: list[Coded] = Field(description="Régions (regions)")

    @classmethod
    def of(cls, row: models.Disp) -> Disp:
        return cls(
            code=row.code,
            name=row.name,
            label=row.short_label,
            mailbox=row.mailbox,
            url=_full(reverse("directory:disp", args=[row.code])),
            regions=[Coded(code=each.code, name=each.name) for each in row.regions.all()],
        )


class Referent(Schema):
    """Un poste de référent, sans nom ni ligne directe (a post, without name or direct line)."""

    slug: str = Field(description="Identifiant stable (stable identifier)")
    office: str = Field(description="Bureau (office)")
    disp: str = Field(description="Code de la direction (code of the direction)")
    departments: list[str] = Field(description="Codes des départements servis (departments served)")
    missions: list[str] = Field(description="Codes des missions (missions)")
    mailbox: str = Field(description="Boîte fonctionnelle, si elle est publique (mailbox if public, else empty)")
    is_vacant: bool = Field(description="Poste à pourvoir (vacant post)")
    verified_on: str = Field(description="Date de vérification, AAAA-MM-JJ ou vide (date of verification or empty)")
    url: str = Field(description="Page publique (public page)")

    @classmethod
    def fields_of(cls, row: models.Referent) -> dict[str, object]:
        """Needs `with_territory`."""
        return {
            "slug": row.slug,
            "office": row.office,
            "disp": row.disp_id,
            "departments": sorted(row.department_codes),
            "missions": [mission.code for mission in row.missions.all()],
            "mailbox": row.public_email,
            "is_vacant": row.is_vacant,
            "verified_on": row.verified_on.isoformat() if row.verified_on else "",
            "url": _full(row.get_absolute_url()),
        }

    @classmethod
    def of(cls, row: models.Referent) -> Referent:
        return cls(**cls.fields_of(row))


class Sheet(Referent, Licensed):
    """Une fiche seule, comme sa page la montre (one sheet, as its page shows it)."""

    public_name: str = Field(
        description="Nom si la personne l’affiche, sinon le bureau (name if opted in, else office)"
    )
    telephone: str = Field(
        description="Ligne directe si elle est affichée, E.164 (direct line if opted in, else empty)"
    )
    hours: str = Field(description="Horaires (hours)")

    @classmethod
    def of(cls, row: models.Referent) -> Sheet:
        telephone = row.telephone.as_e164 if row.public_telephone else ""
        return cls(**cls.fields_of(row), public_name=row.display_name, telephone=telephone, hours=row.hours)


class Place(Schema):
    kind: Literal["commune", "department", "region", "area", "disp", "establishment"] = Field(
        description="Nature du lieu (kind)"
    )
    code: str = Field(description="Code Insee, de département, de région… (official code)")
    name: str = Field(description="Nom (name)")
    context: str = Field(description="Département d’une commune (department of a commune)")
    title: str = Field(description="Nom, département et code (name, department and code)")
    departments: list[str] = Field(description="Codes des départements (codes of departments)")
    postal_codes: list[str] = Field(description="Codes postaux d’une commune (postal codes of a commune)")
    population: int = Field(description="Habitants, 0 si inconnu (inhabitants, 0 if unknown)")
    note: str = Field(description="Ce qu’est devenu un ancien nom (what became of a former name)")
    query: str = Field(description="Texte qui désigne ce lieu et nul autre (text that means this place only)")

    @classmethod
    def of(cls, place: places.Place) -> Place:
        return cls(
            kind=place.kind,
            code=place.code,
            name=place.label,
            context=place.context,
            title=place.title,
            departments=list(place.departments),
            postal_codes=list(place.postal_codes),
            population=place.population,
            note=place.note,
            query=place.query,
        )

    @classmethod
    def of_establishments(cls, rows: Iterable[models.Establishment], gazetteer: Gazetteer) -> list[Place]:
        """Establishments as places that one may type: their query means their commune. Need their commune."""
        listed = []
        for row in rows:
            if row.commune_id in gazetteer.communes:
                place = commune_place(gazetteer.communes[row.commune_id], gazetteer)
                of_commune = cls.of(place).dict()
                named = {"kind": "establishment", "code": row.slug, "name": row.name, "context": place.label}
                listed.append(cls(**of_commune | named | {"title": f"{row.name}, {place.label}", "population": 0}))
        return listed


class Departments(Licensed):
    results: list[Department]


class Disps(Licensed):
    results: list[Disp]


class Missions(Licensed):
    results: list[Coded]


class Places(Licensed):
    results: list[Place]


class Referents(Licensed):
    count: int = Field(description="Nombre total (total count)")
    page: int = Field(description="Page (page)")
    pages: int = Field(description="Nombre de pages (number of pages)")
    results: list[Referent]


class Match(Licensed):
    """Qui répond pour un lieu (who answers for a place)."""

    status: Literal["route", "ask", "none"] = Field(
        description="route : une réponse ; ask : il faut choisir un lieu ; none : lieu inconnu "
        "(one answer, choose a place, unknown place)"
    )
    message: str = Field(description="La raison, en français (the reason, in French)")
    places: list[Place] = Field(description="Lieux désignés (places meant)")
    suggestions: list[Place] = Field(
        description="Lieux proposés quand rien ne correspond (proposed when none is meant)"
    )
    people: list[Referent] = Field(
        description="Référents dont le nom est proche, ou que plusieurs portent (whose name is near, or shared)"
    )
    disps: list[str] = Field(description="Codes des directions (codes of directions)")
    referents: list[Referent] = Field(description="Référents, le premier répond (referents, the first one answers)")
    nearest: list[NearData] = Field(description="Établissements les plus proches (nearest establishments)")


def _full(path: str) -> str:
    return f"{settings.PORTAL_URL}{path}"
