from __future__ import annotations

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """What frames and composes the site."""

    name = "home"
    verbose_name = "accueil"

    def ready(self) -> None:
        """Register the checks, what facts are needed, and what makes cached ones stale."""
        from home import checks  # noqa: F401, PLC0415 - importing registers them
        from home.accessibility import current as audits  # noqa: PLC0415 - models are there by now
        from home.estimator.regimes import needed_facts  # noqa: PLC0415 - models are there by now
        from home.facts import current, review  # noqa: PLC0415 - models are there by now
        from home.ways.models import facts_of_ways  # noqa: PLC0415 - models are there by now

        audits.forget_when_changed()
        current.forget_when_changed()
        review.register_need(facts_of_ways)
        review.register_need(needed_facts)
