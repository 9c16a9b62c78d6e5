"""Alarm: one mail to the operator when something goes wrong, one when it is over.

What was told stands in the report of the job itself (`DueJob.told`), so nodes and restarts do not tell it twice. A
trouble is told when it is seen the second time, a minute later: a server that restarts wakes nobody.
"""

from __future__ import annotations

import datetime
import socket
import ssl
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from portal.health import probing
from portal.models import DueJob

if TYPE_CHECKING:
    from collections.abc import Collection

NAME = "portal.alarm"
ONCE = "?"  # after the name of what was seen once
FAILURES = 3  # in a row
PATIENCE = 5  # seconds, for the probes and for our own front door
LEAST_VALID = datetime.timedelta(days=14)
WORDS = {
    "cache": "le cache partagé (Redis) ne répond pas",
    "certificate": "le certificat TLS du site expire dans moins de quinze jours",
    "database": "la base de données ne répond pas ou refuse d’écrire",
    "disk": "le disque est presque plein",
    "jobs": "un travail périodique a échoué trois fois de suite",
    "media": "le stockage des images et documents (S3) ne répond pas",
    "migrations": "des migrations ne sont pas appliquées",
    "outbox": "des courriers attendent depuis plus de quinze minutes",
    "search": "un moteur de recherche ne répond pas ou a pris du retard",
}


def tell_the_operator(now: datetime.datetime) -> str:
    """Compare what is wrong with what was told, and mail the difference; what goes into the report of the job."""
    if not settings.OPERATOR_MAILBOX:
        return "no OPERATOR_MAILBOX"
    told, seen = _before()
    wrong = set(troubles(now))
    new, over = wrong & seen - told, told - wrong
    if new or over:
        EmailMessage(subject(new, over), text(new, over), to=[settings.OPERATOR_MAILBOX]).send()
    known = wrong & (told | seen)
    return ", ".join([*sorted(known), *(f"{each}{ONCE}" for each in sorted(wrong - known))]) or "nothing"


def troubles(now: datetime.datetime) -> list[str]:
    """Names of what is wrong: the probes, the jobs, the certificate. Periodic work runs, since this is part of it."""
    vital, other = probing.troubles(PATIENCE)
    found = [name for name in vital | other if name != "periodic work"]
    if DueJob.objects.filter(failures__gte=FAILURES).exists():
        found.append("jobs")
    ends = certificate_ends()
    if ends is not None and ends - now < LEAST_VALID:
        found.append("certificate")
    return found


def certificate_ends() -> datetime.datetime | None:
    """Until when the certificate of our own address is good; None where it has none, or cannot be asked."""
    address = urlsplit(settings.PORTAL_URL)
    if address.scheme != "https":
        return None
    trusting = ssl.create_default_context()
    try:
        with (
            socket.create_connection((address.hostname, address.port or 443), timeout=PATIENCE) as connection,
            trusting.wrap_socket(connection, server_hostname=address.hostname) as secured,
        ):
            ends = (secured.getpeercert() or {}).get("notAfter")
    except ssl.SSLCertVerificationError as error:
        expired = "expired" in error.verify_message
        return datetime.datetime.min.replace(tzinfo=datetime.UTC) if expired else None
    except OSError:
        return None
    return datetime.datetime.fromtimestamp(ssl.cert_time_to_seconds(str(ends)), tz=datetime.UTC) if ends else None


def subject(new: Collection[str], over: Collection[str]) -> str:
    """Of the mail: what is wrong first."""
    if new:
        return f"Portail\u00a0: {_words(min(new))}{' (et autre chose)' if len(new) > 1 else ''}"
    return f"Portail\u00a0: c’est fini, {_words(min(over))}"


def text(new: Collection[str], over: Collection[str]) -> str:
    """Of the mail."""
    lines = [f"{settings.PORTAL_URL}, vu de {socket.gethostname()} :", ""]
    lines += [f"- {_words(each)}" for each in sorted(new)]
    lines += [f"- terminé\u00a0: {_words(each)}" for each in sorted(over)]
    return "\n".join(
        [*lines, "", f"État\u00a0: {settings.PORTAL_URL}/sante/pret\u00a0; que faire\u00a0: docs/operating.md.", ""]
    )


def _words(name: str) -> str:
    return WORDS.get(name, name)


def _before() -> tuple[set[str], set[str]]:
    """What was told, and what was seen once, by the report of the last run."""
    report = DueJob.objects.filter(name=NAME).values_list("told", flat=True).first() or ""
    names = {each.strip() for each in report.split(",")} & {known + mark for known in WORDS for mark in ("", ONCE)}
    return {each for each in names if not each.endswith(ONCE)}, {each.removesuffix(ONCE) for each in names}
