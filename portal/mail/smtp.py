"""Django's SMTP backend, made to say which recipients were refused and to wait for the server's last word."""

from __future__ import annotations

import smtplib
from typing import Any

from django.conf import settings
from django.core.mail.backends import smtp


class PartlyRefusedError(smtplib.SMTPRecipientsRefused):
    """The message left, but not to these recipients. Plain smtplib returns them and Django drops the answer."""


class _Patient:
    """What both kinds of session do differently from smtplib."""

    def sendmail(self, *args: Any, **kwargs: Any) -> dict[str, tuple[int, bytes]]:
        """Send, and raise PartlyRefusedError when only some recipients were accepted."""
        refused = super().sendmail(*args, **kwargs)  # type: ignore[misc]  # smtplib.SMTP stands behind this class
        if refused:
            raise PartlyRefusedError(refused)
        return refused

    def data(self, message: Any) -> tuple[int, bytes]:
        """Hand over the content and wait longer for the verdict than for any other answer.

        A server that scans mail may take its time, and giving up on a message that it then accepts makes a repeat
        (RFC 5321, 4.5.3.2.6).
        """
        self.sock.settimeout(settings.OUTBOX_VERDICT_SECONDS)
        try:
            return super().data(message)  # type: ignore[misc]  # as above
        finally:
            if self.sock is not None:
                self.sock.settimeout(self.timeout)


class _Session(_Patient, smtplib.SMTP):
    pass


class _EncryptedSession(_Patient, smtplib.SMTP_SSL):
    pass


class SmtpBackend(smtp.EmailBackend):
    """Django's backend with sessions of ours."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The session to open: encrypted from the start (`smtp+ssl://`) or not."""
        return _EncryptedSession if self.use_ssl else _Session
