from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from portal.mail import outbox
from portal.mail.delivery import drain
from portal.mail.rendering import mail_from

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Send one mail the way all others go, through the outbox and the server, and say what became of it."""

    help = "Send a test mail through the outbox and say what the mail server answered."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="a mailbox that you read")

    def handle(self, *, address: str, **_: Any) -> None:
        """Raise CommandError for an address that is none, and when the server did not take the mail."""
        try:
            validate_email(address)
        except ValidationError as error:
            raise CommandError(f"{address} is no e-mail address.") from error
        context = {"portal": settings.PORTAL_URL, "sender": settings.DEFAULT_FROM_EMAIL, "at": timezone.localtime()}
        with transaction.atomic():
            (message,) = outbox.add(mail_from("test_mail", to=(address,), **context))
        tally = drain()
        message.refresh_from_db()
        if message.sent_at is None:
            raise CommandError(f"Not sent: {message.last_error or tally.outage or 'another sender holds it'}.")
        self.stdout.write(f"Sent to {address} as {settings.DEFAULT_FROM_EMAIL}. Look whether it arrives, and where.")
