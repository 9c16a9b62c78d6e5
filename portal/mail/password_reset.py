"""Wagtail's « Mot de passe oublié », through the outbox: a mail server that is down loses no link."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.admin.forms.auth import PasswordResetForm

from portal.mail import outbox
from portal.mail.rendering import subject_from, text_from
from portal.web.limits import mailbox_of, may_be_mailed, network_of, seconds_to_wait

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger(__name__)
ASKED_FROM_ONE_ADDRESS = "20/h"
SENT_TO_ONE_MAILBOX = "3/h"


class OutboxPasswordResetForm(PasswordResetForm):
    """Stores the mail instead of sending it in the request."""

    def save(self, *, request: HttpRequest | None = None, **options: Any) -> None:
        """Mail the link, unless that mailbox had enough of them; the page says the same in either case."""
        address = self.cleaned_data["email"]
        may_ask = request is not None and not (
            seconds_to_wait(request, "password_reset", ASKED_FROM_ONE_ADDRESS, network_of(request))
            or seconds_to_wait(request, "password_reset.mailbox", SENT_TO_ONE_MAILBOX, mailbox_of(address))
        )
        if not (may_ask and may_be_mailed(request, address)):
            logger.warning("A reset of a password was asked for too often.")
            return
        super().save(request=request, **options)

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        subject, text = subject_from(subject_template_name, context), text_from(email_template_name, context)
        with transaction.atomic():
            outbox.add(outbox.OutgoingMail(to=(to_email,), subject=subject, text=text))
