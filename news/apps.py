from __future__ import annotations

from django.apps import AppConfig

from portal import periodic, personal_data


class NewsConfig(AppConfig):
    """Everything dated: news and conventions."""

    name = "news"
    verbose_name = "actualités"

    def ready(self) -> None:
        """Fill the slot of the referents' sheets, and keep what is cached true."""
        from directory.referents import sections  # noqa: PLC0415 - models are not loaded before
        from news import signal_handlers  # noqa: PLC0415
        from news.conventions import expiry  # noqa: PLC0415
        from news.subscriptions import sending  # noqa: PLC0415
        from news.subscriptions.personal_data import erase, export  # noqa: PLC0415
        from news.territory import sheet_section  # noqa: PLC0415

        sections.register(sheet_section)
        periodic.register("news.ending_conventions", expiry.warn)
        signal_handlers.connect()
        periodic.register("news.subscriptions", sending.send_what_is_due)
        personal_data.register("abonnements", personal_data.Holder(export, erase))
