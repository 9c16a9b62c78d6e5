from __future__ import annotations

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Messages stored with what they are about, sent later."""

    name = "portal.mail"
    label = "mail"
    verbose_name = "courrier"
