from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from portal.cms.base_page import BasePage
from portal.cms.blocks import ArticleBlocks
from portal.cms.partial_date_field import PartialDateField
from portal.cms.stream_field import PortalStreamField

if TYPE_CHECKING:
    from django.http import HttpRequest


class ConventionState(models.TextChoices):
    """Where a convention stands today; computed, never stored."""

    UPCOMING = "upcoming", "À venir"
    CURRENT = "current", "En cours"
    OPEN_ENDED = "open-ended", "Fin non précisée"
    RENEWED = "renewed", "Renouvelée"
    ENDED = "ended", "Échue"


ORDER_OF_STATES = [ConventionState.CURRENT, ConventionState.UPCOMING, ConventionState.OPEN_ENDED,
                   ConventionState.RENEWED, ConventionState.ENDED]  # fmt: skip


class ConventionQuerySet(PageQuerySet):
    """Conventions by what a reader may see."""

    def listed(self) -> ConventionQuerySet:
        """What public lists may show: live and not private."""
        return self.live().public()

    def with_list_details(self) -> ConventionQuerySet:
        """What a row shows besides the page: three queries, whatever the number of rows."""
        return self.prefetch_related("regions", "parties", "renewals")


class ConventionPage(BasePage):
    """A signed agreement: who commits, to what, until when. Its title says what it changes."""

    regions = ParentalManyToManyField("directory.Region", related_name="+", blank=True, verbose_name="régions")
    signed_on = PartialDateField("signature")
    starts_on = PartialDateField("début")
    ends_on = PartialDateField("échéance")
    replaces = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="renewals",
        verbose_name="renouvelle la convention",
    )
    contact = models.CharField(
        "fonction à contacter", max_length=160, blank=True, help_text="« Correspondante justice de Pôle emploi »"
    )
    audience = models.TextField("pour qui", max_length=400, blank=True)
    body = PortalStreamField(ArticleBlocks(), blank=True, verbose_name="contenu")
    source_url = models.URLField("adresse de la source", blank=True)
    source_label = models.CharField("lien vers la source", max_length=120, blank=True)
    is_example = models.BooleanField(
        "contenu d’exemple", default=False, help_text="Affiche que les organismes et les faits sont fictifs."
    )

    objects: ClassVar = PageManager.from_queryset(ConventionQuerySet)()

    parent_page_types = ["news.ConventionIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = "Une convention signée avec un ou plusieurs acteurs"

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("signed_on"), FieldPanel("starts_on"), FieldPanel("ends_on")]),
                PageChooserPanel("replaces", "news.ConventionPage"),
            ],
            heading="Dates",
        ),
        FieldPanel("regions", widget=CheckboxSelectMultiple),
        InlinePanel("parties", heading="Signataires", label="Signataire", min_num=0),
        FieldPanel("audience"),
        InlinePanel("figures", heading="Chiffres clés", label="Chiffre"),
        FieldPanel("body"),
        FieldPanel("contact"),
        MultiFieldPanel([FieldPanel("source_url"), FieldPanel("source_label")], heading="Source"),
        FieldPanel("is_example"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = "convention"

    @property
    def state(self) -> ConventionState:
        """Where it stands today. An end nobody published is said to be unknown, never assumed."""
        today = timezone.localdate()
        start = self.starts_on or self.signed_on
        if start and start.first_day and start.first_day > today:
            return ConventionState.UPCOMING
        if any(renewal.live for renewal in self.renewals.all()):
            return ConventionState.RENEWED
        if not self.ends_on or not self.ends_on.last_day:
            return ConventionState.OPEN_ENDED
        return ConventionState.ENDED if self.ends_on.last_day < today else ConventionState.CURRENT

    @property
    def period(self) -> str:
        """The dates in one line of French, as precisely as they are known."""
        start, end = self.starts_on, self.ends_on
        if start and end:
            return f"{start.label} – {end.label}"
        if self.signed_on and self.signed_on.year is None:
            return f"Signée un {self.signed_on.label}, année non précisée"
        if self.signed_on:
            return f"Signée le {self.signed_on.label}" if self.signed_on.day else f"Signée en {self.signed_on.label}"
        return "Dates non précisées"

    def chain(self) -> list[ConventionPage]:
        """This convention with the ones it renews and those that renew it, oldest first; public ones only."""
        before, after, seen = [], [], {self.pk}
        convention = self
        while convention.replaces_id and convention.replaces_id not in seen:
            convention = ConventionPage.objects.get(pk=convention.replaces_id)
            seen.add(convention.pk)
            before.insert(0, convention)
        convention = self
        while renewal := ConventionPage.objects.listed().filter(replaces=convention).exclude(pk__in=seen).first():
            seen.add(renewal.pk)
            after.append(renewal)
            convention = renewal
        public = set(ConventionPage.objects.listed().filter(pk__in=seen).values_list("pk", flat=True))
        return [*(each for each in before if each.pk in public), self, *after]


class ConventionParty(Orderable):
    """An organisation that signed. The office comes first; a person's name is optional."""

    page = ParentalKey(ConventionPage, on_delete=models.CASCADE, related_name="parties")
    organisation = models.CharField("organisme", max_length=160)
    office = models.CharField("qualité du signataire", max_length=160, blank=True)
    person = models.CharField("nom du signataire", max_length=120, blank=True)

    panels = [FieldPanel("organisation"), FieldPanel("office"), FieldPanel("person")]

    class Meta(Orderable.Meta):
        verbose_name = "signataire"


class ConventionFigure(Orderable):
    """A key figure; without its year and scope it is refused."""

    page = ParentalKey(ConventionPage, on_delete=models.CASCADE, related_name="figures")
    value = models.CharField("valeur", max_length=20, help_text="« 4 347 » ou « 2,4 % »")
    label = models.CharField("ce qui est compté", max_length=120)
    scope = models.CharField("année et périmètre", max_length=120, help_text="« 2019, Occitanie »")

    panels = [FieldPanel("value"), FieldPanel("label"), FieldPanel("scope")]

    class Meta(Orderable.Meta):
        verbose_name = "chiffre clé"
        verbose_name_plural = "chiffres clés"


class ConventionIndexPage(BasePage):
    """All conventions, those in force first."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.ConventionPage"]
    max_count = 1
    page_description = "La liste des conventions"

    class Meta:
        verbose_name = "liste des conventions"

    def conventions(self) -> list[ConventionPage]:
        """Public conventions: by state, then newest first."""
        conventions = list(ConventionPage.objects.child_of(self).listed().with_list_details())
        conventions.sort(key=lambda each: str(each.signed_on or each.starts_on or ""), reverse=True)
        return sorted(conventions, key=lambda each: ORDER_OF_STATES.index(each.state))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"conventions": self.conventions()}
