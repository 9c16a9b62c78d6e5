from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from news import convention_chain


class ConventionForm(WagtailAdminPageForm):
    """Refuses a renewal that would tear the chain. Here and not in the model: what was right when it was scheduled

    must not stop the publication of everything else that is due.
    """

    def clean(self) -> dict[str, Any]:
        """Say in French what is wrong with the convention chosen as the one before."""
        cleaned = super().clean()
        renewed = cleaned.get("replaces")
        if renewed:
            start = cleaned.get("starts_on") or cleaned.get("signed_on")
            problem = convention_chain.problem(
                self.instance, renewed.specific, known_since=start.first_day if start else None
            )
            if problem:
                self.add_error("replaces", problem)
        return cleaned
