from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.formats import date_format
from phonenumber_field.modelfields import PhoneNumberField

from directory import wording
from directory.contact import references
from directory.contact.models.querysets import ContactRequestQuerySet
from directory.contact.phones import phone_label, phone_link
from directory.contact.projects import Project, Timing, Workforce
from directory.contact.sectors import sector_label
from directory.french_names import fold

PRONOUNS = {"f": "Elle", "m": "Il", "t": "L’équipe"}  # by Referent.Gender


def towards(name: str) -> str:
    """« à Camille Exemple », « au bureau « R2IP travail, Normandie » »."""
    return f"au {name[3:]}" if name.startswith("le ") else f"à {name}"


class ContactRequest(models.Model):
    """What an employer asked, where it was sent and why, and how far the answer is.

    Made by `services.submit_contact_request`, changed by `workflow` only. Name and mailbox of who answers are kept as
    they were: a sheet may change or go while the promise stays.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "reçue"
        TAKEN = "taken", "prise en charge"
        TALKING = "talking", "en échange"
        SUCCEEDED = "succeeded", "aboutie"
        CLOSED = "closed", "sans suite"
        UNWANTED = "unwanted", "indésirable"

    OPEN = (State.RECEIVED, State.TAKEN, State.TALKING)
    ENDED = (State.SUCCEEDED, State.CLOSED, State.UNWANTED)

    class EndReason(models.TextChoices):
        """Why a request ended « sans suite »; « aboutie » and « indésirable » say it themselves."""

        WITHDRAWN = "withdrawn", "retirée par l’employeur"
        NO_REPLY = "no_reply", "l’employeur ne répond plus"
        NOT_POSSIBLE = "not_possible", "projet impossible en détention"
        ELSEWHERE = "elsewhere", "orientée vers un autre service"
        DUPLICATE = "duplicate", "déjà suivie sous un autre numéro"
        OTHER = "other", "autre raison"

    class Flag(models.TextChoices):
        """What looks odd about a request: said to whoever answers, never a reason to refuse it."""

        DISPOSABLE = "disposable", "adresse e-mail jetable"

    reference = models.CharField("numéro de suivi", max_length=references.LENGTH + 1, unique=True)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True, editable=False)
    state = models.CharField("état", max_length=10, choices=State, default=State.RECEIVED)
    received_at = models.DateTimeField("reçue le", default=timezone.now)
    due_on = models.DateField("réponse attendue le")

    projects = models.JSONField("projets", default=list)
    message = models.TextField("message")
    timing = models.CharField("pour quand", max_length=10, choices=Timing, blank=True)
    positions = models.PositiveIntegerField("postes souhaités", null=True, blank=True)
    surface = models.PositiveIntegerField("surface souhaitée (m²)", null=True, blank=True)
    place_typed = models.CharField("lieu saisi", max_length=200, blank=True)
    place = models.CharField("lieu", max_length=200, blank=True)
    is_national = models.BooleanField("plusieurs sites ou projet national", default=False)
    sites = models.CharField("sites", max_length=500, blank=True)  # lines, for several of them
    commune = models.ForeignKey(
        "directory.Commune", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="commune"
    )

    organisation = models.CharField("organisation", max_length=150)
    organisation_key = models.CharField("organisation, mots nus", max_length=300, editable=False, default="")
    siret = models.CharField("SIRET", max_length=14, blank=True)
    sector = models.CharField("secteur d’activité", max_length=2, blank=True)  # a code of `directory.contact.sectors`
    workforce = models.CharField("effectif", max_length=10, choices=Workforce, blank=True)
    contact_name = models.CharField("prénom et nom", max_length=120)
    job = models.CharField("fonction", max_length=120)
    email = models.EmailField("adresse e-mail")
    telephone = PhoneNumberField("téléphone", blank=True)

    disp = models.ForeignKey(
        "directory.Disp",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contact_requests",
        verbose_name="direction interrégionale",
    )
    referent = models.ForeignKey(
        "directory.Referent",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contact_requests",
        verbose_name="référent",
    )
    recipient_name = models.CharField("envoyée à", max_length=140)
    recipient_mailbox = models.EmailField("boîte du destinataire")
    route_reason = models.CharField("motif de l’envoi", max_length=400)

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="suivie par",
    )
    is_held = models.BooleanField("attend la confirmation de l’adresse", default=False)  # then nobody was told yet
    flags = models.JSONField("signalements", default=list, blank=True)  # codes of Flag
    taken_at = models.DateTimeField("prise en charge le", null=True, blank=True)
    answered_at = models.DateTimeField("première réponse le", null=True, blank=True)
    answer_days = models.PositiveSmallIntegerField("jours ouvrés avant la première réponse", null=True, blank=True)
    ended_at = models.DateTimeField("terminée le", null=True, blank=True)
    end_reason = models.CharField("motif de fin", max_length=12, choices=EndReason, blank=True)
    last_event_at = models.DateTimeField("dernier événement le", default=timezone.now)  # retention counts from here
    reminded_at = models.DateTimeField("référent relancé le", null=True, blank=True)
    escalated_at = models.DateTimeField("responsable prévenu le", null=True, blank=True)

    objects: ClassVar = ContactRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande"
        ordering = ["-received_at", "-pk"]
        default_permissions = ("view", "manage")  # nobody adds or deletes by hand; "manage": all of them, every DISP
        indexes = [
            # The desk's list: what is open, by due date, for everybody or for one direction, account or state. Two
            # more, on projects and on words of organisations, are of kinds that only PostgreSQL has: see the migration.
            models.Index(fields=["due_on", "id"], condition=Q(ended_at=None), name="request_open"),
            models.Index(fields=["disp", "due_on", "id"], condition=Q(ended_at=None), name="request_open_disp"),
            models.Index(fields=["owner", "due_on", "id"], condition=Q(ended_at=None), name="request_open_owner"),
            models.Index(fields=["state", "due_on", "id"], condition=Q(ended_at=None), name="request_open_state"),
            models.Index(fields=["-received_at", "-id"], name="request_recent"),
            models.Index(fields=["disp", "-received_at"], name="request_recent_disp"),
            models.Index(fields=["state", "last_event_at"], name="request_retention"),
            models.Index(Lower("email"), name="request_email"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["received", "taken", "talking"], ended_at=None)
                | Q(state__in=["succeeded", "closed", "unwanted"], ended_at__isnull=False),
                name="request_ended_or_open",
            )
        ]

    def __str__(self) -> str:
        return self.grouped_reference

    def save(self, **options: Any) -> None:
        """Keep the plain words of the organisation beside it: people find it without its accents."""
        if self._state.adding:
            self.organisation_key = " ".join(fold(self.organisation or ""))[:300]
        super().save(**options)

    @property
    def grouped_reference(self) -> str:
        """« K7M-4PX-J »."""
        return references.grouped(self.reference)

    @property
    def department_code(self) -> str:
        """The department whose holidays count, known from the commune; else empty."""
        return self.commune.department_id if self.commune else ""

    @property
    def project_labels(self) -> list[str]:
        """What was ticked, in words."""
        return [Project(code).label for code in self.projects if code in Project.values]

    @property
    def flag_labels(self) -> list[str]:
        """What looks odd, in words."""
        return [self.Flag(code).label for code in self.flags if code in self.Flag.values]

    @property
    def sector_label(self) -> str:
        """« Meubles »; empty for none."""
        return sector_label(self.sector)

    @property
    def due_label(self) -> str:
        """« vendredi 27 novembre 2026 »."""
        return f"{date_format(self.due_on, 'l')} {wording.day(self.due_on)}"

    @property
    def due_day(self) -> str:
        """« 27 novembre »."""
        return wording.day(self.due_on, today=self.due_on)

    @property
    def answered_day(self) -> str:
        """« 13 novembre »; empty before the first answer."""
        if self.answered_at is None:
            return ""
        day = timezone.localdate(self.answered_at)
        return wording.day(day, today=day)

    @property
    def is_promised(self) -> bool:
        """Whether the promised day still lies ahead of an answer."""
        return self.answered_at is None and self.due_on >= timezone.localdate()

    @property
    def is_late(self) -> bool:
        """Open, unanswered, and the promised day has passed: as `late` of the queryset."""
        return self.ended_at is None and self.answered_at is None and self.due_on < timezone.localdate()

    @property
    def telephone_label(self) -> str:
        """As one dials it; empty for nothing."""
        return phone_label(self.telephone)

    @property
    def pronoun(self) -> str:
        """Who answers, as the subject of a sentence: « Elle », « Il », « L’équipe »."""
        return PRONOUNS[self.referent.gender if self.referent else "t"]

    @property
    def sent_to(self) -> str:
        """« à Camille Exemple », « au bureau « R2IP travail, Normandie » »."""
        return towards(self.recipient_name)

    @property
    def recipient_telephone(self) -> str:
        """Line of who answers, as far as the public may know it."""
        if self.referent:
            return self.referent.public_telephone
        return self.disp.telephone if self.disp else ""

    @property
    def recipient_telephone_link(self) -> str:
        """« tel:+33-2-61-91-00-12 », or nothing."""
        return phone_link(self.recipient_telephone)
