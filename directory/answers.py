"""From what a visitor typed to what a page shows: matching on the current tables and the published sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode

from directory import matching
from directory.called import Bearers, bearers
from directory.french_names import capitalised, listed, number
from directory.gazetteer import current_gazetteer
from directory.models import Referent
from directory.places import COMMUNE, DEPARTMENT, Reason
from directory.territory_map import located_map

if TYPE_CHECKING:
    from collections.abc import Sequence

    from directory.models import Mission
    from directory.places import Disp, Gazetteer, Place, Region
    from directory.territory_map import TerritoryMap

SHOWN_FIRST = 12  # places of a question; the others follow on request
DEPARTMENTS_NAMED = 3  # in a sentence; beyond, the territory's own name says more


def answer(
    text: str, mission: str | None = None, *, gazetteer: Gazetteer | None = None
) -> matching.Route[Referent] | matching.Ask | matching.Unknown:
    """Who answers for the place typed; three queries, and one more for the gazetteer when it is not given.

    Vacant posts answer nothing: they are left out, so a route without referents goes to the mailbox of its direction.
    """
    referents = sorted(Referent.objects.published().occupied().with_territory(), key=precedence)
    return matching.match(text, gazetteer=gazetteer or current_gazetteer(), referents=referents, mission=mission)


def bearers_of(text: str) -> Bearers[Referent]:
    """Whose public name was typed, for a text that names no place; three queries."""
    referents = sorted(Referent.objects.published().with_territory(), key=precedence)
    return bearers(text, referents)


def precedence(referent: Referent) -> tuple[bool, int, str]:
    """Who is shown first: those present, then in the order of the missions, the one that welcomes projects first."""
    first = min((mission.sort_order for mission in referent.missions.all()), default=0)
    return referent.is_absent, first, referent.office


def address(text: str, mission: Mission | None = None, **more: str) -> str:
    """Address of an answer, fit to be shared."""
    query = {"lieu": text, **({"mission": mission.code} if mission else {}), **more}
    return f"{reverse('directory:start')}?{urlencode(query)}"


def contact_address(**query: str) -> str:
    """Address of the form, with the place or the referent already filled in."""
    return f"{reverse('contact:form')}?{urlencode(query)}"


@dataclass(frozen=True)
class RouteAnswer:
    """A route as the page tells it: who answers first, and where the place lies."""

    title: str  # first heading
    place: str  # « Le Havre, Seine-Maritime (76600) »
    crumb: str
    sentences: tuple[str, ...]
    lead: Referent | None
    stand_in: Referent | None  # answers while the lead is away
    others: tuple[Referent, ...]
    disp: Disp
    contact_url: str
    map: TerritoryMap | None
    map_caption: str
    query: str  # asks for this very place again

    @property
    def heading(self) -> str:
        """Title of the page: place and answer."""
        return f"{self.place} : {self.title}"

    @property
    def summary(self) -> str:
        """Description of the page."""
        return " ".join(self.sentences)


def route_answer(
    route: matching.Route[Referent], typed: str, mission: Mission | None, gazetteer: Gazetteer
) -> RouteAnswer:
    """Put a route into words; no query."""
    lead = route.referents[0] if route.referents else None
    stand_in = stand_in_for(lead, route.referents) if lead and lead.is_absent else None
    disp, place = route.disps[0], route.places[0]
    query = place.query if len(route.places) == 1 else typed
    writes_to = {"referent": (stand_in or lead).slug} if lead else {}
    territory = _territory(route, gazetteer)
    regions = sorted(
        (each for each in gazetteer.regions.values() if each.disp == disp.code), key=lambda each: each.code
    )
    drawn = _map_of(route, territory, regions)
    return RouteAnswer(
        title=lead.answer if lead else f"Votre contact est la {disp.plain_name}",
        place=listed([each.title for each in route.places]),
        crumb=place.label if len(route.places) == 1 else typed,
        sentences=(*route.notes, route.because, *_mission_sentences(lead, mission)),
        lead=lead,
        stand_in=stand_in,
        others=route.referents[1:],
        disp=disp,
        contact_url=contact_address(lieu=query, **writes_to),
        map=drawn,
        map_caption=_caption_of(route, territory, regions, has_pin=bool(drawn and drawn.has_pin)),
        query=query,
    )


def stand_in_for(referent: Referent, colleagues: Sequence[Referent] = ()) -> Referent | None:
    """Who answers while this referent is away: the chosen substitute, else a present colleague, else nobody."""
    if referent.available_substitute:
        return referent.available_substitute
    present = (each for each in colleagues if each != referent and not each.is_absent and not each.is_vacant)
    return next(present, None)


def _mission_sentences(lead: Referent | None, mission: Mission | None) -> list[str]:
    if lead is None:
        return []
    if mission and mission.code not in lead.mission_codes:
        return [
            f"Personne ici n’est chargé de ce seul sujet : {mission.subject}. {capitalised(lead.mention)} vous oriente."
        ]
    return [f"{capitalised(lead.mention)} vous y répond pour {lead.subjects}."] if lead.subjects else []


def _territory(route: matching.Route[Referent], gazetteer: Gazetteer) -> str:
    """« la Seine-Maritime », « l’Eure et l’Orne », « Normandie »."""
    codes = list(dict.fromkeys(code for place in route.places for code in place.departments))
    if len(codes) <= DEPARTMENTS_NAMED:
        return listed([gazetteer.departments[code].with_article for code in codes])
    return listed([place.label for place in route.places])


def _map_of(route: matching.Route[Referent], territory: str, regions: Sequence[Region]) -> TerritoryMap | None:
    commune, disp = route.places[0].commune, route.disps[0]
    point = None
    if len(route.places) == 1 and commune and commune.latitude is not None and commune.longitude is not None:
        point = (commune.latitude, commune.longitude)
    return located_map(
        sentence=f"Carte : {territory}, au sein de la {disp.plain_name}, "
        f"qui répond {listed([region.within for region in regions])}.",
        disps={disp.code},
        departments={code for place in route.places for code in place.departments},
        point=point,
    )


def _caption_of(route: matching.Route[Referent], territory: str, regions: Sequence[Region], *, has_pin: bool) -> str:
    direction = f"la {route.disps[0].plain_name} : {', '.join(region.name for region in regions)}"
    label = route.places[0].label
    if has_pin and territory != label:  # Paris is a commune and a department
        return f"Le point marque {label}. Autour, {territory}, puis {direction}."
    if has_pin:
        return f"Le point marque {label}. Autour, {direction}."
    return f"{capitalised(territory)}, puis {direction}."


@dataclass(frozen=True)
class Choice:
    """One place of a question: what its link says, and where it leads in one step."""

    label: str
    context: str
    codes: str
    disp: str
    url: str


@dataclass(frozen=True)
class Question:
    """A question as the page asks it."""

    title: str
    sentences: tuple[str, ...]
    choices: tuple[Choice, ...]
    more: int  # choices not shown yet
    more_url: str
    none_title: str
    heading: str  # title of the page: what was typed and the question

    @property
    def summary(self) -> str:
        """Description of the page."""
        return " ".join(self.sentences)


def question(
    ask: matching.Ask, typed: str, mission: Mission | None, gazetteer: Gazetteer, *, shows_all: bool = False
) -> Question:
    """Put a question into words; no query."""
    kinds = {place.kind for place in ask.places}
    title = {frozenset({COMMUNE}): "Laquelle est la vôtre ?", frozenset({DEPARTMENT}): "Lequel est le vôtre ?"}
    none = "Aucune des {} ?" if kinds == {COMMUNE} else "Aucun des {} ?"
    shown = ask.places if shows_all else ask.places[:SHOWN_FIRST]
    asked = title.get(frozenset(kinds), "De quel lieu s’agit-il ?")
    return Question(
        title=asked,
        heading=f"{typed} : {asked}",
        sentences=(*ask.notes, ask.question),
        choices=tuple(_choice(place, mission, gazetteer) for place in shown),
        more=len(ask.places) - len(shown),
        more_url=address(typed, mission, tout="1"),
        none_title=none.format(number(len(ask.places))),
    )


def _choice(place: Place, mission: Mission | None, gazetteer: Gazetteer) -> Choice:
    seats = dict.fromkeys(gazetteer.disp_of(code).seat for code in place.departments)
    return Choice(
        label=place.label,
        context=place.context,
        codes=place.codes,
        disp=", ".join(seats),
        url=address(place.query, mission),
    )


def suggestions(
    unknown: matching.Unknown, people: Sequence[Referent], mission: Mission | None
) -> list[tuple[str, str]]:
    """What a text that names no place may have been meant for, people first: (title, address)."""
    sheets = [(each.display_name, each.get_absolute_url()) for each in people]
    return [*sheets, *((place.title, address(place.query, mission)) for place in unknown.suggestions)]


EMPTY_MESSAGE = "Écrivez une commune ou un code postal."


def is_empty(result: object) -> bool:
    """Whether nothing was typed."""
    return isinstance(result, matching.Unknown) and result.reason is Reason.EMPTY
