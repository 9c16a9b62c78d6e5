"""A question with its answer, the themes to sort it by, and the page that lists them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from home.facts.blocks import FactBlock
from home.facts.current import facts_named
from home.questions.listing import Readers, listing_of
from portal.cms.base_page import BasePage
from portal.cms.page_queries import ListedPageQuerySet
from portal.cms.rich_text_features import SHORT_TEXT
from portal.cms.stream_field import PortalStreamField
from portal.french.slugs import slug_of
from portal.web.json_ld import json_ld
from search.index.page_text import rich_text
from search.models.atomic_save import AtomicSave

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page

    from home.facts.models import DatedFact


MOST_OF_EMPLOYERS = 6  # of their questions on the page that compares the ways to work


class QuestionTheme(models.Model):
    """What questions are about, as a heading of their page."""

    name = models.CharField("nom", max_length=60, unique=True)
    slug = models.SlugField("identifiant d’adresse", max_length=60, unique=True)
    position = models.PositiveSmallIntegerField("rang", default=0, help_text="Le plus petit vient d’abord.")

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("position")]

    class Meta:
        verbose_name = "thème de questions"
        verbose_name_plural = "thèmes de questions"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Question(AtomicSave):
    """One question people ask, with an answer that says where it comes from, or who will answer."""

    question = models.CharField("question", max_length=200, help_text="Comme on la pose : « Combien ça coûte ? »")
    slug = models.SlugField("identifiant d’adresse", max_length=80, unique=True, blank=True)
    answer = RichTextField(
        "réponse", features=SHORT_TEXT, help_text="Courte. Ce qui n’a pas de source n’a pas sa place."
    )
    facts = PortalStreamField([("fact", FactBlock())], blank=True, verbose_name="faits datés sous la réponse")
    source = models.CharField("source", max_length=200, blank=True)
    source_url = models.URLField("adresse de la source", max_length=500, blank=True)
    checked_on = models.DateField("vérifiée le", null=True, blank=True)
    asks_referent = models.BooleanField(
        "le référent répond",
        default=False,
        help_text="La réponse dépend du lieu ou du projet : la page mène alors au référent.",
    )
    themes = models.ManyToManyField(QuestionTheme, verbose_name="thèmes", related_name="questions")
    readers = models.CharField("pour qui", max_length=16, choices=Readers.choices, default=Readers.EVERYBODY)
    other_words = models.TextField(
        "autres façons de le demander",
        max_length=1000,
        blank=True,
        help_text="Ce que les gens tapent : la recherche comprend. Une par ligne.",
    )
    position = models.PositiveSmallIntegerField("rang", default=0, help_text="Dans son thème, le plus petit d’abord.")

    panels = [
        FieldPanel("question"),
        FieldPanel("answer"),
        FieldPanel("asks_referent"),
        FieldPanel("facts"),
        MultiFieldPanel([FieldPanel("source"), FieldPanel("source_url"), FieldPanel("checked_on")], heading="Source"),
        MultiFieldPanel(
            [
                FieldPanel("themes", widget=CheckboxSelectMultiple),
                FieldPanel("readers"),
                FieldPanel("position"),
                FieldPanel("other_words"),
            ],
            heading="Où elle se trouve",
        ),
        FieldPanel("slug"),
    ]

    class Meta:
        verbose_name = "question fréquente"
        verbose_name_plural = "questions fréquentes"
        ordering = ["position", "question"]

    def __str__(self) -> str:
        return self.question

    def full_clean(self, *args: object, **kwargs: object) -> None:
        """Give a new question its identifier before what is required is checked."""
        self.slug = self.slug or slug_of(self.question)[:80]
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        """Refuse an answer that names neither a source nor somebody who knows."""
        if not (self.source or self.asks_referent or self.facts):
            raise ValidationError({"source": "Écrivez la source, ou cochez « le référent répond »."})

    @property
    def current_facts(self) -> list[DatedFact]:
        """The facts under the answer, as they stand today."""
        return facts_named(block.value for block in self.facts)

    @property
    def plain_answer(self) -> str:
        """The answer without markup, with the values beneath it, for machines that read the page."""
        usable = [f"{fact}." for fact in self.current_facts if fact.state().is_usable]
        return " ".join([rich_text(self.answer), *usable])


def first_of_employers() -> list[Question]:
    """The first questions that only employers ask, for the page that compares the ways to work; one query."""
    return list(Question.objects.filter(readers=Readers.EMPLOYERS)[:MOST_OF_EMPLOYERS])


def questions_address() -> str:
    """Where the questions are listed; empty while that page is not public."""
    page = ListedPageQuerySet(QuestionsPage).listed().first()
    return (page.get_url() or "") if page else ""


class QuestionsPage(BasePage):
    """All questions under their themes, narrowed by theme and reader at addresses that can be shared."""

    parent_page_types = ["home.HomePage"]
    subpage_types: ClassVar[list[type[Page]]] = []
    max_count = 1
    page_description = "La liste des questions fréquentes"

    class Meta:
        verbose_name = "questions fréquentes"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        listing = listing_of(Question.objects.prefetch_related("themes"), request.GET)
        data = {
            "@type": "FAQPage",
            "mainEntity": [
                {
                    "@type": "Question",
                    "name": each.question,
                    "acceptedAnswer": {"@type": "Answer", "text": each.plain_answer},
                }
                for each in listing.questions
            ],
        }
        return super().get_context(request, *args, **kwargs) | {
            "listing": listing,
            "canonical_query": listing.filters.query,
            "structured_data": json_ld(data) if listing.questions else "",
        }
