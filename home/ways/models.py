"""The page of one way to work, from whom it is for to the button that opens the request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from directory.contact.projects import Project
from home.facts.blocks import FactBlock
from home.facts.current import facts_named
from home.ways.blocks import ExampleBlock, PapersBlock, QuestionsChosenBlock, StepBlock
from portal.cms.base_page import BasePage
from portal.cms.blocks import PICTOS
from portal.cms.page_queries import ListedPageQuerySet
from portal.cms.rich_text_features import SHORT_TEXT
from portal.cms.stream_field import PortalStreamField

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page

    from home.facts.models import DatedFact


def project_choices() -> list[tuple[str, str]]:
    """Answers of the request form; named in the migration, which so stays true when an answer is added."""
    return Project.choices


class WayPage(BasePage):
    """One way to work with a prison, for somebody who knows roughly what they want."""

    pictogram = models.CharField("pictogramme", max_length=20, choices=PICTOS, default="atelier")
    project = models.CharField(
        "projet du formulaire",
        max_length=20,
        choices=project_choices,
        blank=True,
        help_text="Le bouton ouvre le formulaire avec cette réponse cochée. Vide : la page n’y mène pas.",
    )
    short_title = models.CharField(
        "nom court", max_length=60, blank=True, help_text="Dans la comparaison et les listes ; vide : le titre."
    )
    for_whom = models.CharField("pour qui", max_length=250, blank=True, help_text="Une ligne.")

    employer = models.CharField("qui emploie", max_length=160, blank=True)
    delay = models.CharField("avant de démarrer", max_length=100, blank=True, help_text="« 6 à 12 mois »")
    place = models.CharField("où", max_length=160, blank=True)
    brings_short = models.CharField("ce que vous apportez", max_length=160, blank=True, help_text="En une ligne.")
    first_step = models.CharField("première étape", max_length=160, blank=True)

    steps = PortalStreamField([("step", StepBlock())], blank=True, verbose_name="étapes")
    company_brings = RichTextField("ce que l’entreprise apporte", features=SHORT_TEXT, blank=True)
    prison_brings = RichTextField("ce que l’établissement apporte", features=SHORT_TEXT, blank=True)
    contract = RichTextField("contrat", features=SHORT_TEXT, blank=True, help_text="Qui signe, avec qui, pour combien.")
    pay = RichTextField("rémunération et charges", features=SHORT_TEXT, blank=True)
    aids = RichTextField("aides", features=SHORT_TEXT, blank=True)
    facts = PortalStreamField([("fact", FactBlock())], blank=True, verbose_name="faits datés")
    papers = PortalStreamField(PapersBlock(), blank=True, verbose_name="documents et textes")
    questions = PortalStreamField(
        QuestionsChosenBlock(max_num=3),
        blank=True,
        verbose_name="trois questions",
        help_text="De la liste des questions.",
    )
    field_example = PortalStreamField(
        [("example", ExampleBlock())], blank=True, max_num=1, verbose_name="exemple de terrain"
    )
    is_example = models.BooleanField(
        "délais donnés en exemple",
        default=False,
        help_text="La page dit alors que ses durées ne sont pas celles d’un établissement.",
    )

    parent_page_types = ["home.StandardPage", "home.HomePage"]
    subpage_types: ClassVar[list[type[Page]]] = []
    page_description = "Une façon de travailler : étapes, contrat, coûts, bouton vers le formulaire"

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("for_whom"),
        FieldRowPanel([FieldPanel("project"), FieldPanel("pictogram")]),
        MultiFieldPanel(
            [
                FieldPanel("short_title"),
                FieldRowPanel([FieldPanel("brings_short"), FieldPanel("employer")]),
                FieldRowPanel([FieldPanel("delay"), FieldPanel("place")]),
                FieldPanel("first_step"),
                FieldPanel("is_example"),
            ],
            heading="En bref, et dans la comparaison",
        ),
        FieldPanel("steps"),
        MultiFieldPanel([FieldPanel("company_brings"), FieldPanel("prison_brings")], heading="Qui apporte quoi"),
        MultiFieldPanel(
            [FieldPanel("contract"), FieldPanel("pay"), FieldPanel("aids"), FieldPanel("facts")],
            heading="Contrat et coût",
        ),
        FieldPanel("papers"),
        FieldPanel("questions"),
        FieldPanel("field_example"),
    ]

    class Meta:
        verbose_name = "façon de travailler"
        verbose_name_plural = "façons de travailler"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {
            "current_facts": self.current_facts,
            "chosen_questions": [block.value for block in self.questions if block.value],
            "others": list(ways_listed().exclude(pk=self.pk)),
        }

    @property
    def name(self) -> str:
        """The name in lists."""
        return self.short_title or self.title

    @property
    def contact_url(self) -> str:
        """The request form with this project ticked; empty when requests of this kind go elsewhere."""
        return f"{reverse('contact:form')}?projet={self.project}" if self.project else ""

    @property
    def current_facts(self) -> list[DatedFact]:
        """The facts of the page, as they stand today."""
        return facts_named(block.value for block in self.facts)


def ways_listed() -> ListedPageQuerySet:
    """The public pages of ways, in the order of the tree, without their long texts."""
    return ListedPageQuerySet(WayPage).listed().order_by("path").defer_streamfields()


def facts_of_ways() -> dict[str, str]:
    """Codes of the facts that live pages show; the words are the code where the fact itself is gone."""
    pages = WayPage.objects.live().only("facts")
    return {block.value: block.value for page in pages for block in page.facts}
