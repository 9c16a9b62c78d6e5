"""The French sentences of an answer: why these referents, what to choose from, why nothing. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from directory.places.place import Reason
from directory.places.rows import COMMUNE, DEPARTMENT, DISP, REGION
from portal.french.words import capitalised, listed, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from directory.places.index import Gazetteer
    from directory.places.place import Place, Reading
    from directory.places.rows import DispEntry

SHOWN_LENGTH = 60  # characters of what was typed, when a sentence repeats it
LISTED = 3  # communes named one by one; more are counted
COUNTED_DIGITS = 9  # nobody counts the digits of a longer number


def quoted(text: str) -> str:
    """« text », cut when it is long, with the spaces that keep the marks on its line."""
    shown = text if len(text) <= SHOWN_LENGTH else f"{text[:SHOWN_LENGTH].rstrip()}…"
    return f"«\u00a0{shown}\u00a0»"


def summed(places: Sequence[Place]) -> str:
    """The places of one answer, on one line: « 76600, Le Havre », « 14100, Lisieux et 22 autres communes ».

    Places come in their order of likelihood; the first stands for the others.
    """
    first, others = places[0], len(places) - 1
    if not others:
        return first.title
    code = first.typed_code if len({place.typed_code for place in places}) == 1 else ""
    start = f"{code}, {first.label}" if code else first.title
    if others == 1:
        return f"{start} et {places[1].label if code else places[1].title}"
    kind = "communes" if all(place.kind == COMMUNE for place in places) else "lieux"
    return f"{start} et {number(others)} autres {kind}"


def because(reading: Reading, disp: DispEntry, gazetteer: Gazetteer) -> str:
    """« Le Havre dépend de la direction interrégionale de Rennes. »"""
    places = reading.places
    if len(places) == 1 and places[0].kind == DISP:
        return f"La {disp.plain_name} a les mêmes référents dans tous ses départements."
    subject, plural = _subject(places, reading.code, gazetteer)
    return f"{subject} {'dépendent' if plural else 'dépend'} de la {disp.plain_name}."


def _subject(places: Sequence[Place], code: str, gazetteer: Gazetteer) -> tuple[str, bool]:
    """Who depends on a direction, and whether the verb is in the plural."""
    if len(places) == 1:
        return _named(places[0], gazetteer)
    labels = list(dict.fromkeys(place.label for place in places))
    if len(labels) == 1:
        return f"Les {number(len(places))} communes appelées {labels[0]}", True
    if len(labels) <= LISTED:
        return listed(labels), True
    of_code = code and all(place.kind == COMMUNE for place in places)
    return f"Les {number(len(places))} communes du code postal {code}" if of_code else "Tous ces lieux", True


def _named(place: Place, gazetteer: Gazetteer) -> tuple[str, bool]:
    if place.kind == DEPARTMENT and not place.context:
        named = gazetteer.departments[place.code].with_article
        return capitalised(named), named.startswith("les ")
    if place.kind == COMMUNE or place.context:
        return place.label, False
    return f"La région {place.label}" if place.kind == REGION else f"Le territoire {quoted(place.label)}", False


def why_ask(reading: Reading, gazetteer: Gazetteer) -> str:
    """Why the person has to choose."""
    places = reading.places
    if reading.conflict:
        return f"{reading.conflict} Le référent n’est pas le même d’un lieu à l’autre."
    if len(places) == 1:
        return f"{_throughout(places[0], gazetteer)}, le référent change selon le département."
    if all(place.kind == COMMUNE for place in places):
        count = number(len(places))
        if reading.code:
            return f"{count.capitalize()} communes ont le code {reading.code}, et elles n’ont pas le même référent."
        if len({place.label for place in places}) == 1:
            return f"{count.capitalize()} communes s’appellent {places[0].label}, et elles n’ont pas le même référent."
    return f"{quoted(reading.typed)} désigne plusieurs lieux, et ils n’ont pas le même référent."


def _throughout(place: Place, gazetteer: Gazetteer) -> str:
    if place.kind == REGION:
        return capitalised(gazetteer.regions[place.code].within)
    return f"Dans la {gazetteer.disps[place.code].plain_name}" if place.kind == DISP else "Sur ce territoire"


def why_unknown(reading: Reading) -> str:
    """What is wrong with a text that names no place. Suggestions are shown beside it, not in it."""
    match reading.reason:
        case Reason.EMPTY:
            return "Écrivez une commune ou un code postal."
        case Reason.TOO_LONG:
            return "C’est trop long pour un lieu\u00a0: écrivez seulement la commune ou le code postal."
        case Reason.MALFORMED_CODE:
            return _malformed(reading.code)
        case Reason.UNKNOWN_CODE:
            return f"{reading.code} n’est le code postal d’aucune commune de France."
        case Reason.UNKNOWN_DEPARTMENT:
            return f"Aucun département ne porte le numéro {reading.code}."
        case Reason.MONACO if reading.code:
            return f"{reading.code} est à Monaco\u00a0: ce n’est pas un territoire que nous couvrons."
        case Reason.MONACO:
            return "Monaco n’est pas un territoire que nous couvrons."
        case Reason.FOREIGN:
            return (
                f"{quoted(reading.typed)} a la forme d’un code postal étranger\u00a0: nous ne couvrons que la France."
            )
        case Reason.ABROAD:
            return f"{quoted(reading.typed)} est à l’étranger\u00a0: nous ne couvrons que la France."
        case Reason.COMPANY:
            return (
                f"C’est un numéro {reading.code}\u00a0: il désigne une entreprise, pas un lieu. "
                "Écrivez la commune où se fera le travail."
            )
        case Reason.UNSURE:
            return "Vous ne savez pas la commune\u00a0? Un département ou une région suffit."
        case Reason.ADDRESS:
            return "Il manque la commune de cette adresse, ou son code postal."
        case Reason.NATIONAL:
            return "Pour plusieurs sites ou un projet national, l’équipe nationale vous répond."
        case _:
            return f"Nous ne connaissons pas {quoted(reading.typed)}."


def _malformed(code: str) -> str:
    if len(code) == 1:
        return "Un numéro de département a deux chiffres, un code postal cinq."
    if code.isdigit() and len(code) <= COUNTED_DIGITS:
        return f"Un code postal a cinq chiffres\u00a0: vous en avez écrit {number(len(code))}."
    return "Un code postal a cinq chiffres."
