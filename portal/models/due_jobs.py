"""What became of the periodic jobs: who holds one now, and how its last run ended."""

from __future__ import annotations

import datetime
import os
import socket

from django.db import models
from django.db.models import F, Max

AHEAD = datetime.timedelta(minutes=1)  # `now` is the shared clock's: what it dated later, it was set back since
WORDS = 300  # characters kept of what a job tells


def this_process() -> str:
    """This node and its process."""
    return f"{socket.gethostname()[:80]}:{os.getpid()}"


def is_gone(holder: str) -> bool:
    """Whether it is a process of this node that is no more, or had our number before. Other nodes keep theirs."""
    host, _, number = holder.rpartition(":")
    if host != socket.gethostname()[:80]:
        return False
    if holder == this_process():
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # it lives, and is somebody else's
        return False
    return False


class DueJobQuerySet(models.QuerySet["DueJob"]):
    """A job is held by one node at a time, for as long as it may take: a node that dies gives it back by dying."""

    def take(
        self, name: str, now: datetime.datetime, seconds: float, every: datetime.timedelta = datetime.timedelta(0)
    ) -> bool:
        """Hold a job from now for so many seconds; False when it is held, or succeeded less than `every` ago.

        What a clock says that was set back since counts for nothing, nor does the hold of a process killed here.
        """
        hold = {"started_at": now, "leased_until": now + datetime.timedelta(seconds=seconds), "holder": this_process()}
        known = self.filter(name=name).first()
        if known is None:
            return self.get_or_create(name=name, defaults=hold)[1]
        latest = now + AHEAD
        if known.succeeded_at and now - every < known.succeeded_at <= latest:
            return False
        if known.leased_until and known.started_at <= latest and now < known.leased_until and not is_gone(known.holder):
            return False
        return bool(self.filter(name=name, started_at=known.started_at, holder=known.holder).update(**hold))

    def last_end(self, now: datetime.datetime) -> datetime.datetime | None:
        """When a job ended last; what a clock says that was set back since counts for nothing."""
        ended = self.filter(ended_at__lte=now + AHEAD)
        last: datetime.datetime | None = ended.aggregate(last=Max("ended_at"))["last"]
        return last

    def done(self, name: str, now: datetime.datetime, told: str) -> None:
        """Give a job back that did its work."""
        end = {"ended_at": now, "leased_until": None, "holder": "", "told": told[:WORDS]}
        self.filter(name=name).update(**end, succeeded_at=F("started_at"), failures=0)

    def failed(self, name: str, now: datetime.datetime, told: str) -> None:
        """Give a job back that failed; `told` names no person, for a failure is shown as it is."""
        end = {"ended_at": now, "leased_until": None, "holder": "", "told": told[:WORDS]}
        self.filter(name=name).update(**end, failures=F("failures") + 1)


class DueJob(models.Model):
    """One periodic job, known since it ran first."""

    name = models.CharField("travail", max_length=80, primary_key=True)
    leased_until = models.DateTimeField("tenu jusqu’à", null=True)
    holder = models.CharField("tenu par", max_length=100, blank=True)
    started_at = models.DateTimeField("dernier début")
    ended_at = models.DateTimeField("dernière fin", null=True)
    succeeded_at = models.DateTimeField("début du dernier passage réussi", null=True)
    failures = models.PositiveIntegerField("échecs de suite", default=0)
    told = models.CharField("compte rendu", max_length=WORDS, blank=True)

    objects = DueJobQuerySet.as_manager()

    class Meta:
        verbose_name = "travail périodique"
        verbose_name_plural = "travaux périodiques"

    def __str__(self) -> str:
        return self.name

    @property
    def took(self) -> datetime.timedelta | None:
        """How long the last run took; None while it runs, and before."""
        if self.ended_at is None or self.ended_at < self.started_at:
            return None
        return self.ended_at - self.started_at
