from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from portal import periodic
from portal.cms import defined_words


class SearchConfig(AppConfig):
    """One query language, one index lifecycle, two engines."""

    name = "search"
    verbose_name = "recherche"

    def ready(self) -> None:
        """Let every app declare its entries, then listen to what changes them."""
        autodiscover_modules("search_entries", "search_answers")
        from search import (  # noqa: PLC0415 - models exist only once the apps are loaded
            checks,
            glossary,
            glossary_page,
            periodic_jobs,
            signal_handlers,
            statistics,
        )

        checks.register_all()
        glossary.connect_signals()
        defined_words.register(glossary_page.defined_words)
        signal_handlers.connect()
        periodic.register("search.catch-up", periodic_jobs.catch_up)
        periodic.register("search.statistics", statistics.purge)
