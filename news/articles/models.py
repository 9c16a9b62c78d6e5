"""A news article: its queries, its page, its structured data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.models import PageManager
from wagtail.search import index

from directory.referents.routing import contacts_in
from news.articles.related import related_to
from news.blocks import NewsBlocks
from news.subjects import NewsCategory, NewsTheme, subject
from portal.cms.base_page import BasePage
from portal.cms.compact_choices import CompactChoices
from portal.cms.navigation import frame_for
from portal.cms.page_images import read_with_body
from portal.cms.page_queries import ListedPageQuerySet, names_of, split_names
from portal.cms.share_pictures import address_of
from portal.cms.stream_field import PortalStreamField
from portal.web.json_ld import absolute, json_ld, publisher
from portal.web.pictures import SHARED

if TYPE_CHECKING:
    from django.http import HttpRequest

RELATED_AT_MOST = 3  # articles named beside one, in each of its lists


class NewsQuerySet(ListedPageQuerySet):
    """News by what a reader may see."""

    def listed(self) -> NewsQuerySet:
        """What public lists may show, newest first."""
        return super().listed().order_by("-published_on", "-pk")

    def as_rows(self) -> NewsQuerySet:
        """A slice of a list, newest first, with what its rows show: one query.

        A database works out the names of a row before it sorts: for the few of the slice, not for all of a region.
        """
        rows = self.model.objects.filter(pk__in=self.values("pk")).with_list_details()
        return rows.select_related("image").order_by("-published_on", "-pk")

    def with_list_details(self) -> NewsQuerySet:
        """What a row shows besides the page, in the same query."""
        joined = names_of(NewsPage.regions.through.objects.all(), "newspage", "region__name")
        return self.select_related("category", "theme").annotate(joined_regions=joined).defer_streamfields()


class NewsPage(BasePage):
    """A news item."""

    class Level(models.TextChoices):
        NATIONAL = "national", "National"
        REGION = "region", "Région"
        EUROPE = "europe", "Europe"
        FOCUS = "focus", "Focus"

    published_on = models.DateField("paru le", default=timezone.localdate)
    updated_on = models.DateField(
        "mis à jour le", null=True, blank=True, help_text="Seulement quand le texte a changé après sa parution."
    )
    category = models.ForeignKey(
        NewsCategory, on_delete=models.PROTECT, related_name="news", verbose_name="rubrique", null=True, blank=True
    )
    theme = models.ForeignKey(
        NewsTheme, on_delete=models.PROTECT, related_name="news", verbose_name="thème", null=True, blank=True
    )
    level = models.CharField("niveau", max_length=10, choices=Level.choices, default=Level.NATIONAL)
    regions = ParentalManyToManyField("directory.Region", related_name="+", blank=True, verbose_name="régions")
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="image",
    )
    caption = models.CharField("légende", max_length=250, blank=True)
    body = PortalStreamField(NewsBlocks(), blank=True, verbose_name="texte")
    source_url = models.URLField("adresse de la source", blank=True)
    source_label = models.CharField(
        "lien vers la source", max_length=120, blank=True, help_text="« Lire le communiqué sur le site de la DREETS »"
    )
    read_also = PortalStreamField(
        [("page", blocks.PageChooserBlock("news.NewsPage", label="actualité"))],
        blank=True,
        max_num=RELATED_AT_MOST,
        verbose_name="à lire aussi",
        help_text="Jusqu’à trois actualités ; ce qui manque est choisi d’après le thème et les régions.",
    )
    is_example = models.BooleanField(
        "contenu d’exemple", default=False, help_text="Affiche que les organismes et les faits sont fictifs."
    )

    objects: ClassVar = PageManager.from_queryset(NewsQuerySet)()

    parent_page_types = ["news.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = "Une actualité datée, avec sa rubrique et ses régions"

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("published_on"), FieldPanel("updated_on")]),
                FieldRowPanel([FieldPanel("category"), FieldPanel("theme"), FieldPanel("level")]),
                FieldPanel("regions", widget=CompactChoices),
            ],
            heading="Date et rubrique",
        ),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("caption")], heading="Image"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("source_url"), FieldPanel("source_label")], heading="Source"),
        FieldPanel("read_also"),
        FieldPanel("is_example"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = "actualité"
        verbose_name_plural = "actualités"
        indexes = [
            models.Index(fields=["-published_on", "-page_ptr"], name="news_by_date"),
            models.Index(fields=["theme", "-published_on", "-page_ptr"], name="news_by_theme"),
            models.Index(fields=["category", "-published_on", "-page_ptr"], name="news_by_category"),
        ]

    @cached_property
    def region_names(self) -> list[str]:
        """Names of its regions; a list brings them along."""
        if hasattr(self, "joined_regions"):
            return split_names(self.joined_regions)
        return sorted(region.name for region in self.regions.all())

    @property
    def origin(self) -> str:
        """Level, then what tells most: the regions, else the category. « Région · Occitanie », « National · Prix »."""
        detail = ", ".join(self.region_names) or (self.category.name if self.category else "")
        return " · ".join(part for part in (self.get_level_display(), detail) if part)

    def structured_data(self, site_name: str = "") -> dict[str, Any]:
        """The article in the words of schema.org; the portal of that name publishes it."""
        publishes = publisher(site_name)
        described = {
            "@type": "NewsArticle",
            "headline": self.title,
            "description": self.lead,
            "url": self.full_url,
            "datePublished": self.published_on.isoformat(),
            "dateModified": (self.updated_on or self.published_on).isoformat(),
            "articleSection": self.category.name if self.category else "",
            "contentLocation": [{"@type": "AdministrativeArea", "name": name} for name in self.region_names],
            "inLanguage": "fr",
            "mainEntityOfPage": self.full_url,
            "image": self.share_image,
            "author": {"@id": publishes["@id"]},
            "publisher": publishes,
        }
        return {name: value for name, value in described.items() if value}

    @property
    def share_image(self) -> str:
        """Public address of its photograph, as others show it beside a link; else of the picture drawn for it."""
        if self.image and not self.image.is_svg():
            return absolute(get_rendition_or_not_found(self.image, SHARED).url)
        return absolute(address_of(self))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        regions = list(self.regions.all())
        self.region_names = sorted(region.name for region in regions)
        self.image = read_with_body(self.image_id, self.body)
        self.category, self.theme = subject(self.category_id, NewsCategory), subject(self.theme_id, NewsTheme)
        return super().get_context(request, *args, **kwargs) | {
            "regions": regions,
            "contacts": contacts_in(regions),
            "related": related_to(self, regions),
            "structured_data": json_ld(self.structured_data(frame_for(request).name)),
        }
