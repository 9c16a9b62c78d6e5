"""The missions of referents."""

from __future__ import annotations

from django.db import models
from wagtail.admin.panels import FieldPanel


class Mission(models.Model):
    """One of the four missions of a referent; its code is what requests and sheets are matched by."""

    code = models.SlugField("code", max_length=20, primary_key=True)
    title = models.CharField("mission", max_length=80, help_text="Un verbe : « Développer le travail ».")
    text = models.TextField("ce que cela veut dire pour un employeur", max_length=300)
    subject = models.CharField("sujet", max_length=80, help_text="Après « pour » : « la formation ».")
    sort_order = models.PositiveSmallIntegerField("rang", default=0)

    panels = [FieldPanel("title"), FieldPanel("text"), FieldPanel("subject")]

    class Meta:
        verbose_name = "mission"
        ordering = ["sort_order"]

    def __str__(self) -> str:
        return self.title
