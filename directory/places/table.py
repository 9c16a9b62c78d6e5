"""A file of typed places → a file of answers. Pure: text in, rows out; see `manage.py match_places`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from directory.places.matching import Ask, Serving, Unknown, match
from directory.places.people import Named
from directory.places.people import named as people_named
from directory.places.place import Reason
from directory.places.rows import COMMUNE
from directory.places.sentences import quoted
from portal.files.csv_reader import TableFileError, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from directory.places.index import Gazetteer
    from directory.places.place import Place

INPUT = "input"
COLUMNS = (INPUT, "status", "disp", "departments", "communes", "referents", "message")
SEPARATOR = "|"  # between the values of one cell


class Listed(Serving, Named, Protocol):
    """What a row says of a referent: the identifier of the public sheet, never a name; but a name may be typed."""

    @property
    def slug(self) -> str: ...


def read_inputs(text: str) -> list[str]:
    """The values of the column `input`, blank lines apart; values are separated by commas, semicolons or tabs.

    Raise `TableFileError` when there is no such column, or when a quote is never closed.
    """
    rows = [values for _, values in read_rows(text) if values]
    columns = [name.strip().lower() for name in rows[0]] if rows else []
    if INPUT not in columns:
        seen = ", ".join(columns)[:200] or "nothing"
        raise TableFileError(f"The first line must name a column {INPUT!r}; it names {seen}.", line=1)
    at = columns.index(INPUT)
    return [row[at] if at < len(row) else "" for row in rows[1:]]


def answer_rows(
    inputs: Iterable[str], *, gazetteer: Gazetteer, referents: Sequence[Listed], shows_proposals: bool = False
) -> Iterator[tuple[str, ...]]:
    """One row of `COLUMNS` for each typed place; one typed again is not looked up again.

    `shows_proposals`: a text that names no place, but may be meant for some, is `proposed` with these places instead of
    `none`.
    """
    known: dict[str, tuple[str, ...]] = {}
    for typed in inputs:
        if typed not in known:
            known[typed] = _row(typed, gazetteer, referents, shows_proposals=shows_proposals)
        yield known[typed]


def _row(typed: str, gazetteer: Gazetteer, referents: Sequence[Listed], *, shows_proposals: bool) -> tuple[str, ...]:
    """`route` when one direction answers, be it with several referents, `ask` when several might, else `none`."""
    found = match(typed, gazetteer=gazetteer, referents=referents)
    if isinstance(found, Unknown):
        named = people_named(typed, referents).exact if found.reason is Reason.UNKNOWN_NAME else ()
        if named:
            return _row_of_name(typed, named, gazetteer)
        if found.suggestions and shows_proposals:
            serving = _serving(found.suggestions, referents)
            return _row_of_places(typed, "proposed", found.suggestions, serving, _why_none(found), gazetteer)
        return typed, "none", "", "", "", "", _why_none(found)
    if isinstance(found, Ask):
        reason, serving = found.question, _serving(found.places, referents)
    else:
        reason, serving = found.because, list(found.referents)
    status = "route" if len(found.disps) == 1 else "ask"
    return _row_of_places(typed, status, found.places, serving, " ".join((*found.notes, reason)), gazetteer)


def _row_of_places(
    typed: str,
    status: str,
    places: Sequence[Place],
    serving: Iterable[Listed],
    message: str,
    gazetteer: Gazetteer,
) -> tuple[str, ...]:
    departments = _departments(places)
    disps = dict.fromkeys(gazetteer.disp_of(code).short_label for code in departments)
    return (
        typed,
        status,
        SEPARATOR.join(disps),
        SEPARATOR.join(departments),
        SEPARATOR.join(_commune_name(place) for place in places if place.kind == COMMUNE),
        SEPARATOR.join(referent.slug for referent in serving),
        message,
    )


def _departments(places: Iterable[Place]) -> dict[str, None]:
    """Codes of their departments, each once, in their order."""
    return dict.fromkeys(code for place in places for code in place.departments)


def _serving(places: Iterable[Place], referents: Iterable[Listed]) -> list[Listed]:
    """Who answers for some of these places, in the order given."""
    departments = _departments(places).keys()
    return [each for each in referents if each.department_codes & departments]


def _row_of_name(typed: str, named: Sequence[Listed], gazetteer: Gazetteer) -> tuple[str, ...]:
    """Who typed the name of a referent, or of two who share it, is led there."""
    departments = sorted({code for referent in named for code in referent.department_codes})
    disps = {disp.code: disp for disp in map(gazetteer.disp_of, departments)}
    return (
        typed,
        "route" if len(disps) == 1 else "ask",
        SEPARATOR.join(disp.short_label for disp in disps.values()),
        SEPARATOR.join(departments),
        "",
        SEPARATOR.join(referent.slug for referent in named),
        f"{quoted(typed)} est le nom {'d’un référent' if len(named) == 1 else 'de plusieurs référents'}.",
    )


def _commune_name(place: Place) -> str:
    """As the official list spells it, with its straight apostrophe."""
    return place.commune.name if place.commune else place.label


def _why_none(unknown: Unknown) -> str:
    """Why the text names no place, and what it may be meant for."""
    if not unknown.suggestions:
        return unknown.message
    meant = "\u00a0; ".join(place.proposal for place in unknown.suggestions)  # a title has commas
    return f"{unknown.message} Vouliez-vous dire {meant}\u00a0?"
