"""From the place field to who answers: what was typed, what was picked from the list, whom they came for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.core.validators import slug_re

from directory.contact.recipients import Recipient, national_recipient, recipient_chosen, recipient_for, title_of
from directory.establishments.routing import route_for
from directory.models import Referent
from directory.places.matching import Ask, Route, Unknown
from directory.places.place import Reason
from directory.places.rows import COMMUNE

if TYPE_CHECKING:
    from collections.abc import Collection

READ_LENGTH = 400  # characters of a place field that are read at all; its bound is half of it
MISSING = "Écrivez une commune ou un code postal, ou cochez la case en dessous."
NOT_PICKED = "Choisissez un lieu dans la liste, ou précisez le code postal."


@dataclass(frozen=True)
class Placing:
    """What the place field means so far.

    `recipient` is who answers, as far as one can tell; `is_settled` says that the request can go to them. Else
    `problem` says in French what is left to do, and `choices`, pairs of (text to send, label), may be picked from.
    """

    recipient: Recipient | None = None
    is_settled: bool = False
    problem: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    question: str = ""
    explanation: str = ""
    is_ambiguous: bool = False
    is_national: bool = False  # ticked, or typed: « France »
    title: str = ""  # « Le Havre, Seine-Maritime (76600) »
    commune_id: str | None = None


def place_request(
    text: str, *, picked: str = "", is_national: bool = False, projects: Collection[str] = (), slug: str = ""
) -> Placing:
    """Find who answers for `text`. A `picked` place counts only while it is one that the text may mean."""
    national = Placing(recipient=national_recipient(), is_settled=True, is_national=True)
    if is_national:
        return national
    text = text[:READ_LENGTH].strip()
    if not text:
        chosen = _referent(slug)
        return Placing(recipient=recipient_chosen(chosen) if chosen else None, problem=MISSING)
    found = offered = route_for(text)
    if picked in dict(_choices(offered)):
        found = route_for(picked)
    if isinstance(found, Route):
        settled = Placing(
            recipient=recipient_for(found, projects=projects, chosen=slug),
            is_settled=True,
            title=title_of(found),
            commune_id=_commune_id(found),
        )
        return _with_choices(settled, offered)
    if isinstance(found, Unknown) and found.reason is Reason.NATIONAL:
        return national
    if isinstance(found, Unknown) and found.reason is Reason.UNSURE:
        return Placing(problem=MISSING)
    open_question = Placing(problem=NOT_PICKED if isinstance(found, Ask) else found.message)
    return _with_choices(open_question, found)


def _commune_id(route: Route[Referent]) -> str | None:
    commune = route.places[0].commune if len(route.places) == 1 else None
    return commune.insee if commune else None


def _referent(slug: str) -> Referent | None:
    if not slug_re.fullmatch(slug):  # PostgreSQL refuses to look for some texts
        return None
    return Referent.objects.published().with_territory().filter(slug=slug).first()


def _choices(found: Route[Referent] | Ask | Unknown) -> tuple[tuple[str, str], ...]:
    places = found.places if isinstance(found, Ask) else found.suggestions if isinstance(found, Unknown) else ()
    return tuple((place.query, f"{place.choice}. {place.note}" if place.note else place.choice) for place in places)


def _with_choices(placing: Placing, offered: Route[Referent] | Ask | Unknown) -> Placing:
    choices = _choices(offered)
    if isinstance(offered, Ask):
        explanation = " ".join((*offered.notes, offered.question))
        of_communes = all(place.kind == COMMUNE for place in offered.places)
        question = "Laquelle est la vôtre ?" if of_communes else "De quel lieu s’agit-il ?"
        return replace(placing, choices=choices, question=question, explanation=explanation, is_ambiguous=True)
    return replace(placing, choices=choices, question="Vouliez-vous dire ?" if choices else "")
