"""Search entries of sheets, actors and the actors' page: only what their pages show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from directory.establishments.activities import activities
from directory.establishments.kinds import Status
from directory.models import Actor, ActorsPage, Disp, Establishment, Mission, Referent, Region, Workshop
from portal.cms.page_queries import ListedPageQuerySet
from search.index.entry import PLAIN_PAGES, Kind, SearchEntry
from search.index.page_text import stream_text
from search.index.registry import name_values, register
from search.index.sources import EntrySource, PageEntries

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet


def sheets_of(instance: Disp | Mission) -> Iterable[int]:
    """The sheets that show a direction or a mission."""
    return instance.referents.values_list("pk", flat=True)


def every_actor(page: ActorsPage) -> Iterable[int]:
    """Actors are anchors of their page: they come, go and move with it."""
    return Actor.objects.values_list("pk", flat=True)


def region_names() -> dict[str, str]:
    """Regions by their identifier in addresses."""
    return dict(Region.objects.values_list("slug", "name"))


class ReferentEntries(EntrySource):
    """One entry a published sheet. A name is in it only when the person agreed."""

    prefix = "referent"
    model = Referent
    kind = Kind("referents", "Référents", "Référent", rank=2)
    touched_by = {Disp: sheets_of, Mission: sheets_of}

    def visible(self) -> QuerySet:
        return Referent.objects.published()

    def with_details(self, rows: QuerySet) -> QuerySet:
        return rows.with_territory().prefetch_related("departments__region")

    def describe(self, instance: Any) -> SearchEntry | None:
        departments = [str(department) for department in instance.departments.all()]
        missions = list(instance.missions.all())
        return SearchEntry(
            self.key(instance.pk),
            self.kind.code,
            instance.display_name,
            instance.get_absolute_url(),
            summary=". ".join(filter(None, [instance.office if instance.is_named else "", ", ".join(departments)])),
            # Titles only: the text of a mission is the same on every sheet, and would make each one match.
            body="\n".join(mission.title for mission in missions),
            keywords=(
                instance.office,
                instance.words.function,
                instance.disp.name,
                *(each.subject for each in missions),
            ),
            regions=tuple(dict.fromkeys(department.region.slug for department in instance.departments.all())),
            where=instance.disp.short_label,
        )


class ActorEntries(EntrySource):
    """One entry an actor, who has an address as long as the page of the actors can be read."""

    prefix = "actor"
    model = Actor
    kind = Kind("acteurs", "Acteurs", "Acteur", rank=4)
    touched_by = {ActorsPage: every_actor}

    def visible(self) -> QuerySet:
        return Actor.objects.published()

    def with_details(self, rows: QuerySet) -> QuerySet:
        return rows.prefetch_related("links")

    def describe(self, instance: Any) -> SearchEntry | None:
        page = self.page_address()
        if not page:
            return None
        roles = (instance.role_inside, instance.role_outside)
        return SearchEntry(
            self.key(instance.pk),
            self.kind.code,
            instance.name,
            f"{page}#{instance.slug}",
            summary=instance.tagline,
            body="\n".join(filter(None, [*roles, *(link.text for link in instance.links.all())])),
        )

    def addresses(self, ids: Collection[str]) -> dict[str, str]:
        page = self.page_address()
        actors = self.visible().filter(pk__in=ids) if page else ()
        return {str(actor.pk): f"{page}#{actor.slug}" for actor in actors}

    def page_address(self) -> str:
        """Where the actors are shown; nothing while that page is not public."""
        page = ListedPageQuerySet(ActorsPage).listed().first()
        return (page.get_url() or "") if page else ""


class ActorsPageEntries(PageEntries):
    """The page of the actors itself; each actor has an entry of their own."""

    model = ActorsPage
    kind = PLAIN_PAGES

    def describe(self, instance: Any) -> SearchEntry | None:
        person = f"{instance.person_title} {instance.person_text}"
        return self.page_entry(
            instance,
            summary=instance.lead,
            body="\n".join([person, stream_text(instance.starts), stream_text(instance.path_steps)]),
        )


class EstablishmentEntries(EntrySource):
    """One entry an establishment that is not closed, with what its fresh workshops make.

    A workshop grows stale without being saved: `directory.staff.workshop_freshness` has the entry written again then.
    """

    prefix = "establishment"
    model = Establishment
    kind = Kind("etablissements", "Établissements", "Établissement", rank=3)
    touched_by = {Workshop: lambda workshop: [workshop.establishment_id]}

    def visible(self) -> QuerySet:
        return Establishment.objects.exclude(status=Status.CLOSED)

    def with_details(self, rows: QuerySet) -> QuerySet:
        return rows.with_place().with_whole_workshops()

    def describe(self, instance: Any) -> SearchEntry | None:
        fresh = instance.fresh_workshops
        made = [activities()[each.activity] for each in fresh if each.activity in activities()]
        region = instance.commune.department.region
        told = (instance.place, ", ".join(instance.activity_labels), instance.workshops_label)
        return SearchEntry(
            self.key(instance.pk),
            self.kind.code,
            instance.name,
            instance.get_absolute_url(),
            # What is made there stands in every excerpt: it says why the place was found.
            summary=f"{'. '.join(filter(None, told))}.",
            body="\n".join(f"{each.activity_label}, {each.get_regime_display()}. {each.products}" for each in fresh),
            keywords=(region.disp.short_label, *dict.fromkeys(word for each in made for word in each.words)),
            regions=(region.slug,),
            where=region.name,
        )


name_values("region", region_names)
for source in (ReferentEntries(), EstablishmentEntries(), ActorEntries(), ActorsPageEntries()):
    register(source)
