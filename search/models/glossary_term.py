"""The words of the field, as editors keep them: what they mean to a reader, and what else they are called."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from portal.french.clean_text import clean_text
from search.language import french
from search.models.atomic_save import AtomicSave

MOST_FORMS = 30  # other names of one term; a query is compared with all of them
ONE_A_LINE = "Un par ligne, en un ou plusieurs mots."


class GlossaryTerm(AtomicSave):
    """A word or acronym with its meaning.

    Its names are one and the same to the search (`search.glossary.terms`), whichever is typed and whichever is written.
    """

    term = models.CharField("mot ou sigle", max_length=80, unique=True, help_text="Tel qu’il s’écrit : SPIP, écrou.")
    slug = models.SlugField("identifiant d’adresse", max_length=90, unique=True, blank=True)
    long_form = models.CharField("forme développée", max_length=200, blank=True, help_text="D’un sigle : ses mots.")
    definition = models.TextField(
        "définition", max_length=600, help_text="Une ou deux phrases simples, que comprend un lecteur hors du métier."
    )
    former_names = models.TextField(
        "autrefois",
        max_length=1000,
        blank=True,
        help_text=f"Anciens noms : la recherche trouve les textes de l’époque. {ONE_A_LINE}",
    )
    other_forms = models.TextField(
        "autres formes",
        max_length=2000,
        blank=True,
        help_text=f"Ce que tapent ceux qui ne connaissent pas le mot : la recherche comprend. {ONE_A_LINE}",
    )
    see_also = models.ManyToManyField("self", verbose_name="voir aussi", blank=True, symmetrical=False)
    is_explained = models.BooleanField(
        "expliqué dans les textes",
        default=True,
        help_text="Décochez pour un mot courant : il sert à la recherche et reste au glossaire.",
    )

    panels = [
        FieldPanel("term"),
        FieldPanel("long_form"),
        FieldPanel("definition"),
        FieldPanel("is_explained"),
        MultiFieldPanel([FieldPanel("former_names"), FieldPanel("other_forms")], heading="Pour la recherche"),
        FieldPanel("see_also"),
        FieldPanel("slug"),
    ]

    class Meta:
        verbose_name = "mot du glossaire"
        verbose_name_plural = "mots du glossaire"
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.term

    def full_clean(self, *args: object, **kwargs: object) -> None:
        """Give a new word its identifier before what is required is checked."""
        self.slug = self.slug or slugify(clean_text(self.term).translate(str.maketrans(french.LIGATURES)))[:90]
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        """Refuse names that hold nothing to search, and more of them than a query should be compared with."""
        if not french.stems(self.term):
            raise ValidationError({"term": "Écrivez au moins une lettre ou un chiffre."})
        for field in ("former_names", "other_forms"):
            names = lines(getattr(self, field))
            if len(names) > MOST_FORMS:
                raise ValidationError({field: f"Pas plus de {MOST_FORMS} lignes."})
            if unreadable := next((name for name in names if not french.stems(name)), None):
                raise ValidationError({field: f"« {unreadable} » ne contient ni lettre ni chiffre."})


def lines(text: str) -> tuple[str, ...]:
    """The names in a field that holds one a line."""
    return tuple(filter(None, (" ".join(clean_text(line).split()) for line in text.splitlines())))
