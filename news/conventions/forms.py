"""The editing form of a convention."""

from __future__ import annotations

from typing import Any

from news.conventions import renewals
from portal.cms.draft_forms import DraftPageForm


class ConventionForm(DraftPageForm):
    """Refuses a renewal that would tear the chain.

    Here and not in the model: what was right when it was scheduled must not stop the publication of all that is due.
    """

    def clean(self) -> dict[str, Any]:
        """Say in French what is wrong with the convention chosen as the one before."""
        cleaned = super().clean()
        renewed = cleaned.get("replaces")
        if renewed:
            start = cleaned.get("starts_on") or cleaned.get("signed_on")
            problem = renewals.problem(self.instance, renewed.specific, known_since=start.first_day if start else None)
            if problem:
                self.add_error("replaces", problem)
        return cleaned
