from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from directory.contact.fields import TextField
from directory.contact.forms import MESSAGE_LENGTH, StepForm
from directory.contact.references import read_reference


class MessageForm(StepForm):
    """What an employer adds to a request."""

    message = TextField(
        label="Votre message",
        longest=MESSAGE_LENGTH,
        lines=5,
        missing="Écrivez votre message.",
    )


class ReferenceField(TextField):
    """A reference as it is read aloud or copied, « k7m 4px j »."""

    def clean(self, value: Any) -> str:
        """As it is stored; ValidationError says that one of its signs is wrong."""
        typed = super().clean(value)
        try:
            return read_reference(typed)
        except ValueError:
            raise ValidationError(
                "Ce n’est pas un numéro de suivi : il a sept signes, par exemple K7M-4PX-J. Vérifiez-les."
            ) from None


class LinkForm(StepForm):
    """Who has lost the link knows the reference."""

    reference = ReferenceField(
        label="Votre numéro de suivi",
        help_text="Il est dans l’e-mail reçu après votre demande : sept signes, comme K7M-4PX-J.",
        longest=40,
        missing="Écrivez votre numéro de suivi.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
