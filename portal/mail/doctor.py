"""What mail lacks: a real sender, a server, proof that mails leave, a mailbox of last resort."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings

from portal.findings.collecting import Finding
from portal.french.words import plural
from portal.mail.fictional import is_fictional
from portal.mail.models import OutboxMessage

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = "filebased.EmailBackend"


def sender() -> Iterator[Finding]:
    """Whether mails leave, under an address that exists."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    if is_fictional(address):
        yield Finding(f"L’expéditeur des messages n’existe pas\u00a0: {address} (variable DEFAULT_FROM_EMAIL).")
    if settings.EMAIL_BACKEND.endswith(FILES):
        yield Finding("Les messages s’écrivent dans des fichiers, aucun ne part (variable EMAIL_URL).")
    elif not OutboxMessage.objects.filter(sent_at__isnull=False).exists():
        yield Finding("Aucun message n’est encore parti\u00a0: essayez «\u00a0manage.py send_test_mail ADRESSE\u00a0».")
    if count := OutboxMessage.objects.failed().count():
        verb = "n’ont" if count > 1 else "n’a"
        words = f"{count} {plural(count, 'message')} {verb} pas pu être remis"
        yield Finding(f"{words} (manage.py drain_outbox --status).")


def last_resort() -> Iterator[Finding]:
    """Whether somebody reads what nobody else answers for."""
    if is_fictional(settings.NATIONAL_MAILBOX):
        yield Finding(
            f"La boîte nationale n’existe pas\u00a0: {settings.NATIONAL_MAILBOX} (variable NATIONAL_MAILBOX)."
        )


CHECKS = [sender, last_resort]
