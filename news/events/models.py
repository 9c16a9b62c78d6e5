"""An event of the agenda: its form, its page, its structured data, its calendar file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import PageManager
from wagtail.search import index

from directory.referents.routing import contacts_in
from news.articles.models import NewsPage
from news.blocks import NewsBlocks
from news.events import icalendar_files
from news.events.forms import EventForm
from news.events.time_zones import TimeZone
from news.subjects import AGENDA_SLUG
from portal.cms.base_page import BasePage
from portal.cms.cached import cached_rows
from portal.cms.compact_choices import CompactChoices
from portal.cms.navigation import frame_for
from portal.cms.page_queries import ListedPageQuerySet, names_of, split_names
from portal.cms.stream_field import PortalStreamField
from portal.french.dates import span_label, whole_days
from portal.web.json_ld import json_ld, publisher

if TYPE_CHECKING:
    import datetime

    from django.http import HttpRequest

OTHERS_SHOWN = 3
COUNT_KEY = "news:archive:events"


class EventQuerySet(ListedPageQuerySet):
    """Events by what a reader may see, and by when they take place."""

    def upcoming(self) -> EventQuerySet:
        """Those that are not over, nearest first."""
        return self.filter(ends_at__gte=timezone.now()).order_by("starts_at", "pk")

    def past(self) -> EventQuerySet:
        """Those that are over, the last one first."""
        return self.filter(ends_at__lt=timezone.now()).order_by("-starts_at", "-pk")

    def with_list_details(self) -> EventQuerySet:
        """What a row shows besides the page, in the same query."""
        joined = names_of(EventPage.regions.through.objects.all(), "eventpage", "region__name")
        return self.annotate(joined_regions=joined).defer_streamfields()


class AgendaOrder:
    """All events for a paginator: those to come, nearest first, then those that are over, the last one first.

    Two lists in the order of an index: one list ordered by both would sort all events for each page.
    """

    def __init__(self, events: EventQuerySet, count: int) -> None:
        self.to_come, self.over, self.total = events.upcoming(), events.past(), count

    def count(self) -> int:
        """How many there are."""
        return self.total

    def __getitem__(self, part: slice) -> list[EventPage]:
        start, stop = part.start or 0, self.total if part.stop is None else part.stop
        events = list(self.to_come[start:stop])
        if len(events) < stop - start:  # the last one to come is among them, or was before
            coming = start + len(events) if events or not start else self.to_come.count()
            events += self.over[max(0, start - coming) : stop - coming]
        return events


class EventPage(RoutablePageMixin, BasePage):
    """An item of the agenda: when, where, and whether one may come. Its date is that of the event."""

    starts_at = models.DateTimeField("début", null=True)
    ends_at = models.DateTimeField("fin", null=True)
    time_zone = models.CharField(
        "heure du lieu",
        max_length=40,
        choices=TimeZone.choices,
        default=TimeZone.PARIS,
        help_text="Le début et la fin s’écrivent à cette heure ; outre-mer, la page ajoute celle de Paris.",
    )
    venue = models.CharField("lieu", max_length=160, help_text="« Maison des entreprises »")
    address = models.CharField("adresse", max_length=250, blank=True, help_text="« 1 place Fictive, 76000 Rouen »")
    access = models.TextField("venir", max_length=400, blank=True, help_text="Transports, parking, pièce à présenter.")
    accessibility = models.TextField(
        "accessibilité", max_length=400, blank=True, help_text="Fauteuil roulant, boucle magnétique, interprète…"
    )
    audience = models.CharField("pour qui", max_length=200, blank=True)
    regions = ParentalManyToManyField("directory.Region", related_name="+", blank=True, verbose_name="régions")
    registration_url = models.URLField("adresse d’inscription", blank=True)
    contact = models.CharField(
        "contact", max_length=160, blank=True, help_text="Une fonction et comment la joindre, plutôt qu’une personne."
    )
    is_cancelled = models.BooleanField("annulé", default=False)
    cancellation_reason = models.CharField(
        "motif de l’annulation", max_length=250, blank=True, help_text="Une phrase, affichée au-dessus du titre."
    )
    body = PortalStreamField(NewsBlocks(), blank=True, verbose_name="texte")
    report = models.ForeignKey(
        NewsPage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="compte rendu",
        help_text="L’actualité qui raconte l’événement, une fois qu’il a eu lieu.",
    )
    is_example = models.BooleanField(
        "contenu d’exemple", default=False, help_text="Affiche que les organismes et les faits sont fictifs."
    )

    objects: ClassVar = PageManager.from_queryset(EventQuerySet)()
    base_form_class = EventForm

    parent_page_types = ["news.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = "Un rendez-vous de l’agenda : date, lieu, inscription"

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]), FieldPanel("time_zone")], heading="Date"
        ),
        MultiFieldPanel(
            [FieldPanel("venue"), FieldPanel("address"), FieldPanel("access"), FieldPanel("accessibility")],
            heading="Lieu et accès",
        ),
        MultiFieldPanel(
            [FieldPanel("audience"), FieldPanel("registration_url"), FieldPanel("contact")],
            heading="Public et inscription",
        ),
        FieldPanel("regions", widget=CompactChoices),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("is_cancelled"), FieldPanel("cancellation_reason")], heading="Annulation"),
        PageChooserPanel("report", "news.NewsPage"),
        FieldPanel("is_example"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = "événement"
        indexes = [
            models.Index(fields=["ends_at"], name="events_by_end"),
            models.Index(fields=["-starts_at", "-page_ptr"], name="events_by_start"),
        ]

    def clean(self) -> None:
        """Refuse an event that ends before it starts."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": "La fin vient après le début."})

    def crumbs_below(self, parent: str) -> list[tuple[str, str]]:
        """The agenda, which is a part of the list of news."""
        return [("Agenda", f"{parent}{AGENDA_SLUG}/")]

    def at_place(self, moment: datetime.datetime) -> datetime.datetime:
        """A moment at the hour of the place."""
        return moment.astimezone(ZoneInfo(self.time_zone))

    @property
    def has_date(self) -> bool:
        """Whether start and end are known; only a draft may lack them."""
        return self.starts_at is not None and self.ends_at is not None

    @property
    def local_start(self) -> datetime.datetime | None:
        """The start at the hour of the place."""
        return self.starts_at and self.at_place(self.starts_at)

    @property
    def local_end(self) -> datetime.datetime | None:
        """The end at the hour of the place."""
        return self.ends_at and self.at_place(self.ends_at)

    @property
    def whole_days(self) -> tuple[datetime.date, datetime.date] | None:
        """First and last day of an event without hours."""
        return whole_days(self.local_start, self.local_end) if self.has_date else None

    @property
    def when(self) -> str:
        """« Jeudi 3 décembre 2026, 14 h à 16 h 30 », at the hour of the place, which is said when it is not Paris."""
        if not self.has_date:
            return "Date à préciser"
        span = span_label(self.local_start, self.local_end)
        return (
            span if self.time_zone == TimeZone.PARIS or self.whole_days else f"{span}, {self.get_time_zone_display()}"
        )

    @property
    def when_in_paris(self) -> str:
        """The same for whoever follows from afar; empty when Paris is the hour of the place."""
        if self.time_zone == TimeZone.PARIS or not self.has_date or self.whole_days:
            return ""
        paris = ZoneInfo(TimeZone.PARIS)
        return span_label(self.starts_at.astimezone(paris), self.ends_at.astimezone(paris))

    @property
    def place(self) -> str:
        """Venue and address in one line."""
        return ", ".join(part for part in (self.venue, self.address) if part)

    @property
    def is_past(self) -> bool:
        """Whether it is over."""
        return self.ends_at is not None and self.ends_at < timezone.now()

    @property
    def is_open(self) -> bool:
        """Whether one may still come."""
        return not (self.is_past or self.is_cancelled)

    @cached_property
    def region_names(self) -> list[str]:
        """Names of its regions; a list brings them along."""
        if hasattr(self, "joined_regions"):
            return split_names(self.joined_regions)
        return sorted(region.name for region in self.regions.all())

    def structured_data(self, site_name: str = "") -> dict[str, Any]:
        """The event in the words of schema.org; the portal of that name answers for it, as in the calendar file."""
        start, end = self.whole_days or (self.local_start, self.local_end)
        described = {
            "@type": "Event",
            "name": self.title,
            "description": self.lead,
            "url": self.full_url,
            "startDate": start and start.isoformat(),
            "endDate": end and end.isoformat(),
            "eventStatus": f"https://schema.org/{'EventCancelled' if self.is_cancelled else 'EventScheduled'}",
            "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
            "location": {"@type": "Place", "name": self.venue, "address": self.address or self.venue},
            "organizer": publisher(site_name),
            "inLanguage": "fr",
        }
        return {name: value for name, value in described.items() if value}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        regions = list(self.regions.all())
        self.region_names = sorted(region.name for region in regions)
        others = EventPage.objects.listed().upcoming().exclude(pk=self.pk).with_list_details()
        has_report = self.is_past and self.report_id
        return super().get_context(request, *args, **kwargs) | {
            "regions": regions,
            "contacts": contacts_in(regions),
            "others": list(others[:OTHERS_SHOWN]),
            "report": NewsPage.objects.listed().filter(pk=self.report_id).first() if has_report else None,
            "calendar_address": f"{self.get_url(request)}{self.reverse_subpage('calendar_file')}",
            "structured_data": json_ld(self.structured_data(frame_for(request).name)),
        }

    @path("ics/", name="calendar_file")
    def calendar_file(self, request: HttpRequest) -> HttpResponse:
        """The event for the reader's own calendar."""
        response = HttpResponse(icalendar_files.calendar_of([self]), content_type=icalendar_files.CONTENT_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{self.slug}.ics"'
        return response


def event_count() -> int:
    """How many public events there are, over or to come."""
    return cached_rows(COUNT_KEY, lambda: EventPage.objects.listed().order_by().count())
