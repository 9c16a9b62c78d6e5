"""Related words, as editors keep them: what somebody who types one of them may be content to find, too."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel

from search.language import french
from search.models.glossary_term import ONE_A_LINE, lines

MOST_WORDS = 40  # of one theme; each word typed is looked for under all of them


class RelatedWords(models.Model):
    """A theme of the field and the words that people use around it.

    Unlike the names of a word of the glossary they are not the same thing: a text that holds another of them answers
    in part (`search.glossary.terms.related`).
    """

    theme = models.CharField(
        "thème", max_length=80, unique=True, help_text="Pour s’y retrouver ; la recherche l’ignore."
    )
    words = models.TextField(
        "mots",
        max_length=2000,
        help_text=f"Ce que disent du thème un employeur, un journaliste, un proche, un agent. {ONE_A_LINE}",
    )

    panels = [FieldPanel("theme"), FieldPanel("words")]

    class Meta:
        verbose_name = "mots voisins"
        verbose_name_plural = "mots voisins"
        ordering = ["theme"]

    def __str__(self) -> str:
        return self.theme

    def clean(self) -> None:
        """Refuse what would relate nothing, what nobody could search, and more than a query should be widened by."""
        words = lines(self.words)
        if len(words) < 2:
            raise ValidationError({"words": "Écrivez au moins deux mots, un par ligne."})
        if len(words) > MOST_WORDS:
            raise ValidationError({"words": f"Pas plus de {MOST_WORDS} lignes."})
        if unreadable := next((word for word in words if not french.stems(word)), None):
            raise ValidationError({"words": f"« {unreadable} » ne contient ni lettre ni chiffre."})
