"""The page of one establishment: where it is, who answers, what is made there, what happens on its territory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from directory.establishments.nearest import Near, nearest
from directory.establishments.routing import route_for
from directory.establishments.workshops import Regime
from directory.pages.answers import contact_address
from directory.places.matching import Route
from directory.places.place import commune_place
from directory.referents.routing import answering
from directory.referents.sections import sections
from directory.territory.map import located_map
from portal.french.words import listed, of, towards
from portal.web.json_ld import json_ld

if TYPE_CHECKING:
    from directory.models import Disp, Establishment, Referent, Workshop
    from directory.places.index import Gazetteer
    from directory.referents.sections import Section
    from directory.territory.map import TerritoryMap


@dataclass(frozen=True)
class EstablishmentPage:
    """Everything the page shows that is not a field."""

    establishment: Establishment
    disp: Disp
    lead: Referent | None  # answers today
    away: Referent | None
    others: tuple[Referent, ...]
    because: str
    contact_url: str
    workshops: tuple[Workshop, ...]
    neighbours: tuple[Near, ...]
    sections: tuple[Section, ...]
    map: TerritoryMap | None

    @property
    def write_label(self) -> str:
        """Label of the page's one button: « Parler de cet établissement à Camille Exemple »."""
        return f"Parler de cet établissement {towards(self.lead.mention) if self.lead else 'à la direction'}"

    @property
    def description(self) -> str:
        """Description of the page."""
        made = listed([label.lower() for label in self.establishment.activity_labels])
        answers = f"{self.lead.display_name} répond" if self.lead else f"la {self.disp.plain_name} répond"
        workshops = f"Ateliers\u00a0: {made}. " if made else ""
        return f"{self.establishment.place}. {workshops}Pour les employeurs, {answers}."

    def structured_data(self, url: str) -> dict[str, Any]:
        """Description in schema.org's words; holds only what the page shows, and a point only where it is one's own."""
        establishment = self.establishment
        address = {
            "@type": "PostalAddress",
            "addressLocality": establishment.commune.name,
            "addressRegion": establishment.commune.department.region.name,
            "addressCountry": "FR",
        }
        data: dict[str, Any] = {
            "@type": "GovernmentOrganization",
            "name": establishment.name,
            "url": url,
            "address": address,
            "parentOrganization": {"@type": "GovernmentOrganization", "name": self.disp.name},
        }
        if establishment.point.is_exact:
            point = {"latitude": establishment.latitude, "longitude": establishment.longitude}
            data["location"] = {"@type": "Place", "geo": {"@type": "GeoCoordinates", **point}}
        return data


def establishment_page(establishment: Establishment, gazetteer: Gazetteer) -> EstablishmentPage:
    """Gather the page of an establishment read with place and workshops. Three queries for who answers, those of the
    sections, and three more for the neighbours of a place that is not open.
    """
    department = establishment.commune.department
    region = department.region
    place = commune_place(gazetteer.communes[establishment.commune_id], gazetteer)
    route = route_for(place.query, gazetteer=gazetteer)
    referents = route.referents if isinstance(route, Route) else ()
    lead, away, others = answering(referents)
    writes_to = {"referent": lead.slug} if lead else {}
    return EstablishmentPage(
        establishment=establishment,
        disp=region.disp,
        lead=lead,
        away=away,
        others=others,
        because=route.because if isinstance(route, Route) else "",
        contact_url=contact_address(lieu=place.query, etablissement=establishment.slug, **writes_to),
        workshops=tuple(establishment.fresh_workshops),
        neighbours=() if establishment.is_open else tuple(nearest(establishment.point)),
        sections=tuple(sections([region])),
        map=located_map(
            sentence=f"Carte\u00a0: {establishment.place}, au sein de la {region.disp.plain_name}.",
            disps={region.disp_id},
            departments={department.code},
            point=(establishment.latitude, establishment.longitude),
        ),
    )


def page_context(establishment: Establishment, gazetteer: Gazetteer) -> dict[str, Any]:
    """What the template of the public page reads."""
    url = f"{settings.PORTAL_URL}{establishment.get_absolute_url()}"
    details = establishment_page(establishment, gazetteer)
    return {
        "establishment": establishment,
        "details": details,
        "of_commune": of(details.establishment.commune.name),
        "regimes": dict(Regime.choices),
        "structured_data": json_ld(details.structured_data(url)),
        "crumbs": [
            ("Établissements", reverse("establishments:list")),
            (details.disp.seat, f"{reverse('establishments:list')}?direction={details.disp.pk}"),
            (establishment.name, ""),
        ],
        "canonical": url,
    }
