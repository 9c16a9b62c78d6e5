"""Save a searched object that is no page in one transaction with its change in the log."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction


class AtomicSave(models.Model):
    """A searched model that is no page: its row, its relations and its place in the change log are written together.

    Pages save in one transaction by themselves; Wagtail's snippets do not. First among the bases, or the relations
    that modelcluster writes after the row would come too late. `search.checks` looks after it.
    """

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
