"""Forms of the follow-up pages: a message, and a lost link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from directory.contact.form.forms import MESSAGE_LENGTH
from directory.contact.references import read_reference
from directory.contact.results import MOST
from portal.forms.fields import TextField, WholeNumberField
from portal.forms.steps import StepForm


class MessageForm(StepForm):
    """What an employer adds to a request."""

    message = TextField(
        label="Votre message",
        longest=MESSAGE_LENGTH,
        lines=5,
        missing="Écrivez votre message.",
    )


class ReopenForm(StepForm):
    """Why a request is not over, if one likes to say so."""

    message = TextField(
        label="Ce qui a changé",
        help_text="Facultatif",
        longest=MESSAGE_LENGTH,
        lines=4,
        required=False,
    )


class OutcomeForm(StepForm):
    """What came of a request, as its employer knows it."""

    visit = forms.BooleanField(label="Nous avons visité un établissement", required=False)
    posts = WholeNumberField(label="Combien de postes de travail ?", help_text="Facultatif", most=MOST, unit="postes")
    hires = WholeNumberField(label="Combien d’embauches ?", help_text="Facultatif", most=MOST, unit="embauches")
    contract = forms.BooleanField(label="Nous avons signé un contrat", required=False)


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
