"""Search entries of pages of text, ways to work, questions and region pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from directory.models import Department, Region
from home.models import EstimatorPage, HomePage, Question, QuestionsPage, QuestionTheme, StandardPage, WayPage
from home.questions.models import questions_address
from home.regions import title_of
from portal.french.partial_date import PartialDate
from search.index.entry import PLAIN_PAGES, Kind, SearchEntry
from search.index.page_text import rich_text, stream_text
from search.index.registry import exempt, register
from search.index.sources import EntrySource, PageEntries

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet


class StandardPageEntries(PageEntries):
    """One entry a page of text; its date shows only where the page shows it."""

    model = StandardPage
    kind = PLAIN_PAGES

    def describe(self, instance: Any) -> SearchEntry | None:
        updated = instance.last_published_at and timezone.localdate(instance.last_published_at)
        label = PartialDate(updated.year, updated.month, updated.day).label if updated else ""
        return self.page_entry(
            instance,
            summary=instance.lead,
            body="\n".join(filter(None, [rich_text(instance.in_brief), stream_text(instance.body)])),
            date=updated,
            when=f"Mis à jour le {label}" if label and instance.shows_update else "",
        )


def region_of(department: Department) -> Iterable[str]:
    """The region whose page names a department."""
    return [department.region_id]


class RegionEntries(EntrySource):
    """One entry a region: its page gathers who to contact there and what is signed."""

    prefix = "region"
    model = Region
    kind = Kind("regions", "Régions", "Région", rank=10)
    touched_by = {Department: region_of}

    def visible(self) -> QuerySet:
        return Region.objects.all()

    def with_details(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("disp").prefetch_related("departments")

    def describe(self, instance: Any) -> SearchEntry | None:
        departments = [department.name for department in instance.departments.all()]
        return SearchEntry(
            self.key(instance.pk),
            self.kind.code,
            title_of(instance),
            reverse("region", args=[instance.slug]),
            summary=f"La {instance.disp.plain_name} répond {instance.within}.",
            body=", ".join(departments) if len(departments) > 1 else "",
            regions=(instance.slug,),
            where=instance.name,
        )

    def addresses(self, ids: Collection[str]) -> dict[str, str]:
        found = Region.objects.filter(pk__in=ids).values_list("pk", "slug")
        return {pk: reverse("region", args=[slug]) for pk, slug in found}


class WayEntries(PageEntries):
    """One entry a way to work, with its steps, its contract and what it costs."""

    model = WayPage
    kind = PLAIN_PAGES

    def describe(self, instance: Any) -> SearchEntry | None:
        lines = (instance.for_whom, instance.employer, instance.delay, instance.place, instance.brings_short)
        texts = (instance.company_brings, instance.prison_brings, instance.contract, instance.pay, instance.aids)
        streams = (instance.steps, instance.field_example, instance.papers)
        return self.page_entry(
            instance,
            summary=instance.lead,
            body="\n".join(filter(None, [*lines, *map(rich_text, texts), *map(stream_text, streams)])),
            keywords=(instance.short_title, instance.get_project_display()),
        )


class EstimatorEntries(PageEntries):
    """The estimator, which has few words of its own: those people look for it with are its keywords."""

    model = EstimatorPage
    kind = PLAIN_PAGES

    def describe(self, instance: Any) -> SearchEntry | None:
        return self.page_entry(
            instance,
            summary=instance.lead,
            body=rich_text(instance.caution),
            keywords=("coût", "prix", "tarif", "combien", "estimation", "rémunération", "charges"),
        )


def every_question(page: QuestionsPage) -> Iterable[int]:
    """Questions are anchors of their page: they come, go and move with it."""
    return Question.objects.values_list("pk", flat=True)


def questions_of(theme: QuestionTheme) -> Iterable[int]:
    """The questions that a theme gathers."""
    return theme.questions.values_list("pk", flat=True)


class QuestionEntries(EntrySource):
    """One entry a question, at its place in the page that lists them, as long as that page is public."""

    prefix = "question"
    model = Question
    kind = Kind("questions", "Questions", "Question", rank=5)
    touched_by = {QuestionsPage: every_question, QuestionTheme: questions_of}

    def visible(self) -> QuerySet:
        return Question.objects.all()

    def with_details(self, rows: QuerySet) -> QuerySet:
        return rows.prefetch_related("themes")

    def describe(self, instance: Any) -> SearchEntry | None:
        page = questions_address()
        if not page:
            return None
        themes = [theme.name for theme in instance.themes.all()]
        return SearchEntry(
            self.key(instance.pk),
            self.kind.code,
            instance.question,
            f"{page}#{instance.slug}",
            summary=rich_text(instance.answer),
            keywords=(*instance.other_words.splitlines(), *themes),
        )

    def addresses(self, ids: Collection[str]) -> dict[str, str]:
        page = questions_address()
        found = Question.objects.filter(pk__in=ids).values_list("pk", "slug") if page else ()
        return {str(pk): f"{page}#{slug}" for pk, slug in found}


for source in (StandardPageEntries(), WayEntries(), EstimatorEntries(), QuestionEntries(), RegionEntries()):
    register(source)
exempt(QuestionsPage, "Each question on it is searched.")
exempt(HomePage, "Everything on it leads to a page that is searched.")
