from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from directory.blocks import PathStepBlock
from directory.models import Disp
from directory.territory_map import link_map
from news.archive import latest_publications
from news.convention_archive import standing
from news.models import ConventionPage, EventPage, NewsPage
from portal.cms.base_page import BasePage
from portal.cms.blocks import PICTOS, LinkBlock
from portal.cms.stream_field import PortalStreamField

if TYPE_CHECKING:
    from django.http import HttpRequest

    from directory.territory_map import TerritoryMap

NEWS_SHOWN = 5  # one lead item and four lines
CONVENTIONS_SHOWN = 6
EVENTS_SHOWN = 2


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
        news = list(NewsPage.objects.listed().with_list_details().select_related("image")[:NEWS_SHOWN])
        return super().get_context(request, *args, **kwargs) | {
            "lead_news": news[0] if news else None,
            "other_news": news[1:],
            "events": list(EventPage.objects.listed().upcoming().with_list_details()[:EVENTS_SHOWN]),
            "conventions": list(standing(ConventionPage.objects.listed(), CONVENTIONS_SHOWN)),
            "publications": latest_publications(),
            "map": self.map(),
        }

    def map(self) -> TerritoryMap | None:
        """The directions as links, once the tables of the territory are loaded."""
        labels = dict(Disp.objects.values_list("code", "seat"))
        return link_map(labels) if labels else None
