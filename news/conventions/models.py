"""A convention: its dates and state, its page, its place in a chain of renewals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import PageManager
from wagtail.search import index

from directory.referents.routing import contacts_in
from news.conventions import renewals
from news.conventions.blocks import ActionBlock, LegalBasisBlock, PointBlock
from news.conventions.figures import is_told, told_once
from news.conventions.forms import ConventionForm
from news.conventions.panels import edit_handler
from news.conventions.querysets import ConventionQuerySet
from news.conventions.states import ConventionState, state_of
from news.conventions.structured_data import structured_data
from portal.cms.base_page import BasePage
from portal.cms.blocks import ArticleBlocks
from portal.cms.page_queries import split_names
from portal.cms.partial_date_field import PartialDateField
from portal.cms.stream_field import PortalStreamField
from portal.french.words import french_number, plural
from portal.web.json_ld import json_ld

if TYPE_CHECKING:
    import datetime

    from django.http import HttpRequest

LEADING_FIGURES = 3
FILE_SLUG = "csv"  # the list has its file for spreadsheets at this address


class ConventionPage(BasePage):
    """A signed agreement: who commits, to what, until when. Its title says what it changes."""

    regions = ParentalManyToManyField(
        "directory.Region",
        related_name="+",
        blank=True,
        verbose_name="régions",
        help_text="Où elle s’applique ; les directions interrégionales s’en déduisent. Aucune : la France entière.",
    )
    signed_on = PartialDateField("signature")
    starts_on = PartialDateField("début")
    ends_on = PartialDateField("échéance")
    partners_since = models.PositiveSmallIntegerField(
        "partenaires depuis",
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
        help_text="L’année où le partenariat a commencé, si elle précède la première convention publiée ici.",
    )
    replaces = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="renewals",
        verbose_name="renouvelle la convention",
    )
    audience = models.TextField("pour qui", max_length=400, blank=True)
    eligibility = models.TextField(
        "à quelles conditions", max_length=400, blank=True, help_text="Ce qu’il faut remplir pour en bénéficier."
    )
    priorities = PortalStreamField([("point", PointBlock())], blank=True, verbose_name="priorités")
    commitments = PortalStreamField([("point", PointBlock())], blank=True, verbose_name="engagements")
    actions = PortalStreamField([("action", ActionBlock())], blank=True, verbose_name="actions, lieu par lieu")
    legal_basis = PortalStreamField([("text", LegalBasisBlock())], blank=True, verbose_name="fondement juridique")
    advisers = models.PositiveSmallIntegerField("conseillers", null=True, blank=True)
    full_time_equivalents = models.DecimalField(
        "équivalents temps plein", max_digits=6, decimal_places=2, null=True, blank=True, help_text="Par exemple : 5,15"
    )
    means_scope = models.CharField(
        "année et périmètre de ces moyens", max_length=160, blank=True, help_text="« Occitanie, 2021 »"
    )
    means = models.TextField("autres moyens", max_length=400, blank=True)
    results = models.TextField(
        "bilan", max_length=1000, blank=True, help_text="Ce que cette convention a permis ; la suivante le reprend."
    )
    earlier_results = models.TextField(
        "bilan de la précédente",
        max_length=1000,
        blank=True,
        help_text="Seulement si la précédente n’a pas de page ici.",
    )
    contact = models.CharField(
        "fonction à contacter", max_length=160, blank=True, help_text="« Correspondante justice de Pôle emploi »"
    )
    finding = models.CharField(
        "ce que montrent les chiffres",
        max_length=160,
        blank=True,
        help_text="Le titre du tableau : « Près d’une personne sur onze l’était en Occitanie ».",
    )
    body = PortalStreamField(ArticleBlocks(), blank=True, verbose_name="texte libre")
    names_note = models.CharField(
        "noms de l’époque",
        max_length=250,
        blank=True,
        help_text="« Pôle emploi est devenu France Travail le 1er janvier 2024. »",
    )
    source_url = models.URLField("adresse de la source", blank=True)
    source_label = models.CharField("source", max_length=160, blank=True, help_text="« D’après l’annonce de… »")
    is_example = models.BooleanField(
        "contenu d’exemple", default=False, help_text="Affiche que les organismes et les faits sont fictifs."
    )

    # Read from the fields above whenever the page is saved, so that the database can filter, order and follow chains.
    binds_from = models.DateField("premier jour possible", null=True, editable=False)
    binds_until = models.DateField("dernier jour possible", null=True, editable=False)
    chain_key = models.UUIDField("chaîne", null=True, editable=False)

    objects: ClassVar = PageManager.from_queryset(ConventionQuerySet)()
    base_form_class = ConventionForm

    parent_page_types = ["news.ConventionIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = "Une convention signée avec un ou plusieurs acteurs"

    edit_handler = edit_handler(BasePage)
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
        index.FilterField("binds_until"),
    ]

    class Meta:
        verbose_name = "convention"
        indexes = [
            models.Index(fields=["binds_from"], name="convention_from"),
            models.Index(fields=["binds_until"], name="convention_until"),
            models.Index(fields=["chain_key"], name="convention_chain"),
            # Without the many that renew nothing: SQLite's statistics take them for one convention renewed by all, and
            # lists would read the whole table for each of their rows.
            models.Index(fields=["replaces"], name="convention_renews", condition=models.Q(replaces__isnull=False)),
        ]

    def clean(self) -> None:
        """Refuse dates that contradict each other for certain, and means whose year and scope nobody gives."""
        super().clean()
        errors = {}
        if (last := self.known_until) and (start := self.starts_on) and start.first_day and last < start.first_day:
            errors["ends_on"] = "L’échéance vient avant le début."
        elif last and (signed := self.signed_on) and signed.first_day and last < signed.first_day:
            errors["ends_on"] = "L’échéance vient avant la signature."
        if (self.advisers is not None or self.full_time_equivalents is not None) and not self.means_scope:
            errors["means_scope"] = "Un chiffre a toujours son année et son périmètre."
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store what is read from the dates and the chain; renewals follow when the chain becomes another one."""
        self.binds_from, self.binds_until = self.known_since, self.known_until
        self.chain_key = renewals.key_of(self)
        super().save(*args, **kwargs)
        renewals.carry_on(self)

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
        """Whether a public convention has replaced this one."""
        return ConventionPage.objects.listed().begun(timezone.localdate()).filter(replaces=self).exists()

    @property
    def known_since(self) -> datetime.date | None:
        """First day it may bind; None without a year."""
        start = self.starts_on or self.signed_on
        return start.first_day if start else None

    @property
    def known_until(self) -> datetime.date | None:
        """Last day it may bind; None without a year."""
        return self.ends_on.last_day if self.ends_on else None

    @cached_property
    def state(self) -> ConventionState:
        """Where it stands today; a list brings it along."""
        if hasattr(self, "state_code"):
            return ConventionState(self.state_code)
        return state_of(self.known_since, self.known_until, timezone.localdate(), is_renewed=self.is_renewed)

    @property
    def state_sentence(self) -> str:
        """The state with its date where it has one: « Échue depuis novembre 2024 »."""
        if self.state == ConventionState.ENDED:
            return f"Échue depuis {'le ' if self.ends_on.day else ''}{self.ends_on.label}"
        if self.state == ConventionState.CURRENT:
            return f"En cours jusqu’{'au' if self.ends_on.day else 'en'} {self.ends_on.label}"
        return self.state.label

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

    @property
    def advisers_sentence(self) -> str:
        """« 15 conseillers, soit 5,15 équivalents temps plein »."""
        people = f"{self.advisers} {plural(self.advisers, 'conseiller')}" if self.advisers else ""
        times = self.full_time_equivalents
        hours = f"{french_number(times)}\u00a0{plural(times, 'équivalent')} temps plein" if times else ""
        return ", soit ".join(filter(None, [people, hours]))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        chain = renewals.members(self)
        self.is_renewed = renewals.is_renewed(self, chain)
        # A draft that is previewed may hold what is not stored.
        reads_documents = self.holds_documents or getattr(request, "is_preview", False)
        regions = list(self.regions.select_related("disp"))
        self.region_names = sorted(region.name for region in regions)
        parties, figures = list(self.parties.all()), list(self.figures.all())
        big, rows = told_once(figures, LEADING_FIGURES)
        means = (self.advisers, self.full_time_equivalents)
        return super().get_context(request, *args, **kwargs) | {
            "stages": renewals.stages(self, chain),
            "predecessor": renewals.before(self, chain),
            "successor": renewals.after(self, chain),
            "regions": regions,
            "contacts": contacts_in(regions),
            "disps": sorted({region.disp.seat for region in regions}),
            "parties": parties,
            "figures": big,
            "advisers_sentence": "" if is_told(means, "conseiller", figures) else self.advisers_sentence,
            "bars": rows,
            "documents": [each for each in self.documents.select_related("document") if each.document_id]
            if reads_documents
            else [],
            "structured_data": json_ld(structured_data(self, parties, renewals.before(self, chain))),
        }
