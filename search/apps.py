from __future__ import annotations

import datetime

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from portal import periodic
from portal.cms import defined_words
from portal.health import probing
from portal.web import warming


class SearchConfig(AppConfig):
    """One query language, one index lifecycle, two engines."""

    name = "search"
    verbose_name = "recherche"

    def ready(self) -> None:
        """Let every app declare its entries, then listen to what changes them."""
        autodiscover_modules("search_entries", "search_answers")
        from search import checks, periodic_jobs, signal_handlers  # noqa: PLC0415 - models are not loaded before
        from search.engines import configured  # noqa: PLC0415
        from search.glossary import terms, views  # noqa: PLC0415
        from search.site import statistics  # noqa: PLC0415

        checks.register_all()
        terms.connect_signals()
        defined_words.register(views.defined_words)
        signal_handlers.connect()
        periodic.register("search.catch-up", periodic_jobs.catch_up, turn=periodic.Turn.LAST, seconds=1800)
        probing.register("search", periodic_jobs.trouble)
        warming.register("search", configured.warm)
        daily = datetime.timedelta(days=1)
        periodic.register("search.repair", periodic_jobs.repair, turn=periodic.Turn.LAST, seconds=1800, every=daily)
        periodic.register("search.encode", periodic_jobs.encode, turn=periodic.Turn.LAST, seconds=600)
        periodic.register("search.statistics", statistics.purge)
