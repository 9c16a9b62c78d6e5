"""Forms of the sign-in: account and password, code of the second factor."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.forms.auth import LoginForm

from portal.french.dates import in_minutes


class PortalLoginForm(LoginForm):
    """Wagtail's, whose French leaves one label in English; it says when there were too many tries."""

    password = forms.CharField(label="Mot de passe", strip=False, widget=forms.PasswordInput)

    def get_invalid_login_error(self) -> forms.ValidationError:
        """The sentence above the form."""
        if wait := getattr(self.request, "seconds_to_sign_in", 0):
            return forms.ValidationError(
                f"Trop d’essais pour ce compte depuis cet endroit. Réessayez {in_minutes(wait)}, ou depuis "
                "l’appareil dont vous vous servez d’habitude.",
                code="too_many",
            )
        return super().get_invalid_login_error()


class CodeForm(forms.Form):
    """A code of the application, or one of the recovery codes."""

    code = forms.CharField(
        label="Code",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}),
        error_messages={
            "required": "Écrivez le code.",
            "max_length": "Ce code est trop long\u00a0: il a six chiffres, ou huit signes pour un code de secours.",
        },
    )

    def clean_code(self) -> str:
        """Without the blanks and hyphens that people put between groups."""
        return "".join(self.cleaned_data["code"].replace("-", "").split()).lower()


class NoFields(forms.ModelForm):
    """For a panel of the account that only shows."""

    class Meta:
        fields: tuple[Any, ...] = ()
