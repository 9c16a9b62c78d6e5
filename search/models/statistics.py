"""How often the site is searched, and which words several people searched in vain. Nobody can be told from either."""

from __future__ import annotations

from django.db import models


class SearchCount(models.Model):
    """Searches of one day in one kind, those that found something and those that did not: numbers, and no words."""

    day = models.DateField("jour")
    kind = models.CharField("type", max_length=40, blank=True)
    is_empty = models.BooleanField("sans résultat")
    count = models.PositiveIntegerField("nombre", default=0)

    class Meta:
        verbose_name = "nombre de recherches"
        verbose_name_plural = "nombres de recherches"
        ordering = ["-day", "kind", "is_empty"]
        constraints = [
            models.UniqueConstraint(fields=["day", "kind", "is_empty"], name="one_search_count_a_day_and_kind")
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.kind or '*'} {self.count}"


class UnansweredWords(models.Model):
    """Words that found nothing for several visitors of one month. The month is known, no day and no hour is."""

    month = models.DateField("mois", help_text="Son premier jour.")
    words = models.CharField("mots cherchés", max_length=80)
    visitors = models.PositiveIntegerField("visiteurs", help_text="Au moins autant de visiteurs différents.")

    class Meta:
        verbose_name = "recherche sans résultat"
        verbose_name_plural = "recherches sans résultat"
        ordering = ["-month", "-visitors", "words"]
        constraints = [models.UniqueConstraint(fields=["month", "words"], name="one_row_of_unanswered_words_a_month")]

    def __str__(self) -> str:
        return self.words
