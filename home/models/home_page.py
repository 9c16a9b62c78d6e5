"""The home page: an employer's form, the map, and the newest of each subject."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models
from django.urls import reverse
from django.utils import timezone
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from directory.blocks import PathStepBlock
from directory.models import Disp
from directory.territory.map import link_map
from news.conventions.archive import standing
from news.events.coming import keys_of, next_events
from news.models import ConventionPage, NewsPage
from news.publications.archive import latest_publications
from portal.cms.base_page import BasePage
from portal.cms.blocks import PICTOS, LinkBlock
from portal.cms.cached import cached_rows
from portal.cms.navigation import frame_for
from portal.cms.stream_field import PortalStreamField
from portal.web.json_ld import absolute, json_ld, publisher

if TYPE_CHECKING:
    from django.http import HttpRequest

    from directory.territory.drawing import TerritoryMap

NEWS_SHOWN = 5  # one lead item and four lines
CONVENTIONS_SHOWN = 4
EVENTS_SHOWN = 2


class Rows(NamedTuple):
    """What the page shows of each subject, the same for every visitor until something changes or the day ends."""

    news: list[NewsPage]
    conventions: list[ConventionPage]
    map: TerritoryMap | None


def newest_rows() -> Rows:
    """Read them from the database."""
    labels = dict(Disp.objects.values_list("code", "seat"))
    return Rows(
        list(NewsPage.objects.listed().with_list_details().select_related("image")[:NEWS_SHOWN]),
        list(standing(ConventionPage.objects.listed(), CONVENTIONS_SHOWN)),
        link_map(labels) if labels else None,
    )


class WayBlock(blocks.StructBlock):
    """One way for an employer to start."""

    pictogram = blocks.ChoiceBlock(choices=PICTOS, label="pictogramme")
    text = blocks.CharBlock(max_length=200, label="texte")
    link = LinkBlock()


class DoorBlock(blocks.StructBlock):
    """A quieter door, for somebody who is no employer."""

    question = blocks.CharBlock(max_length=120, label="question")
    link = LinkBlock()


class HomePage(BasePage):
    """The first page: an employer types a place; partners and readers find their door."""

    ways_title = models.CharField("titre des façons", max_length=80, default="Employeurs : quatre façons de commencer")
    ways_text = models.CharField(
        "texte des façons",
        max_length=200,
        default="Vous ne savez pas laquelle vous convient ? C’est la première chose que le référent regarde avec vous.",
    )
    ways = PortalStreamField([("way", WayBlock(label="façon"))], blank=True, verbose_name="façons de commencer")
    doors = PortalStreamField([("door", DoorBlock(label="entrée"))], blank=True, verbose_name="autres entrées")
    path_title = models.CharField("titre du parcours", max_length=80, default="Un même parcours, dedans puis dehors")
    path_steps = PortalStreamField([("step", PathStepBlock(label="étape"))], blank=True, verbose_name="parcours")

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.StandardPage",
        "home.WayPage",
        "home.QuestionsPage",
        "home.EstimatorPage",
        "directory.ActorsPage",
        "news.NewsIndexPage",
        "news.ConventionIndexPage",
        "news.PublicationIndexPage",
    ]
    max_count = 1
    page_description = "La page d’accueil"

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("ways_title"), FieldPanel("ways_text"), FieldPanel("ways")], heading="Employeurs"),
        FieldPanel("doors"),
        MultiFieldPanel([FieldPanel("path_title"), FieldPanel("path_steps")], heading="Parcours"),
    ]

    class Meta:
        verbose_name = "page d’accueil"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        rows = cached_rows(f"home:rows:{timezone.localdate()}", newest_rows)
        events = next_events(EVENTS_SHOWN)
        return super().get_context(request, *args, **kwargs) | {
            "lead_news": rows.news[0] if rows.news else None,
            "other_news": rows.news[1:],
            "events": events,
            "event_keys": keys_of(events),
            "conventions": rows.conventions,
            "publications": latest_publications(),
            "map": rows.map,
            "structured_data": json_ld(structured_data(frame_for(request).name, self.lead)),
        }


def structured_data(name: str, description: str) -> dict[str, Any]:
    """The portal as a site of schema.org: what it is called, who publishes it, how it is searched."""
    return {
        "@type": "WebSite",
        "name": name,
        "description": description,
        "url": absolute("/"),
        "inLanguage": "fr",
        "publisher": publisher(name),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{absolute(reverse('search:results'))}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }
