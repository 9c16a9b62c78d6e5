"""What the pages say of a route, of a question and of a text that names no place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode

from directory.places.rows import COMMUNE, DEPARTMENT
from directory.places.sentences import summed
from directory.referents.routing import answering, stand_in_for
from directory.territory.map import located_map
from portal.french.words import capitalised, listed, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from directory.establishments.routing import Meant
    from directory.models import Mission, Referent
    from directory.places import matching
    from directory.places.index import Gazetteer
    from directory.places.place import Place
    from directory.places.rows import DispEntry, RegionEntry
    from directory.territory.drawing import TerritoryMap

NAMED_AT_ONCE = 2  # places of an answer that one line names
PRISONS_SHOWN = 3  # among suggestions
SHOWN_FIRST = 12  # places of a question; the others follow on request
DEPARTMENTS_NAMED = 3  # in a sentence; beyond, the territory's own name says more


def address(text: str, mission: Mission | None = None, **more: str) -> str:
    """Address of an answer, fit to be shared."""
    query = {"lieu": text, **({"mission": mission.code} if mission else {}), **more}
    return f"{reverse('directory:start')}?{urlencode(query)}"


def contact_address(**query: str) -> str:
    """Address of the form, with the place or the referent already filled in."""
    return f"{reverse('contact:form')}?{urlencode(query)}"


@dataclass(frozen=True)
class MapWords:
    """What the marks of an answer's map mean: the point, what is lit, what lies around it."""

    pin: str
    lit: str
    around: str


@dataclass(frozen=True)
class RouteAnswer:
    """A route as the page tells it: who answers first, and where the place lies."""

    title: str  # first heading
    place: str  # « Le Havre, Seine-Maritime (76600) », « 14100, Lisieux et 22 autres communes »
    places: tuple[str, ...]  # each by its name, when the line above does not name them all
    crumb: str
    sentences: tuple[str, ...]
    lead: Referent | None  # answers today
    away: Referent | None  # for whom they, or the direction, stand in
    others: tuple[tuple[Referent, Referent | None], ...]  # each with who stands in for them
    disp: DispEntry
    contact_url: str
    map: TerritoryMap | None
    map_words: MapWords
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
    lead, away, others = answering(route.referents)
    disp, place = route.disps[0], route.places[0]
    query = place.query if len(route.places) == 1 else typed
    writes_to = {"referent": lead.slug} if lead else {}
    territory = _territory(route, gazetteer)
    regions = sorted(
        (each for each in gazetteer.regions.values() if each.disp == disp.code), key=lambda each: each.code
    )
    return RouteAnswer(
        title=lead.answer_heading if lead else f"Votre contact est la {disp.plain_name}",
        place=summed(route.places),
        places=tuple(each.title for each in route.places) if len(route.places) > NAMED_AT_ONCE else (),
        crumb=place.label if len(route.places) == 1 else typed,
        sentences=(
            *route.notes,
            route.because,
            *([away_sentence(away, lead)] if away else []),
            *_mission_sentences(lead, mission),
        ),
        lead=lead,
        away=away,
        others=tuple((each, stand_in_for(each, route.referents)) for each in others),
        disp=disp,
        contact_url=contact_address(lieu=query, **writes_to),
        map=_map_of(route, territory, regions),
        map_words=_map_words(route, territory, regions),
        query=query,
    )


def away_sentence(away: Referent, lead: Referent | None) -> str:
    """« Absence jusqu’au 1er décembre de Sacha Modèle : Camille Exemple vous répond. »"""
    answers = lead.mention if lead else f"la {away.disp.plain_name}"
    back = f"j{away.absence_label.removeprefix('Absence j')}"
    return f"{capitalised(away.mention)} est en absence {back}\u00a0: {answers} vous répond d’ici là."


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


def _map_of(route: matching.Route[Referent], territory: str, regions: Sequence[RegionEntry]) -> TerritoryMap | None:
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


def _map_words(route: matching.Route[Referent], territory: str, regions: Sequence[RegionEntry]) -> MapWords:
    label, direction = route.places[0].label, route.disps[0].plain_name
    return MapWords(
        pin=label,
        lit="" if territory == label else capitalised(territory),  # Paris is a commune and a department
        around=f"{capitalised(direction)}\u00a0: {', '.join(region.name for region in regions)}",
    )


@dataclass(frozen=True)
class Choice:
    """One place of a question: what its link says, and where it leads in one step."""

    label: str
    context: str
    codes: str
    disp: str
    note: str  # what became of a former name
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
        note=place.note,
        url=address(place.query, mission),
    )


def directions(gazetteer: Gazetteer) -> list[tuple[DispEntry, str]]:
    """Every direction with the names of its regions, as it is chosen by who cannot name a place; no query."""
    regions = sorted(gazetteer.regions.values(), key=lambda each: each.name)
    return [
        (disp, ", ".join(region.name for region in regions if region.disp == disp.code))
        for disp in gazetteer.disps.values()
    ]


def suggestions(unknown: matching.Unknown, meant: Meant, mission: Mission | None) -> list[tuple[str, str]]:
    """What a text that names no place may have been meant for, people first, then prisons: (title, address)."""
    sheets = [(each.display_name, each.get_absolute_url()) for each in meant.people]
    prisons = [(each.name, each.get_absolute_url()) for each in meant.prisons[:PRISONS_SHOWN]]
    return [*sheets, *prisons, *((place.proposal, address(place.query, mission)) for place in unknown.suggestions)]


EMPTY_MESSAGE = "Écrivez une commune ou un code postal."
