from __future__ import annotations

from typing import ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from directory.blocks import PlaceFormBlock
from portal.cms.base_page import BasePage
from portal.cms.blocks import SHORT_TEXT, ArticleBlocks
from portal.cms.stream_field import PortalStreamField


class StandardBlocks(ArticleBlocks):
    """The article kit, with the field that leads to a referent."""

    place_form = PlaceFormBlock()

    class Meta:
        block_counts = {"place_form": {"max_num": 1}}  # its field has one id


class StandardPage(BasePage):
    """A page of lasting text: the employers' landing page, legal notices."""

    in_brief = RichTextField("en bref", features=SHORT_TEXT, blank=True, help_text="Trois lignes, pour qui est pressé.")
    body = PortalStreamField(StandardBlocks(), blank=True, verbose_name="texte")
    shows_summary = models.BooleanField(
        "afficher le sommaire", default=False, help_text="Fait des titres de niveau 2 du texte."
    )
    shows_update = models.BooleanField("afficher la date de mise à jour", default=False)

    parent_page_types = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = "Une page de texte : présentation, mentions légales"

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("in_brief"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("shows_summary"), FieldPanel("shows_update")], heading="Présentation"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = "page de texte"
        verbose_name_plural = "pages de texte"
