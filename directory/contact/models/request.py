"""A request of an employer."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from phonenumber_field.modelfields import PhoneNumberField

from directory.contact import references
from directory.contact.models.querysets import ContactRequestQuerySet
from directory.contact.models.words import RequestInWords
from directory.contact.projects import Timing, Workforce
from directory.places.folding import fold
from portal.forms.phones import read_phones

_ADDRESS = re.compile(r"\S+@\S+")
QUEUE = ("turn", "due_on", "id")  # the order of the list: `longest_waiting_first`


class ContactRequest(RequestInWords, models.Model):
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

    class Turn(models.TextChoices):
        """Whose move it is while a request is open; in this order the list shows them."""

        OURS = "ours", "à nous"
        PAUSED = "paused", "en pause"
        THEIRS = "theirs", "à l’employeur"

    class Why(models.TextChoices):
        """Why it is our turn."""

        FIRST = "first", "attend une première réponse"
        WROTE = "wrote", "l’employeur a écrit"
        SILENCE = "silence", "l’employeur ne dit plus rien"
        PLANNED = "planned", "étape prévue"
        REOPENED = "reopened", "rouverte"

    class Outcome(models.TextChoices):
        """What the employer says two weeks after the end."""

        YES = "yes", "oui"
        NO = "no", "non"

    class Flag(models.TextChoices):
        """What looks odd about a request: said to whoever answers, never a reason to refuse it."""

        DISPOSABLE = "disposable", "adresse e-mail jetable"
        CROWDED = "crowded", "trop de messages à cette adresse aujourd’hui\u00a0: l’accusé de réception n’est pas parti"

    reference = models.CharField("numéro de suivi", max_length=references.LENGTH + 1, unique=True)
    form_key = models.CharField("jeton du formulaire", max_length=40, unique=True, editable=False)
    state = models.CharField("état", max_length=10, choices=State, default=State.RECEIVED)
    received_at = models.DateTimeField("reçue le", default=timezone.now)
    due_on = models.DateField("réponse attendue le")  # or whatever the turn waits for, until that day

    turn = models.CharField("à qui le tour", max_length=6, choices=Turn, default=Turn.OURS, blank=True)
    turn_since = models.DateTimeField("depuis le", default=timezone.now)
    turn_why = models.CharField("pourquoi", max_length=8, choices=Why, default=Why.FIRST, blank=True)
    next_step = models.CharField("prochaine étape", max_length=200, blank=True)
    next_on = models.DateField("prochaine étape le", null=True, blank=True)

    projects = models.JSONField("projets", default=list)
    message = models.TextField("message")
    timing = models.CharField("pour quand", max_length=10, choices=Timing, blank=True)
    positions = models.PositiveIntegerField("postes souhaités", null=True, blank=True)
    positions_typed = models.CharField("postes souhaités, tels qu’écrits", max_length=40, blank=True)  # « 10-12 »
    surface = models.PositiveIntegerField("surface souhaitée (m²)", null=True, blank=True)
    surface_typed = models.CharField("surface souhaitée, telle qu’écrite", max_length=40, blank=True)
    place_typed = models.CharField("lieu saisi", max_length=200, blank=True)
    place = models.CharField("lieu", max_length=200, blank=True)
    is_national = models.BooleanField("plusieurs sites ou projet national", default=False)
    sites = models.CharField("sites", max_length=500, blank=True)  # lines, for several of them
    commune = models.ForeignKey(
        "directory.Commune", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="commune"
    )

    establishment = models.ForeignKey(
        "directory.Establishment",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="établissement visé",
    )
    workshop = models.ForeignKey(
        "directory.Workshop",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="atelier visé",
    )

    organisation = models.CharField("organisation", max_length=150)
    organisation_key = models.TextField("mots nus de tous les champs", editable=False, default="")
    siret = models.CharField("SIRET", max_length=14, blank=True)
    sector = models.CharField("secteur d’activité", max_length=2, blank=True)  # a code of `directory.contact.sectors`
    workforce = models.CharField("effectif", max_length=10, choices=Workforce, blank=True)
    contact_name = models.CharField("prénom et nom", max_length=120)
    job = models.CharField("fonction", max_length=120, blank=True)
    email = models.EmailField("adresse e-mail", blank=True)  # who telephoned may have none: then the team calls
    telephone = PhoneNumberField("téléphone", blank=True)
    telephone_typed = models.CharField("téléphone, tel qu’écrit", max_length=60, blank=True)  # two, or « poste 12 »

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
    results = models.JSONField("résultats", default=dict, blank=True)  # by code of Result: true, or how many
    outcome = models.CharField("bilan de l’employeur", max_length=3, choices=Outcome, blank=True)
    outcome_asked_at = models.DateTimeField("bilan demandé le", null=True, blank=True)
    is_quiet = models.BooleanField("ne veut que l’essentiel par e-mail", default=False)
    told_late_at = models.DateTimeField("retard annoncé à l’employeur le", null=True, blank=True)
    last_event_at = models.DateTimeField("dernier événement le", default=timezone.now)  # retention counts from here
    reminded_at = models.DateTimeField("référent relancé le", null=True, blank=True)
    escalated_at = models.DateTimeField("responsable prévenu le", null=True, blank=True)

    objects: ClassVar = ContactRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande"
        ordering = ["-received_at", "-pk"]
        default_permissions = ("view", "manage")  # nobody adds or deletes by hand; "manage": all of them, every DISP
        indexes = [
            # The desk's list: what is open, by due date, for everybody or for one direction, account or state. More, on
            # projects, on words of organisations and on the ends of addresses and telephones, are of kinds that only
            # PostgreSQL has: see migrations 0001 and 0011.
            models.Index(fields=["turn", "due_on", "id"], condition=Q(ended_at=None), name="request_open"),
            models.Index(fields=["disp", "turn", "due_on", "id"], condition=Q(ended_at=None), name="request_open_disp"),
            models.Index(
                fields=["owner", "turn", "due_on", "id"], condition=Q(ended_at=None), name="request_open_owner"
            ),
            models.Index(
                fields=["state", "turn", "due_on", "id"], condition=Q(ended_at=None), name="request_open_state"
            ),
            models.Index(fields=["due_on", "id"], condition=Q(turn="ours"), name="request_ours"),
            models.Index(fields=["-received_at", "-id"], name="request_recent"),
            models.Index(fields=["disp", "-received_at"], name="request_recent_disp"),
            models.Index(fields=["state", "last_event_at"], name="request_retention"),
            models.Index(Lower("email"), name="request_email"),
            # What periodic jobs look for: whose time is over, what nobody confirmed, who was not asked what came of it.
            models.Index(fields=["last_event_at"], name="request_last_event"),
            models.Index(fields=["received_at"], condition=Q(is_held=True), name="request_held"),
            models.Index(fields=["ended_at"], condition=Q(outcome_asked_at=None), name="request_outcome"),
            # Who else is of the same company, and when the last answer left.
            models.Index(fields=["siret"], opclasses=["varchar_pattern_ops"], name="request_siret"),
            models.Index(fields=["answered_at"], condition=Q(answered_at__isnull=False), name="request_answered"),
            # What the counters of the list count, at each page, and on the admin's home.
            models.Index(
                fields=["state", "turn", "due_on", "ended_at", "disp", "id"],
                condition=Q(is_held=False) & (Q(ended_at=None) | Q(turn="ours")),
                name="request_waiting",
            ),
            # All that figures and results count, so that they read nothing but the index: a year of requests is wide.
            models.Index(
                fields=["received_at", "disp", "answer_days", "due_on", "establishment", "projects", "id"],
                condition=Q(is_held=False) & ~Q(state="unwanted"),
                name="request_figures",
            ),
            models.Index(
                fields=["received_at", "disp", "results", "id"],
                condition=Q(is_held=False) & ~Q(results={}),
                name="request_results",
            ),
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
        """Keep the plain words of what was typed beside it: people find it without its accents.

        Without addresses, which are looked for whole and never stand in an address of ours.
        """
        if self._state.adding:
            typed = (
                self.organisation, self.contact_name, self.job, self.place, self.place_typed, self.sites, self.message,
                self.aim_label, self.sector_label, *self.project_labels,
                *(str(each.number.national_number) for each in read_phones(self.telephone_typed)),
            )  # fmt: skip
            plain = _ADDRESS.sub(" ", " ".join(each or "" for each in typed))
            self.organisation_key = " ".join(dict.fromkeys(fold(plain)))
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
    def is_promised(self) -> bool:
        """Whether the promised day still lies ahead of an answer."""
        return self.answered_at is None and self.due_on >= timezone.localdate()

    @property
    def is_ours(self) -> bool:
        """Whether somebody waits for us; also after the end, when the employer wrote again."""
        return self.turn == self.Turn.OURS

    @property
    def is_crowded(self) -> bool:
        """Whether its acknowledgement stayed out, as its address had got too many mails of ours that day."""
        return self.Flag.CROWDED in self.flags

    @property
    def is_late(self) -> bool:
        """Open, our turn, and the promised day has passed: as `late` of the queryset."""
        return self.ended_at is None and self.is_ours and self.due_on < timezone.localdate()
