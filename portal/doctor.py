"""What the installation lacks: backups, periodic work."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from portal.findings.collecting import Finding
from portal.french import dates
from portal.models import DueJob
from portal.web import shared_clock

if TYPE_CHECKING:
    from collections.abc import Iterator

BACKUP_MARK = "derniere-sauvegarde"  # in DATA_DIR: touched when a backup has succeeded
LONGEST_SILENCE = datetime.timedelta(hours=1)
FAILURES = 3  # in a row; one or two may be a server that restarts
LONGEST_AGE = datetime.timedelta(days=2)


def backups() -> Iterator[Finding]:
    """Whether a backup succeeded lately (`manage.py backup`, or a script from outside that touches the mark)."""
    mark = Path(settings.DATA_DIR) / BACKUP_MARK
    try:
        last = datetime.datetime.fromtimestamp(mark.stat().st_mtime, tz=datetime.UTC)
    except FileNotFoundError:
        yield Finding("Aucune sauvegarde n’est connue\u00a0: `manage.py backup` en fait une (docs/operating.md).")
        return
    if timezone.now() - last > LONGEST_AGE:
        yield Finding(f"La dernière sauvegarde date du {dates.day(timezone.localtime(last).date())}.")


def periodic_work() -> Iterator[Finding]:
    """Whether `run_due` runs at all, and which jobs fail again and again."""
    last = DueJob.objects.last_end(shared_clock.shared_now())
    if last is None:
        yield Finding(
            "Le travail périodique n’a jamais tourné\u00a0: lancez run_due chaque minute (docs/operating.md)."
        )
    elif timezone.now() - last > LONGEST_SILENCE:
        when = dates.moment_label(timezone.localtime(last))
        yield Finding(f"Le travail périodique ne tourne plus depuis le {when}\u00a0: voyez ce qui lance run_due.")
    for job in DueJob.objects.filter(failures__gte=FAILURES):
        yield Finding(f"Le travail «\u00a0{job}\u00a0» a échoué {job.failures} fois de suite\u00a0: {job.told}")


CHECKS = [backups, periodic_work]
