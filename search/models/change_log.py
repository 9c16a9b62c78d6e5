"""The stored change log: which entries changed, in the order their transactions were committed."""

from __future__ import annotations

import uuid

from django.db import models


class ChangeLog(models.Model):
    """The state of the log: one row, made by the first change.

    Every transaction that records a change locks this row until it commits, so positions become visible in their
    order: an engine that has followed up to a position has missed nothing before it. `identity` tells one database's
    log from another's, for an index that outlives its database.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    identity = models.UUIDField("identité", default=uuid.uuid4, editable=False)
    last = models.PositiveBigIntegerField("dernière position", default=0)
    pruned = models.PositiveBigIntegerField("oublié jusqu’à", default=0)

    class Meta:
        verbose_name = "état du journal"
        verbose_name_plural = "états du journal"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_search_change_log")]

    def __str__(self) -> str:
        return str(self.last)


class Change(models.Model):
    """One entry that may have changed, appeared or gone: what it is now is read when an engine follows."""

    position = models.PositiveBigIntegerField("position", primary_key=True)
    key = models.CharField("clé", max_length=80)
    recorded_at = models.DateTimeField("date", auto_now_add=True)

    class Meta:
        verbose_name = "changement"
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position} {self.key}"


class Follower(models.Model):
    """How far an engine said it had come: the log is kept for the slowest."""

    name = models.CharField("nom", max_length=120, primary_key=True)
    position = models.PositiveBigIntegerField("position")

    class Meta:
        verbose_name = "index suivi"
        verbose_name_plural = "index suivis"

    def __str__(self) -> str:
        return f"{self.name} {self.position}"
