"""The actors around the person, their links, and the page that draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import DraftStateMixin, Orderable, PreviewableMixin, RevisionMixin, WorkflowMixin

from directory.actors.diagram import diagram_of
from directory.actors.paths import choice_in, lit_by, steps_of
from directory.blocks import ActorStepBlock, StartBlock
from directory.referents.mission import Mission
from portal.cms.base_page import BasePage
from portal.cms.blocks import PICTOS
from portal.cms.draft_forms import DraftForm, DraftInlinePanel
from portal.cms.publication import CheckedWhenPublished
from portal.cms.stream_field import PortalStreamField
from search.models.atomic_save import AtomicSave

if TYPE_CHECKING:
    from django.http import HttpRequest

RESERVED_ANCHORS = frozenset({"contenu", "navigation", "pied", "lieu", "t-roles", "t-vous", "t-parcours", "vous"})
CHOICE = "je-suis"  # parameter of the address that lights one's part: `?je-suis=entreprise`


class ActorQuerySet(models.QuerySet["Actor"]):
    """Actors by what the public may see."""

    def published(self) -> ActorQuerySet:
        """Those drawn on the public diagram."""
        return self.filter(live=True)


class Actor(  # type: ignore[misc]  # Wagtail's mixins declare class attributes that stubs see as conflicting
    CheckedWhenPublished, AtomicSave, WorkflowMixin, DraftStateMixin, RevisionMixin, PreviewableMixin, ClusterableModel
):
    """One of those who act around the person: a node of the diagram and a row of the roles."""

    name = models.CharField("nom", max_length=80)
    slug = models.SlugField("ancre", max_length=60, unique=True)
    pictogram = models.CharField("pictogramme", max_length=20, choices=PICTOS, default="association")
    tagline = models.CharField("en une ligne", max_length=80, help_text="Un verbe : « Enseignent un métier ».")
    role_inside = models.TextField("rôle dedans", max_length=600, blank=True)
    role_outside = models.TextField("rôle dehors", max_length=600, blank=True)
    is_entry_point = models.BooleanField(
        "porte d’entrée", default=False, help_text="Mis en avant sur le schéma : le référent."
    )
    sort_order = models.PositiveSmallIntegerField("rang", default=0)

    base_form_class = DraftForm
    objects: ClassVar = ActorQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
        FieldPanel("tagline"),
        MultiFieldPanel([FieldPanel("role_inside"), FieldPanel("role_outside")], heading="Rôles"),
        DraftInlinePanel(
            "links",
            heading="Liens avec les autres acteurs",
            label="Lien",
            help_text="Un lien s’écrit une fois, chez l’un des deux : il se montre chez les deux.",
        ),
        MultiFieldPanel(
            [FieldPanel("pictogram"), FieldPanel("sort_order"), FieldPanel("is_entry_point")], heading="Sur le schéma"
        ),
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
        others = list(Actor.objects.published().exclude(pk=self.pk).prefetch_related("links"))
        node = diagram_of([self, *others]).nodes[0]
        crumbs = [("Qui fait quoi", ""), (self.name, "")]
        return super().get_preview_context(request, mode_name) | {"node": node, "actor": self, "crumbs": crumbs}


class ActorLink(Orderable):
    """What one actor does with another one; said once, shown at both."""

    actor = ParentalKey(Actor, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+", null=True, verbose_name="avec")
    text = models.CharField(
        "ce qu’il fait avec lui", max_length=160, help_text="Un verbe : « finance les formations qu’ils conçoivent »."
    )

    panels = [FieldPanel("other"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = "lien entre acteurs"
        verbose_name_plural = "liens entre acteurs"

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Refuse a link of an actor with itself."""
        super().clean()
        if self.other_id and self.other_id == self.actor_id:
            raise ValidationError({"other": "Choisissez un autre acteur."})


class ActorsPage(BasePage):
    """Who does what around the person: the diagram is drawn from the published actors."""

    person_title = models.CharField("au centre", max_length=40, default="La personne")
    person_text = models.CharField(
        "sa place", max_length=120, default="prend part à chaque choix : c’est son projet, son rythme, son métier."
    )
    starts = PortalStreamField([("start", StartBlock(label="situation"))], blank=True, verbose_name="par où commencer")
    path_title = models.CharField("titre du parcours", max_length=80, default="Un même parcours, dedans puis dehors")
    path_steps = PortalStreamField([("step", ActorStepBlock(label="étape"))], blank=True, verbose_name="parcours")

    parent_page_types = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count = 1
    page_description = "Le schéma des acteurs, leurs rôles dedans et dehors"

    content_panels = [
        *BasePage.content_panels,
        HelpPanel(
            "Les acteurs eux-mêmes, leurs rôles et leurs liens se tiennent dans le menu Annuaire, sous Acteurs.",
        ),
        MultiFieldPanel([FieldPanel("person_title"), FieldPanel("person_text")], heading="Au centre du schéma"),
        FieldPanel("starts"),
        MultiFieldPanel([FieldPanel("path_title"), FieldPanel("path_steps")], heading="Parcours"),
    ]

    class Meta:
        verbose_name = "page des acteurs"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        actors = list(Actor.objects.published().prefetch_related("links"))
        asked = request.GET.get(CHOICE, "").strip()
        choice = choice_in(self.starts, asked)
        diagram = diagram_of(actors, lit_by(choice))
        entry = next((node for node in diagram.nodes if node.actor.is_entry_point), None)
        return super().get_context(request, *args, **kwargs) | {
            "diagram": diagram,
            "with_roles": [node for node in diagram.nodes if node is not entry],
            "entry": entry,
            "entry_anchor": entry.actor.slug if entry else "t-referent",
            "missions": list(Mission.objects.all()),
            "choice": choice,
            "choice_is_unknown": bool(asked) and choice is None,
            "canonical_query": f"{CHOICE}={choice['key']}" if choice else "",
            "steps": steps_of(self.path_steps, actors),
        }
