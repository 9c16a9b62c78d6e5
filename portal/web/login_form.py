from __future__ import annotations

from django import forms
from wagtail.admin.forms.auth import LoginForm


class PortalLoginForm(LoginForm):
    """Wagtail's, whose French leaves one label in English."""

    password = forms.CharField(label="Mot de passe", strip=False, widget=forms.PasswordInput)
