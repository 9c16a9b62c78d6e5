from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from portal.cms.base_page import BasePage
from portal.cms.blocks import ArticleBlocks
from portal.cms.page_queries import ListedPageQuerySet, names_of, split_names
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


class ConventionQuerySet(ListedPageQuerySet):
    """Conventions by what a reader may see."""

    def with_list_details(self) -> ConventionQuerySet:
        """What a row shows besides the page, in the same query."""
        return self.annotate(
            joined_regions=names_of(ConventionPage.regions.through.objects.all(), "conventionpage", "region__name"),
            joined_parties=names_of(ConventionParty.objects.all(), "page", "organisation"),
            is_renewed=models.Exists(ConventionPage.objects.listed().filter(replaces=models.OuterRef("pk"))),
        ).defer_streamfields()

    def by_state(self) -> list[ConventionPage]:
        """Those in force first, then the newest first; an unknown year comes last."""
        rows = sorted(self, key=lambda each: each.known_since or datetime.date.min, reverse=True)
        return sorted(rows, key=lambda each: ORDER_OF_STATES.index(each.state))


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
        "fonction à contacter", max_length=160, blank=True, help_text="« Correspondante justice de Pôle emploi »"
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

    @cached_property
    def region_names(self) -> list[str]:
        """Names of its regions; a list brings them along."""
        if hasattr(self, "joined_regions"):
            return split_names(self.joined_regions)
        return sorted(region.name for region in self.regions.all())

    @property
    def unnamed_regions(self) -> str:
        """Its regions, unless its title names them already."""
        return ", ".join(name for name in self.region_names if name not in self.title)

    @cached_property
    def party_names(self) -> list[str]:
        """Organisations that signed, by name: no rank among them; a list brings them along."""
        if hasattr(self, "joined_parties"):
            return split_names(self.joined_parties)
        return sorted(party.organisation for party in self.parties.all())

    @cached_property
    def is_renewed(self) -> bool:
        """Whether a public convention replaces this one; lists and `chain` bring the answer along."""
        return ConventionPage.objects.listed().filter(replaces=self).exists()

    @property
    def known_since(self) -> datetime.date | None:
        """First day it may bind; None without a year."""
        start = self.starts_on or self.signed_on
        return start.first_day if start else None

    @property
    def state(self) -> ConventionState:
        """Where it stands today. An end nobody published is said to be unknown, never assumed."""
        today = timezone.localdate()
        if self.known_since and self.known_since > today:
            return ConventionState.UPCOMING
        if self.is_renewed:
            return ConventionState.RENEWED
        if not self.ends_on or not self.ends_on.last_day:
            return ConventionState.OPEN_ENDED
        return ConventionState.ENDED if self.ends_on.last_day < today else ConventionState.CURRENT

    @property
    def state_sentence(self) -> str:
        """The state with its date where it has one: « Échue depuis novembre 2024 »."""
        if self.state == ConventionState.ENDED:
            return f"Échue depuis {'le ' if self.ends_on.day else ''}{self.ends_on.label}"
        if self.state == ConventionState.CURRENT:
            return f"En cours jusqu’{'au' if self.ends_on.day else 'en'} {self.ends_on.label}"
        return self.state.label

    @property
    def needs_successor(self) -> bool:
        """Ended without a renewal we know: only a referent can say what came after."""
        return self.state == ConventionState.ENDED

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

    @cached_property
    def chain(self) -> list[ConventionPage]:
        """This convention with the ones it renews and those that renew it, oldest first; public ones only.

        One query whatever its length: conventions are few, and a chain is walked faster in memory.
        """
        listed = {each.pk: each for each in ConventionPage.objects.listed().defer_streamfields()}
        renewals = {each.replaces_id: each for each in listed.values() if each.replaces_id}
        self.is_renewed = self.pk in renewals
        chain, seen = [self], {self.pk}
        while (before := listed.get(chain[0].replaces_id)) and before.pk not in seen:
            seen.add(before.pk)
            chain.insert(0, before)
        while (after := renewals.get(chain[-1].pk)) and after.pk not in seen:
            seen.add(after.pk)
            chain.append(after)
        return chain

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        later = self.chain[self.chain.index(self) + 1 :]
        regions = list(self.regions.all())
        self.region_names = sorted(region.name for region in regions)
        return super().get_context(request, *args, **kwargs) | {
            "chain": self.chain,
            "successor": later[0] if later else None,
            "regions": regions,
            "parties": list(self.parties.all()),
            "figures": list(self.figures.all()),
        }


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
    value = models.CharField("valeur", max_length=20, help_text="« 4 347 » ou « 2,4 % »")
    label = models.CharField("ce qui est compté", max_length=120)
    scope = models.CharField("année et périmètre", max_length=120, help_text="« 2019, Occitanie »")

    panels = [FieldPanel("value"), FieldPanel("label"), FieldPanel("scope")]

    class Meta(Orderable.Meta):
        verbose_name = "chiffre clé"
        verbose_name_plural = "chiffres clés"
