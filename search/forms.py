from __future__ import annotations

from typing import Any

from django import forms

from search import french, registry
from search.query import MAX_LENGTH


class TypedField(forms.CharField):
    """What somebody typed, whatever it was: read as text on one line, never refused."""

    def to_python(self, value: Any) -> str:
        return " ".join(french.clean(super().to_python(value)).split())


class SearchForm(forms.Form):
    """The words, and the kind of entry they are looked for in."""

    q = TypedField(required=False)
    type = forms.ChoiceField(
        required=False, choices=lambda: [(code, kind.plural) for code, kind in registry.kinds().items()]
    )

    was_cut = False

    def clean_q(self) -> str:
        """Keep as much as is searched."""
        typed = self.cleaned_data["q"]
        self.was_cut = len(typed) > MAX_LENGTH
        return typed[:MAX_LENGTH].rstrip()
