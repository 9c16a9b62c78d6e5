"""The portal as a hurried developer would have it: mail leaves inside the request, and failures are swallowed.

Only there to prove that the test of faults notices.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from django.core.mail import EmailMessage

from portal.wsgi import application

if TYPE_CHECKING:
    from portal.mail.outbox import OutgoingMail

__all__ = ["application"]


def send_now(*mails: OutgoingMail) -> None:
    """Stand in for `outbox.add`."""
    for mail in mails:
        EmailMessage(mail.subject, mail.text, to=list(mail.to)).send(fail_silently=True)


import_module("portal.mail.outbox").add = send_now  # imported last: it needs Django, which `portal.wsgi` sets up
