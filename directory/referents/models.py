"""The sheet of a referent: the person, or the vacant post, that answers employers of some departments."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from phonenumber_field.modelfields import PhoneNumberField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from directory.referents import wording
from directory.referents.absence import Absence
from directory.referents.mission import Mission
from directory.referents.panels import TerritoryPanel
from directory.referents.querysets import ReferentQuerySet
from directory.territory.models import Disp
from portal.cms.draft_forms import DraftForm
from portal.cms.publication import CheckedWhenPublished
from portal.french import dates
from portal.french.words import listed
from portal.mail.fictional import refuse_in_demonstration
from search.models.atomic_save import AtomicSave

if TYPE_CHECKING:
    from django.http import HttpRequest


FRESH_FOR = datetime.timedelta(days=183)  # a sheet unverified for six months says so


class Referent(  # type: ignore[misc]  # Wagtail's mixins declare class attributes that stubs see as conflicting
    CheckedWhenPublished,
    Absence,
    AtomicSave,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
):
    """An R2IP: the person, or the vacant post, that answers employers of some departments.

    The public label is the office and its functional mailbox. Name and direct line are shown only when the person
    agreed: these are prison staff. Departments and missions live in the revision (ParentalManyToManyField): with a
    plain ManyToManyField, published changes of a draft would be lost without an error. What is in `NOT_DRAFTED` is the
    contrary: publishing an old draft must not give a closed account its sheet back.
    """

    NOT_DRAFTED = ("account_id", "asked_on", "correction_asked_on")

    class Gender(models.TextChoices):
        FEMININE = "f", "référente"
        MASCULINE = "m", "référent"
        TEAM = "t", "équipe"

    office = models.CharField(
        "bureau", max_length=120, help_text="Le nom public du poste : « R2IP travail et emploi, Normandie »."
    )
    slug = models.SlugField(
        "identifiant d’adresse", max_length=80, unique=True, help_text="D’après le bureau, jamais d’après la personne."
    )
    disp = models.ForeignKey(
        "directory.Disp", models.PROTECT, null=True, related_name="referents", verbose_name="direction interrégionale"
    )
    first_name = models.CharField("prénom", max_length=60, blank=True)
    last_name = models.CharField("nom", max_length=60, blank=True)
    gender = models.CharField(
        "titre affiché", max_length=1, choices=Gender.choices, default=Gender.TEAM, help_text="Jamais deviné."
    )
    shows_name = models.BooleanField("afficher le nom", default=False, help_text="Seulement avec son accord.")
    email = models.EmailField("boîte fonctionnelle")
    shows_email = models.BooleanField("afficher l’adresse", default=True, help_text="Sinon : le formulaire seul.")
    telephone = PhoneNumberField("téléphone", blank=True)
    shows_telephone = models.BooleanField(
        "afficher la ligne directe", default=False, help_text="Seulement avec son accord."
    )
    hours = models.CharField(
        "horaires", max_length=120, blank=True, default="Du lundi au vendredi, de 9\u00a0h à 17\u00a0h"
    )
    departments = ParentalManyToManyField(
        "directory.Department", related_name="referents", verbose_name="départements", blank=True
    )
    missions = ParentalManyToManyField(Mission, related_name="referents", verbose_name="missions", blank=True)
    verified_on = models.DateField("coordonnées vérifiées le", null=True, blank=True)
    is_vacant = models.BooleanField("poste à pourvoir", default=False)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="referent",
        verbose_name="compte",
    )
    asked_on = models.DateField("vérification demandée le", null=True, blank=True, editable=False)
    correction_asked_on = models.DateField("correction annoncée le", null=True, blank=True, editable=False)

    base_form_class = DraftForm
    objects: ClassVar = ReferentQuerySet.as_manager()

    panels = [
        MultiFieldPanel(
            [FieldPanel("office"), FieldPanel("slug"), FieldPanel("disp"), FieldPanel("is_vacant")], heading="Poste"
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("first_name"), FieldPanel("last_name"), FieldPanel("gender")]),
                FieldPanel("shows_name"),
            ],
            heading="Personne",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("email"), FieldPanel("shows_email")]),
                FieldRowPanel([FieldPanel("telephone"), FieldPanel("shows_telephone")]),
                FieldPanel("hours"),
                FieldPanel("verified_on"),
            ],
            heading="Coordonnées",
        ),
        TerritoryPanel("departments"),
        FieldPanel("missions", widget=CheckboxSelectMultiple),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("absent_from"), FieldPanel("absent_until")]), FieldPanel("substitute")],
            heading="Absence",
        ),
        PublishingPanel(),
    ]
    search_fields = [
        index.SearchField("office"),
        index.SearchField("last_name"),
        index.AutocompleteField("office"),
        index.FilterField("disp"),
    ]

    class Meta:
        verbose_name = "référent"
        ordering = ["disp__sort_order", "office"]

    def __str__(self) -> str:
        return f"{self.full_name} – {self.office}" if self.full_name else self.office

    def clean(self) -> None:
        """Refuse what would mislead an employer: a shown name that is empty, a substitute that is oneself."""
        super().clean()
        errors = {}
        if self.shows_name and not self.full_name:
            errors["shows_name"] = "Écrivez d’abord le prénom et le nom."
        if self.shows_telephone and not self.telephone:
            errors["shows_telephone"] = "Écrivez d’abord le téléphone."
        errors |= self.absence_errors()
        if errors:
            raise ValidationError(errors)
        refuse_in_demonstration("email", self.email)

    def with_content_json(self, content: dict[str, Any]) -> Referent:
        """The sheet as a revision has it; what is no part of a draft stays as the database has it."""
        drafted = super().with_content_json(content)
        for name in self.NOT_DRAFTED:
            setattr(drafted, name, getattr(self, name))
        return drafted

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "directory/referent.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from directory.pages.sheets import page_context  # noqa: PLC0415 - sheets are made of these models

        if self.disp is None:  # a draft that is being written
            self.disp = Disp(code="a-choisir", seat="Direction à choisir", plain_name="direction à choisir")

        return super().get_preview_context(request, mode_name) | page_context(self)

    def get_absolute_url(self) -> str:
        """Address of the public sheet: stable, since it comes from the office."""
        return reverse("directory:referent", args=[self.slug])

    @property
    def full_name(self) -> str:
        """First and last name as stored, for staff; the public sees `display_name`."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_named(self) -> bool:
        """Whether the public may see a name."""
        return self.shows_name and bool(self.full_name) and not self.is_vacant

    @property
    def display_name(self) -> str:
        """The public label: the person when they agreed, else the office."""
        return self.full_name if self.is_named else self.office

    @property
    def public_names(self) -> tuple[str, ...]:
        """What the sheet may be asked for by: the person's name when it is shown, and the office."""
        return (self.full_name, self.last_name, self.office) if self.is_named else (self.office,)

    @property
    def mention(self) -> str:
        """The public label inside a sentence: a person's name, or « le bureau « R2IP travail, Normandie » »."""
        return self.display_name if self.is_named else f"le bureau « {self.office} »"

    @property
    def words(self) -> wording.Wording:
        """Words that agree with the displayed title; a vacant post has nobody to agree with."""
        return wording.wording_for(self.Gender.TEAM if self.is_vacant else self.gender)

    @property
    def answer_heading(self) -> str:
        """First heading where this is the answer: « Votre référente est Camille Exemple »."""
        return (self.words.answer if self.is_named else self.words.answer_unnamed).format(self.display_name)

    @property
    def write_label(self) -> str:
        """Label of the link to the form: « Écrire à Camille Exemple »; nobody writes to who is away."""
        if self.is_absent:
            return self.available_substitute.write_label if self.available_substitute else "Écrire à la direction"
        return f"Écrire à {self.display_name}" if self.is_named else self.words.write_unnamed

    @property
    def public_email(self) -> str:
        """E-mail the public may see, or nothing."""
        return self.email if self.shows_email and not self.is_vacant else ""

    @property
    def public_telephone(self) -> str:
        """National format of the line the public may see, or nothing: nobody answers it during an absence."""
        if not self.shows_telephone or self.is_vacant or self.is_absent:
            return ""
        return getattr(self.telephone, "as_national", "")  # a number is written out to tell whether it is empty

    @property
    def situation(self) -> str:
        """For lists of staff: « Poste à pourvoir », « Absence jusqu’au 1er décembre », « En poste »."""
        return "Poste à pourvoir" if self.is_vacant else self.absence_label or "En poste"

    @property
    def freshness_label(self) -> str:
        """Since when the coordinates are sure: « Coordonnées vérifiées le 3 novembre 2026. »; empty when too old."""
        return f"Coordonnées vérifiées le {dates.day(self.verified_on)}." if self.is_fresh else ""

    @property
    def staleness_label(self) -> str:
        """« Ces coordonnées datent de mars 2026. »; empty while they are fresh."""
        if self.is_fresh:
            return ""
        if self.verified_on is None:
            return "Ces coordonnées n’ont pas été vérifiées."
        return f"Ces coordonnées datent {dates.of_month(self.verified_on)}."

    @property
    def is_fresh(self) -> bool:
        """Whether the sheet was verified in the last six months."""
        return self.verified_on is not None and timezone.localdate() - self.verified_on <= FRESH_FOR

    @cached_property
    def department_codes(self) -> frozenset[str]:
        """Codes of the departments served; what matching reads."""
        return frozenset(department.pk for department in self.departments.all())

    @property
    def subjects(self) -> str:
        """What they are asked about, after « pour »: « la formation et l’insertion »; empty without missions."""
        return listed([mission.subject for mission in self.missions.all()])

    @cached_property
    def mission_codes(self) -> frozenset[str]:
        """Codes of the missions; what matching orders by."""
        return frozenset(mission.pk for mission in self.missions.all())
