"""System checks of the mail settings."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks

SHORT_WAITS = 3  # MAIL, RCPT and RSET, each at most EMAIL_TIMEOUT
LONG_WAITS = 3  # "go ahead", the transfer and the verdict, each at most OUTBOX_VERDICT_SECONDS


@checks.register("mail")
def lease_outlives_an_attempt(**_: Any) -> list[checks.CheckMessage]:
    """A lease shorter than a slow attempt would let a second sender repeat the message of a living one."""
    if not settings.EMAIL_TIMEOUT:
        return [checks.Error("EMAIL_TIMEOUT is not set: a silent server would hold the sender.", id="mail.E001")]
    least = SHORT_WAITS * settings.EMAIL_TIMEOUT + LONG_WAITS * settings.OUTBOX_VERDICT_SECONDS
    if least >= settings.OUTBOX_LEASE_SECONDS:
        return [checks.Error(f"OUTBOX_LEASE_SECONDS must be more than {least}.", id="mail.E002")]
    return []


@checks.register("mail")
def replies_have_both_settings(**_: Any) -> list[checks.CheckMessage]:
    """A mailbox without an address is never written to; an address without a mailbox promises what nobody does."""
    if bool(settings.REPLIES_URL) == bool(settings.REPLIES_ADDRESS):
        return []
    return [checks.Error("Set both REPLIES_URL and REPLIES_ADDRESS, or none.", id="mail.E003")]
