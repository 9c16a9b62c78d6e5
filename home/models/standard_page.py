"""Pages of text, with the article kit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from directory.blocks import PlaceFormBlock
from home.accessibility.current import current_conformity, latest_audit
from home.models.identities import ACCESSIBILITY, LEGAL
from home.questions.models import first_of_employers
from home.ways.models import WayPage, ways_listed
from portal.cms.base_page import BasePage
from portal.cms.blocks import SHORT_TEXT, WAYS_ON, ArticleBlocks
from portal.cms.stream_field import PortalStreamField

if TYPE_CHECKING:
    from django.http import HttpRequest


class StandardBlocks(ArticleBlocks):
    """The article kit, with the field that leads to a referent."""

    place_form = PlaceFormBlock(group=WAYS_ON)

    class Meta:
        block_counts = {"place_form": {"max_num": 1}}  # its field has one id


class StandardPage(BasePage):
    """A page of lasting text: the employers' landing page, which compares the ways below it, and legal notices."""

    in_brief = RichTextField("en bref", features=SHORT_TEXT, blank=True, help_text="Trois lignes, pour qui est pressé.")
    body = PortalStreamField(StandardBlocks(), blank=True, verbose_name="texte")
    shows_summary = models.BooleanField(
        "afficher le sommaire", default=False, help_text="Fait des titres de niveau 2 du texte."
    )
    shows_update = models.BooleanField("afficher la date de mise à jour", default=False)

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.WayPage"]
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

    @property
    def is_lasting(self) -> bool:
        """A legal page stays; the others are the editors'."""
        return self.translation_key in LEGAL

    @property
    def declares_conformity(self) -> bool:
        """Whether it is the statement of accessibility, whose state and results come from the recorded audits."""
        return self.translation_key == ACCESSIBILITY

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # Only a page that has children asks for them: legal pages cost no query more.
        ways = self.ways() if self.numchild else []
        questions = first_of_employers() if ways else []
        declared = {"conformity": current_conformity(), "audit": latest_audit()} if self.declares_conformity else {}
        return super().get_context(request, *args, **kwargs) | {"ways": ways, "questions": questions} | declared

    def ways(self) -> list[WayPage]:
        """The ways to work below this page, which it then compares before its own text."""
        return list(ways_listed().child_of(self))
