"""Renewals: conventions that renew one another, as one chain.

All members carry one key, the lasting mark of the first: a chain is read in one query however long it is, and however
many conventions there are. Editors only choose which convention another one renews; the key follows.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from news.conventions.states import ConventionState

if TYPE_CHECKING:
    import uuid

    from news.models import ConventionPage


@dataclass(frozen=True)
class Stage:
    """One line of the timeline: when, and what is known of it; an address when it can be read."""

    when: str
    text: str
    url: str = ""
    is_current: bool = False


def key_of(page: ConventionPage) -> uuid.UUID:
    """The key of the chain a convention belongs to: that of the one it renews, or its own mark."""
    if page.replaces_id and page.replaces:
        return page.replaces.chain_key or page.replaces.translation_key
    return page.translation_key


def carry_on(page: ConventionPage) -> None:
    """Give the key of a convention to those that follow it; nothing to do in one query when they have it."""
    conventions, seen, last = type(page).objects, {page.pk}, [page.pk]
    while last:
        followers = conventions.filter(replaces__in=last).exclude(chain_key=page.chain_key).exclude(pk__in=seen)
        last = list(followers.values_list("pk", flat=True))
        conventions.filter(pk__in=last).update(chain_key=page.chain_key)
        seen |= set(last)


def members(page: ConventionPage) -> list[ConventionPage]:
    """A convention with the public ones it renews and those that renew it, oldest first; one query.

    Tells the convention by the way whether documents are stored with it (`holds_documents`): most have none to read.
    """
    conventions = type(page).objects
    # A draft may renew another convention than the stored page does: its chain counts too.
    renewed = conventions.filter(pk=page.replaces_id).order_by().values("chain_key")
    found = conventions.listed().filter(Q(chain_key=page.chain_key) | Q(chain_key__in=renewed)).order_by("pk")
    documents = type(page).documents.rel.related_model.objects.filter(page=OuterRef("pk"))
    listed = {each.pk: each for each in found.annotate(holds_documents=Exists(documents)).defer_streamfields()}
    page.holds_documents = page.pk not in listed or listed[page.pk].holds_documents
    renewals = {each.replaces_id: each for each in listed.values() if each.replaces_id}
    chain, seen = [page], {page.pk}
    while (earlier := listed.get(chain[0].replaces_id)) and earlier.pk not in seen:
        seen.add(earlier.pk)
        chain.insert(0, earlier)
    while (later := renewals.get(chain[-1].pk)) and later.pk not in seen:
        seen.add(later.pk)
        chain.append(later)
    return chain


def before(page: ConventionPage, chain: list[ConventionPage]) -> ConventionPage | None:
    """The one that a convention renews."""
    place = chain.index(page)
    return chain[place - 1] if place else None


def after(page: ConventionPage, chain: list[ConventionPage]) -> ConventionPage | None:
    """The one that renews a convention."""
    return next(iter(chain[chain.index(page) + 1 :]), None)


def is_renewed(page: ConventionPage, chain: list[ConventionPage]) -> bool:
    """Whether the one that renews a convention has begun, or may have: says what `ConventionQuerySet.begun` says."""
    successor = after(page, chain)
    return bool(successor) and (successor.known_since or datetime.date.min) <= timezone.localdate()


def stages(page: ConventionPage, chain: list[ConventionPage]) -> list[Stage]:
    """The timeline: what came before the first page, each convention, and that nothing follows; [] for one alone."""
    first, last = chain[0], chain[-1]
    found = []
    if first.partners_since:
        found.append(Stage(str(first.partners_since), "Début du partenariat"))
    if first.earlier_results:
        until = f"Jusqu’en {first.known_since.year}" if first.known_since else "Avant"
        found.append(Stage(until, "Une convention précédente, sans page ici"))
    found += [
        Stage(each.period, "Vous lisez cette convention", is_current=True)
        if each.pk == page.pk
        else Stage(each.period, each.title, each.url)
        for each in chain
    ]
    if last.pk == page.pk and len(found) > 1 and page.state == ConventionState.ENDED:
        found.append(Stage("Ensuite", "Pas de texte publié à ce jour"))
    return found if len(found) > 1 else []


def problem(page: ConventionPage, renewed: ConventionPage, *, known_since: datetime.date | None) -> str:
    """What is wrong with `page` renewing `renewed`, in French; nothing when it may. `known_since`: its new start."""
    if renewed.pk == page.pk:
        return "Une convention ne se renouvelle pas elle-même."
    replaces = dict(
        type(renewed).objects.filter(chain_key=renewed.chain_key).values_list("pk", "replaces_id")
    )  # drafts too: they will be published one day
    step, seen = renewed.pk, set()
    while step and step not in seen:
        seen.add(step)
        if (step := replaces.get(step)) == page.pk and page.pk:
            return f"La chaîne ferait une boucle\u00a0: « {renewed.title} » vient déjà après cette convention."
    other = type(renewed).objects.filter(replaces=renewed).exclude(pk=page.pk).first()
    if other:
        return f"Elle est déjà renouvelée par «\u00a0{other.draft_title}\u00a0»."
    if known_since and renewed.known_since and renewed.known_since > known_since:
        return "La convention choisie commence après celle-ci."
    return ""
