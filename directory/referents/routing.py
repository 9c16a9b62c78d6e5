"""Which referent answers: for a place, for a name, beside a page about some regions, and while somebody is away."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from directory.places import matching, people
from directory.places.place import Reason
from directory.referents.models import Referent
from directory.territory.gazetteer import current_gazetteer
from portal.cms.cached import cached_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from directory.places.index import Gazetteer
    from directory.places.people import NameMatches
    from directory.territory.models import Region

NAMED_BESIDE = 2  # referents beside a page; that of the region has all of them


def route_for(
    text: str, mission: str | None = None, *, gazetteer: Gazetteer | None = None
) -> matching.Route[Referent] | matching.Ask | matching.Unknown:
    """Who answers for the place typed; three queries, none without a place nor when warm.

    Only sheets that serve its departments are read, however many there are. Vacant posts answer nothing: they are left
    out, so a route without referents goes to the mailbox of its direction.
    """
    gazetteer = gazetteer or current_gazetteer()
    departments = matching.departments_of(text, gazetteer)
    referents = serving(departments) if departments else []
    return matching.match(text, gazetteer=gazetteer, referents=referents, mission=mission)


def serving(departments: Collection[str]) -> list[Referent]:
    """Who serves these departments today, in the order in which they are shown; three queries, none when warm."""

    def read() -> list[Referent]:
        served = Referent.objects.published().occupied().serving(departments)
        return sorted(served.with_territory(), key=precedence)

    return cached_rows(f"directory:serving:{timezone.localdate()}:{','.join(sorted(departments))}", read)


def people_named(text: str) -> NameMatches[Referent]:
    """Whose public name was typed, for a text that names no place: only those found are read whole.

    Four queries, three when warm, none when nobody is found then.
    """
    published = Referent.objects.published()

    def read() -> people.People[Referent]:
        return people.People(list(published.only("office", "first_name", "last_name", "shows_name", "is_vacant")))

    found = cached_rows("directory:people", read).named(text)
    keys = [each.pk for each in found.exact or found.near]
    whole = sorted(published.filter(pk__in=keys).with_territory(), key=precedence) if keys else []
    return people.NameMatches(exact=tuple(whole)) if found.exact else people.NameMatches(near=tuple(whole))


def precedence(referent: Referent) -> tuple[bool, int, str]:
    """Who is shown first: those present, then in the order of the missions, the one that welcomes projects first."""
    first = min((mission.sort_order for mission in referent.missions.all()), default=0)
    return referent.is_absent, first, referent.office


class Answering(NamedTuple):
    """Who answers today: `lead`, nobody when the direction does; `away` is for whom they stand in, if anybody."""

    lead: Referent | None
    away: Referent | None
    others: tuple[Referent, ...]


def answering(referents: Sequence[Referent]) -> Answering:
    """Of the referents of a place, in their order: the first answers, or who stands in for them while they are away."""
    if not referents or not referents[0].is_absent:
        return Answering(referents[0] if referents else None, None, tuple(referents[1:]))
    away = referents[0]
    lead = stand_in_for(away, referents)
    return Answering(lead, away, tuple(each for each in referents if each not in (away, lead)))


def stand_in_for(referent: Referent, colleagues: Sequence[Referent] = ()) -> Referent | None:
    """Who answers while this referent is away: the chosen substitute, else a present colleague, else one of theirs."""
    if referent.available_substitute:
        return referent.available_substitute
    others = [each for each in colleagues if each != referent and not each.is_vacant]
    present = (each for each in others if not each.is_absent)
    return next(present, None) or next(
        (each.available_substitute for each in others if each.available_substitute), None
    )


def stand_in_anywhere(referent: Referent) -> Referent | None:
    """Who answers while they are away and no place is known: as for a place they serve; three queries at most."""
    if referent.available_substitute:
        return referent.available_substitute
    colleagues = Referent.objects.published().occupied().serving(referent.department_codes).with_territory()
    return stand_in_for(referent, sorted(colleagues, key=precedence))


def contacts_in(regions: Collection[Region]) -> list[Referent]:
    """Who answers today in these regions, at most two; one query, none without regions nor when warm.

    Whoever is away is not named, but their substitute where nobody else is there.
    """
    if not regions:
        return []
    key = f"directory:contacts:{timezone.localdate()}:{sorted(region.pk for region in regions)}"
    return cached_rows(key, lambda: _contacts_in(regions))


def _contacts_in(regions: Collection[Region]) -> list[Referent]:
    first = list(Referent.objects.first_in(regions)[:NAMED_BESIDE])
    present = [each for each in first if not each.is_absent]
    return present or list(dict.fromkeys(each.available_substitute for each in first if each.available_substitute))


def is_empty(result: object) -> bool:
    """Whether nothing was typed."""
    return isinstance(result, matching.Unknown) and result.reason is Reason.EMPTY
