"""Outcome of one SMTP attempt for each recipient: a pure reading of the error that sending raised."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

from portal.mail.smtp import PartlyRefusedError

SHUTTING_DOWN = 421  # the server closes the session, whatever it was asked
MAILBOX_FULL = 552  # at RCPT, RFC 5321 (4.5.3.1.10) wants it read as 452: try again later


@dataclass(frozen=True)
class Verdict:
    """Recipients to try again, recipients refused for good, the error's class and code, and whether to reconnect."""

    pending: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    error: str = ""
    session_over: bool = False
    server_lost: bool = False


def verdict_on(recipients: tuple[str, ...], error: Exception | None) -> Verdict:
    """Sort the recipients of one attempt by what the server, or its silence, said.

    Only a refusal of the recipient or of the content is for good. A refused sender is our own configuration, a lost
    connection is nobody's fault: everybody stays pending.
    """
    if error is None:
        return Verdict()
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _by_recipient(recipients, error)
    name = error_name(error)
    code = error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0
    if isinstance(error, smtplib.SMTPDataError) and is_final(code):
        return Verdict(refused=recipients, error=name, session_over=True)
    lost = code in {SHUTTING_DOWN, -1} or (isinstance(error, OSError) and not code)
    return Verdict(pending=recipients, error=name, session_over=True, server_lost=lost)


def _by_recipient(recipients: tuple[str, ...], error: smtplib.SMTPRecipientsRefused) -> Verdict:
    codes = {recipient: code for recipient, (code, _) in error.recipients.items()}
    # Without an accepted message, recipients that are not named were not reached: they are pending.
    unnamed = 250 if isinstance(error, PartlyRefusedError) else SHUTTING_DOWN
    by_code = {recipient: codes.get(recipient, unnamed) for recipient in recipients}
    refused = tuple(each for each, code in by_code.items() if is_final(code) and code != MAILBOX_FULL)
    pending = tuple(each for each, code in by_code.items() if code != 250 and each not in refused)
    lost = SHUTTING_DOWN in codes.values()
    return Verdict(
        pending, refused, f"SMTPRecipientsRefused {min(codes.values())}", session_over=lost, server_lost=lost
    )


def is_final(code: int) -> bool:
    """Whether an SMTP reply code is a refusal for good (RFC 5321, 4.2.1)."""
    return 500 <= code <= 599


def error_name(error: Exception) -> str:
    """Class and reply code of an error, at most 80 characters; never its text, which may quote an address."""
    code = error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else ""
    return f"{type(error).__name__} {code}".strip()[:80]
