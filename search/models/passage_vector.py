"""Vectors of passages, by what they were made of: an entry that moves, or an index built anew, costs no encoding."""

from __future__ import annotations

from django.db import models


class PassageVector(models.Model):
    """The vector of one passage, as `search.meaning.vectors` packs it; `digest` is of the model and the passage."""

    digest = models.CharField("empreinte", max_length=64, primary_key=True)
    vector = models.BinaryField("vecteur")

    class Meta:
        verbose_name = "vecteur de passage"
        verbose_name_plural = "vecteurs de passages"

    def __str__(self) -> str:
        return self.digest
