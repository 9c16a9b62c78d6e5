"""Wagtail's « Mot de passe oublié », through the outbox: a mail server that is down loses no link."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from wagtail.admin.forms.auth import PasswordResetForm

from portal.mail import outbox


class OutboxPasswordResetForm(PasswordResetForm):
    """Stores the mail instead of sending it in the request."""

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        subject = outbox.one_line(render_to_string(subject_template_name, context))
        text = render_to_string(email_template_name, context).strip() + "\n"
        with transaction.atomic():
            outbox.add(outbox.OutgoingMail(to=(to_email,), subject=subject, text=text))
