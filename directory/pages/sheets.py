"""What the page of a referent says beside the sheet itself: colleagues, territory, description for machines."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Count
from django.urls import reverse

from directory.models import Mission, Referent
from directory.pages.answers import contact_address
from directory.referents.routing import stand_in_anywhere
from directory.referents.sections import Section, sections
from directory.referents.vcard import vcard
from directory.territory.map import OVERSEAS, located_map
from portal.french.words import listed
from portal.web.json_ld import json_ld

if TYPE_CHECKING:
    from collections.abc import Sequence

    from directory.models import Disp, Region
    from directory.territory.drawing import TerritoryMap


@dataclass(frozen=True)
class Covering:
    """Who answers for missions that are not this referent's; None: their direction."""

    subjects: str  # after « pour »
    colleague: Referent | None


@dataclass(frozen=True)
class Sheet:
    """Everything the page shows that is not a field."""

    referent: Referent
    missions: tuple[Mission, ...]
    coverings: tuple[Covering, ...]
    stand_in: Referent | None
    departments: str
    map: TerritoryMap | None
    contact_url: str
    regions: tuple[Region, ...]
    sections: tuple[Section, ...]

    @property
    def description(self) -> str:
        """Description of the page."""
        referent = self.referent
        office = f"{referent.office}. " if referent.is_named else ""
        return f"{office}{referent.words.function}, {referent.disp.plain_name} : coordonnées, territoire, missions."

    def structured_data(self, url: str) -> dict[str, Any]:
        """Description in schema.org's words; `url` is the full address. Holds only what the page shows."""
        referent = self.referent
        contact = {
            "@type": "ContactPoint",
            "name": referent.display_name,
            "contactType": "insertion professionnelle",
            "availableLanguage": "fr",
            "areaServed": [
                {"@type": "AdministrativeArea", "name": department.name} for department in referent.departments.all()
            ],
        }
        email = referent.disp.mailbox if referent.is_vacant or referent.is_absent else referent.public_email
        if referent.public_telephone:
            contact["telephone"] = referent.telephone.as_e164
        if email:
            contact["email"] = email
        data = {
            "@type": "GovernmentOrganization",
            "name": referent.office,
            "url": url,
            "parentOrganization": {"@type": "GovernmentOrganization", "name": referent.disp.name},
            "contactPoint": contact,
        }
        if referent.is_named:
            data["employee"] = {
                "@type": "Person",
                "name": referent.display_name,
                "jobTitle": referent.words.function,
            }
        return data


def sheet(referent: Referent) -> Sheet:
    """Gather the page of a referent that was read `with_territory`; three queries more, and those of the slot."""
    departments = list(referent.departments.all())
    regions = tuple({department.region_id: department.region for department in departments}.values())
    missions = tuple(referent.missions.all())
    missing = [each for each in Mission.objects.all() if each.code not in referent.mission_codes] if missions else []
    stand_in = stand_in_anywhere(referent) if referent.is_absent and not referent.is_vacant else None
    return Sheet(
        referent=referent,
        missions=missions,
        coverings=tuple(_coverings(referent, missing)) if missing else (),
        stand_in=stand_in,
        departments=", ".join(str(department) for department in departments),
        map=located_map(
            sentence=f"Carte : {listed([each.with_article for each in departments])}, "
            f"au sein de la {referent.disp.plain_name}.",
            disps={OVERSEAS} & {referent.disp_id},
            departments=referent.department_codes,
        )
        if departments
        else None,
        contact_url=contact_address(referent=(stand_in if referent.is_absent and stand_in else referent).slug),
        regions=regions,
        sections=tuple(sections(regions)) if regions else (),
    )


def page_context(referent: Referent) -> dict[str, Any]:
    """What the template of the public page reads, for the page itself and for its preview in the admin."""
    url = f"{settings.PORTAL_URL}{referent.get_absolute_url()}"
    details = sheet(referent)
    return {
        "referent": referent,
        "sheet": details,
        "vcard_kilobytes": -(-len(vcard(referent, url)) // 1024),
        "structured_data": json_ld(details.structured_data(url)),
        "crumbs": [
            ("Trouver un référent", reverse("directory:start")),
            (referent.disp.seat, reverse("directory:disp", args=[referent.disp_id])),
            (referent.display_name, ""),
        ],
        "canonical": url,
    }


def _coverings(referent: Referent, missing: Sequence[Mission]) -> list[Covering]:
    """Each missing mission with the colleague present who shares most of the territory; one colleague's together."""
    colleagues = list(
        Referent.objects.published()
        .occupied()
        .filter(departments__in=referent.department_codes)
        .exclude(pk=referent.pk)
        .annotate(shared=Count("departments"))
        .order_by("-shared", "office")
        .prefetch_related("missions")
    )
    colleagues.sort(key=attrgetter("is_absent"))  # who is there today answers first
    found: dict[Referent | None, list[str]] = {}
    for mission in missing:
        colleague = next((each for each in colleagues if mission.code in each.mission_codes), None)
        found.setdefault(colleague, []).append(mission.subject)
    return [Covering(listed(subjects), colleague) for colleague, subjects in found.items()]


def disp_map(disp: Disp) -> TerritoryMap | None:
    """The direction lit among the others, said in a sentence; needs its regions."""
    regions = listed([region.within for region in disp.regions.all()])
    return located_map(sentence=f"Carte : la {disp.plain_name}, qui répond {regions}.", disps={disp.code})


def territory_lines(disp: Disp) -> list[tuple[str, str]]:
    """The regions of a direction with their departments; those of one department only (overseas) share a line."""
    lines, alone = [], []
    for region in disp.regions.all():
        departments = [str(department) for department in region.departments.all()]
        if len(departments) == 1:
            alone += departments
        else:
            lines.append((region.name, ", ".join(departments)))
    return [*lines, ("Départements et collectivités", ", ".join(alone))] if alone else lines
