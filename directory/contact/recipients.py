"""Who answers an employer, and why: the referent of the place, a substitute, the direction, or the national mailbox."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.conf import settings

from directory.contact.models import PRONOUNS
from directory.contact.models.event import Author
from directory.contact.projects import covered
from directory.models import Disp, Referent
from directory.places.sentences import summed
from directory.referents.routing import stand_in_anywhere, stand_in_for
from portal.forms.phones import phone_link
from portal.french.words import capitalised, towards

if TYPE_CHECKING:
    from collections.abc import Collection

    from directory.contact.models import ContactRequest, RequestShare
    from directory.places.matching import Route

_TITLES = {"f": "Référente", "m": "Référent", "t": "Bureau des référents"}


@dataclass(frozen=True)
class Recipient:
    """Who receives a request. `name` fits in a sentence: « Camille Exemple », « le bureau « R2IP travail » »."""

    name: str
    pronoun: str
    role: str
    mailbox: str
    reason: str
    telephone: str = ""
    referent: Referent | None = None
    disp: Disp | None = None
    department: str = ""  # code of the place's department, when it lies in one only

    @property
    def to_name(self) -> str:
        """« à Camille Exemple », « au bureau « R2IP travail » »."""
        return towards(self.name)

    @property
    def telephone_link(self) -> str:
        """« tel:+33-2-61-91-00-12 », or nothing."""
        return phone_link(self.telephone)


def recipient_for(route: Route[Referent], *, projects: Collection[str] = (), chosen: str = "") -> Recipient:
    """Who answers for a place: the referent of the sheet `chosen` (its slug) if they serve it, else by the projects."""
    return replace(_of_route(route, projects, chosen), department=_department(route))


def _of_route(route: Route[Referent], projects: Collection[str], chosen: str) -> Recipient:
    where = title_of(route)
    if not route.referents:
        return _by_direction(Disp.objects.get(pk=route.disps[0].code), where=where, reason=route.because)
    stand_ins = {each: stand_in_for(each, route.referents) for each in route.referents if each.is_absent}

    def rank(referent: Referent) -> tuple[bool, int]:
        slugs = {each.slug for each in (referent, stand_ins.get(referent)) if each}
        return chosen not in slugs, -covered(projects, referent.mission_codes)

    referent = min(route.referents, key=rank)
    return _in_person_or_not(referent, stand_ins.get(referent), where=where, reason=route.because)


def _department(route: Route[Referent]) -> str:
    codes = {code for place in route.places for code in place.departments}
    return codes.pop() if len(codes) == 1 else ""


def title_of(route: Route[Referent]) -> str:
    """« Le Havre, Seine-Maritime (76600) », « 14100, Lisieux et 22 autres communes »: one line, as on the page."""
    return summed(route.places)


def recipient_chosen(referent: Referent) -> Recipient:
    """Who answers while a referent was chosen and no place is known yet."""
    stand_in = stand_in_anywhere(referent) if referent.is_absent else None
    return _in_person_or_not(referent, stand_in, where="", reason="Choisi depuis sa fiche.")


def national_recipient() -> Recipient:
    """Who answers for several sites and national projects."""
    return Recipient(
        name="l’équipe nationale",
        pronoun="L’équipe",
        role="Pour plusieurs sites, ou un projet national",
        mailbox=settings.NATIONAL_MAILBOX,
        reason="Plusieurs sites, ou projet national.",
    )


def direction_recipient(disp: Disp) -> Recipient:
    """Who answers when a request is given to the mailbox of a direction."""
    return _by_direction(disp, where="", reason="")


def _in_person_or_not(referent: Referent, stand_in: Referent | None, *, where: str, reason: str) -> Recipient:
    if referent.is_vacant or (referent.is_absent and stand_in is None):
        return _by_direction(referent.disp, where=where, reason=reason)
    if stand_in is None:
        return _by_referent(referent, where=where, reason=reason)
    away = f"{capitalised(referent.mention)} est en absence : {stand_in.mention} répond."
    return _by_referent(stand_in, where=where, reason=f"{reason} {away}")


def _by_referent(referent: Referent, *, where: str, reason: str) -> Recipient:
    title = _TITLES[referent.gender]
    return Recipient(
        name=referent.mention,
        pronoun=PRONOUNS[referent.gender],
        role=f"{title} pour {where}" if where else title,
        mailbox=referent.email,
        reason=reason,
        telephone=referent.public_telephone,
        referent=referent,
        disp=referent.disp,
    )


def _by_direction(disp: Disp, *, where: str, reason: str) -> Recipient:
    team = f"l’équipe de la {disp.plain_name}"
    return Recipient(
        name=team,
        pronoun="L’équipe",
        role=f"Elle répond pour {where}" if where else "Elle répond pendant que le poste est à pourvoir",
        mailbox=disp.mailbox or settings.NATIONAL_MAILBOX,
        reason=f"{reason} L’équipe de la direction lit les demandes.",
        telephone=disp.telephone,
        disp=disp,
    )


def part_holders(request: ContactRequest) -> dict[str, RequestShare]:
    """The parts that somebody has of a request and did not refuse, by each address their holder may write from."""
    held = request.shares.exclude(state="declined").select_related("referent__account")
    accounts = {each.referent.account.email: each for each in held if each.referent and each.referent.account}
    return {address.lower(): each for address, each in (accounts | {each.mailbox: each for each in held}).items()}


@dataclass(frozen=True)
class Answerer:
    """A mailbox that may answer a request, and whose it is."""

    mailbox: str
    name: str
    referent: Referent | None

    @property
    def author(self) -> Author:
        """As the history names them: the link proves the mailbox, not the account."""
        return Author(f"{self.name} (lien du message)"[:150], self.referent.account if self.referent else None)


def answerers(request: ContactRequest) -> list[Answerer]:
    """Who may answer a request now: where it was sent, and who stands in while that person is away."""
    found = [Answerer(request.recipient_mailbox, request.recipient_name, request.referent)]
    if request.referent and request.referent.is_absent:
        stand_in = recipient_chosen(request.referent)
        found.append(Answerer(stand_in.mailbox, stand_in.name, stand_in.referent))
    return found
