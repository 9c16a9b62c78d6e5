from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from directory.models.referent import Mission
from portal.cms.base_page import BasePage
from portal.cms.blocks import PICTOS, LinkBlock
from portal.cms.stream_field import PortalStreamField
from search.atomic_save import AtomicSave

if TYPE_CHECKING:
    from django.http import HttpRequest

RING_SIZE = 8  # nodes that the ring and its spokes are drawn for; any other number is shown as a grid
RESERVED_ANCHORS = frozenset({"contenu", "navigation", "pied", "lieu", "t-roles", "t-vous"})


class ActorQuerySet(models.QuerySet["Actor"]):
    """Actors by what the public may see."""

    def published(self) -> ActorQuerySet:
        """Those drawn on the public diagram."""
        return self.filter(live=True)


class Actor(AtomicSave, WorkflowMixin, DraftStateMixin, RevisionMixin, PreviewableMixin, models.Model):
    """One of those who act around the person: a node of the diagram and a row of the roles."""

    name = models.CharField("nom", max_length=80)
    slug = models.SlugField("ancre", max_length=60, unique=True)
    pictogram = models.CharField("pictogramme", max_length=20, choices=PICTOS, default="association")
    tagline = models.CharField("en une ligne", max_length=80, help_text="Un verbe : « Enseignent un métier ».")
    role_inside = models.TextField("rôle dedans", max_length=600, blank=True)
    role_outside = models.TextField("rôle dehors", max_length=600, blank=True)
    is_entry_point = models.BooleanField(
        "porte d’entrée", default=False, help_text="Mis en avant sur le schéma : le référent."
    )
    sort_order = models.PositiveSmallIntegerField("rang", default=0)

    objects: ClassVar = ActorQuerySet.as_manager()

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("pictogram"),
        FieldPanel("tagline"),
        MultiFieldPanel([FieldPanel("role_inside"), FieldPanel("role_outside")], heading="Rôles"),
        FieldPanel("is_entry_point"),
        FieldPanel("sort_order"),
        PublishingPanel(),
    ]

    class Meta:
        verbose_name = "acteur"
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_inside(self) -> bool:
        """Acts in detention."""
        return bool(self.role_inside)

    @property
    def is_outside(self) -> bool:
        """Acts after release."""
        return bool(self.role_outside)

    def clean(self) -> None:
        """Refuse an anchor that the page around the diagram already uses."""
        super().clean()
        if self.slug in RESERVED_ANCHORS:
            raise ValidationError({"slug": "Cette ancre sert déjà à la page : choisissez-en une autre."})

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "directory/actor_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        crumbs = [("Qui fait quoi", ""), (self.name, "")]
        return super().get_preview_context(request, mode_name) | {"actor": self, "crumbs": crumbs}


class StartBlock(blocks.StructBlock):
    """One row of "Et vous, par où commencer ?"."""

    title = blocks.CharBlock(max_length=80, label="je suis…")
    text = blocks.CharBlock(max_length=160, label="ce que je peux faire")
    link = LinkBlock()


class ActorsPage(BasePage):
    """Who does what around the person: the diagram is drawn from the published actors."""

    person_title = models.CharField("au centre", max_length=40, default="La personne")
    person_text = models.CharField(
        "sa place", max_length=120, default="prend part à chaque choix : c’est son projet, son rythme, son métier."
    )
    starts = PortalStreamField([("start", StartBlock(label="public"))], blank=True, verbose_name="par où commencer")

    parent_page_types = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count = 1
    page_description = "Le schéma des acteurs, leurs rôles dedans et dehors"

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("person_title"), FieldPanel("person_text")], heading="Au centre du schéma"),
        FieldPanel("starts"),
    ]

    class Meta:
        verbose_name = "page des acteurs"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        actors = list(Actor.objects.published())
        entry = next((actor for actor in actors if actor.is_entry_point), None)
        return super().get_context(request, *args, **kwargs) | {
            "actors": actors,
            "is_ring": len(actors) == RING_SIZE,
            "with_roles": [actor for actor in actors if actor is not entry],
            "entry": entry,
            "entry_anchor": entry.slug if entry else "t-referent",
            "missions": list(Mission.objects.all()),
        }
