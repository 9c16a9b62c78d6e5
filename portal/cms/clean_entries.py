"""Input sanitisation: every text that a form reads or a model stores is cleaned, and nobody meets an error for it.

Two doors for all apps: `forms.CharField`, which pages, snippets, settings, blocks and public forms read texts with, so
that lengths and required fields are judged after the cleaning; and `pre_save`, for what comes by imports, commands,
revisions and mail. `PortalStreamField` cleans its blocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models.signals import pre_save

from portal.cms import typography
from portal.french.clean_text import clean_line, clean_text, clean_values

if TYPE_CHECKING:
    from django.db import models

_read_as_typed = forms.CharField.to_python


def _read(self: forms.CharField, value: Any) -> Any:
    """Clean what was typed, but no password: its signs are compared, never shown."""
    if isinstance(value, str) and not isinstance(self.widget, forms.PasswordInput):
        value = clean_line(value) if isinstance(self.widget, forms.TextInput) else clean_text(value)
        value = typography.read(self, value)
    return _read_as_typed(self, value)


def clean_instance(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    """Clean the texts of a row before it is stored; columns that were not read stay unread."""
    for field in sender._meta.concrete_fields:  # noqa: SLF001 - Django's own name for it
        value = instance.__dict__.get(field.attname)
        # Beside texts only JSON holds plain values of these kinds: blocks and dates of a precision are objects.
        if isinstance(value, str | list | dict):
            instance.__dict__[field.attname] = clean_values(value)


def connect() -> None:
    """Stand at both doors."""
    # Django offers no other place to say it once: validators cannot change a value, and blocks make their own fields.
    forms.CharField.to_python = _read  # type: ignore[method-assign]
    pre_save.connect(clean_instance, dispatch_uid="portal.clean_entries")
