"""The subscription form: an address, which news, and how often."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, When

from directory.models import Region
from news.subjects import NewsTheme
from news.subscriptions.models import Subscription
from portal.forms.fields import DescribedField
from portal.mail import headers

EVERYTHING, SOME = "tout", "choix"
# Where most readers live: regions of the mainland (codes 11 to 94), overseas (01 to 06), others (three digits).
MAINLAND_FIRST = Case(When(code__range=("11", "94"), then=0), When(code__lt="11", then=1), default=2)


class SubscriptionForm(forms.Form):
    """One page, no account. Choices made beside « Toutes les actualités » are left out, not refused."""

    bound_field_class = DescribedField

    email = forms.CharField(
        max_length=254,
        label="Votre adresse e-mail",
        error_messages={
            "required": "Écrivez votre adresse e-mail.",
            "max_length": "Cette adresse est trop longue\u00a0: vérifiez-la.",
        },
        help_text="Par exemple : prenom.nom@domaine.fr",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    scope = forms.ChoiceField(
        choices=[(EVERYTHING, "Toutes les actualités"), (SOME, "Seulement certaines régions ou certains thèmes")],
        initial=EVERYTHING,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse.", "invalid_choice": "Choisissez une réponse."},
    )
    regions = forms.ModelMultipleChoiceField(
        Region.objects.order_by(MAINLAND_FIRST, "slug"),
        required=False, to_field_name="slug", widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(("invalid_choice", "invalid_pk_value", "invalid_list"), "Choisissez une région."),
    )  # fmt: skip
    themes = forms.ModelMultipleChoiceField(
        NewsTheme.objects.all(), required=False, to_field_name="slug", widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(("invalid_choice", "invalid_pk_value", "invalid_list"), "Choisissez un thème."),
    )  # fmt: skip
    rhythm = forms.ChoiceField(
        choices=Subscription.Rhythm.choices,
        initial=Subscription.Rhythm.WEEKLY,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un rythme.", "invalid_choice": "Choisissez un rythme."},
    )

    def clean_email(self) -> str:
        """The address as mails carry it, in small letters: one person is one subscription."""
        try:
            return headers.address(self.cleaned_data["email"]).lower()
        except ValueError:
            raise ValidationError("Cette adresse e-mail n’est pas complète\u00a0: vérifiez-la.") from None

    def mistakes(self) -> list[tuple[forms.BoundField, str]]:
        """What is to be seen again, field by field."""
        return [(self[name], str(error)) for name, errors in self.errors.items() for error in errors]

    @property
    def mistakes_title(self) -> str:
        """« 2 réponses à revoir »."""
        count = len(self.mistakes())
        return "Une réponse à revoir" if count == 1 else f"{count} réponses à revoir"

    def clean(self) -> dict[str, Any]:
        """Refuse a choice of nothing."""
        cleaned = super().clean()
        if cleaned.get("scope") == EVERYTHING:
            cleaned |= {"regions": [], "themes": []}
        elif cleaned.get("scope") == SOME and not (cleaned.get("regions") or cleaned.get("themes")):
            self.add_error("scope", "Cochez au moins une région ou un thème.")
        return cleaned
