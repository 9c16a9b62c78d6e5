from __future__ import annotations

from django.apps import AppConfig


class ContactConfig(AppConfig):
    """The employer's request, from form to answer."""

    name = "directory.contact"
    label = "contact"
    verbose_name = "demandes"
