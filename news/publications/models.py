"""One issue of a letter, with its contents and its document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from news.blocks import NewsBlocks
from portal.cms.base_page import BasePage
from portal.cms.page_queries import ListedPageQuerySet
from portal.cms.stream_field import PortalStreamField
from portal.files.pdf import is_tagged

if TYPE_CHECKING:
    from django.http import HttpRequest

OTHERS_SHOWN = 3


class PublicationQuerySet(ListedPageQuerySet):
    """Publications by what a reader may see."""

    def listed(self) -> PublicationQuerySet:
        """What public lists may show, newest first, with the document that a row names."""
        return super().listed().select_related("document").order_by("-published_on", "-pk")


class ContentsBlock(blocks.StructBlock):
    """One line of the contents of an issue."""

    title = blocks.CharBlock(max_length=160, label="titre")
    text = blocks.CharBlock(max_length=300, required=False, label="en une phrase")
    page = blocks.CharBlock(max_length=10, required=False, label="page", help_text="Du PDF : « 3 ».")

    class Meta:
        icon = "list-ol"
        label = "ligne du sommaire"


class PublicationPage(BasePage):
    """One numbered issue of a letter: its contents, and its text here or as an accessible PDF."""

    series = models.CharField(
        "publication", max_length=80, default="La lettre", help_text="« La lettre », « Repères »."
    )
    number = models.PositiveIntegerField("numéro", null=True)
    published_on = models.DateField("paru le", default=timezone.localdate)
    contents = PortalStreamField([("entry", ContentsBlock())], blank=True, verbose_name="sommaire")
    document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="document",
        help_text="Un PDF balisé, lisible par un lecteur d’écran. Sans balises, écrivez aussi le texte ci-dessous.",
    )
    body = PortalStreamField(NewsBlocks(), blank=True, verbose_name="texte")
    is_example = models.BooleanField(
        "contenu d’exemple", default=False, help_text="Affiche que les organismes et les faits sont fictifs."
    )

    objects: ClassVar = PageManager.from_queryset(PublicationQuerySet)()

    parent_page_types = ["news.PublicationIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = "Un numéro d’une lettre, avec son sommaire"

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("series"), FieldPanel("number"), FieldPanel("published_on")])], heading="Numéro"
        ),
        FieldPanel("contents"),
        FieldPanel("document"),
        FieldPanel("body"),
        FieldPanel("is_example"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = "publication"
        indexes = [models.Index(fields=["-published_on", "-page_ptr"], name="publications_by_date")]

    def clean(self) -> None:
        """Refuse a number twice in one series, and an issue that not everybody could read."""
        super().clean()
        twins = PublicationPage.objects.filter(series=self.series, number=self.number).exclude(pk=self.pk)
        if self.number and twins.exists():
            raise ValidationError({"number": f"« {self.series} » a déjà un numéro {self.number}."})
        if self.document and not self.body and self.document.file_extension.lower() == "pdf":
            with self.document.open_file() as file:
                if not is_tagged(file):
                    raise ValidationError(
                        {"document": "Ce PDF n’est pas balisé : un lecteur d’écran s’y perd. Écrivez aussi son texte."}
                    )

    @property
    def label(self) -> str:
        """« La lettre, n° 12 »."""
        return f"{self.series}, n°\u00a0{self.number or '…'}"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        others = PublicationPage.objects.listed().defer_streamfields().filter(series=self.series).exclude(pk=self.pk)
        return super().get_context(request, *args, **kwargs) | {"others": list(others[:OTHERS_SHOWN])}
