from __future__ import annotations

from django.apps import AppConfig

from portal import periodic, personal_data


class NewsConfig(AppConfig):
    """Everything dated: news and conventions."""

    name = "news"
    verbose_name = "actualités"

    def ready(self) -> None:
        """Fill the slot of the referents' sheets, and keep what is cached true."""
        from directory import territory_slot  # noqa: PLC0415 - models are not loaded before
        from news import archive, convention_archive, ending_conventions  # noqa: PLC0415
        from news.subscriptions import personal_data as subscribers  # noqa: PLC0415
        from news.subscriptions import sending  # noqa: PLC0415
        from news.territory import sheet_section  # noqa: PLC0415

        territory_slot.register(sheet_section)
        periodic.register("news.ending_conventions", ending_conventions.warn)
        convention_archive.connect_signals()
        archive.connect_signals()
        periodic.register("news.subscriptions", sending.send_what_is_due)
        personal_data.register("abonnements", personal_data.Holder(subscribers.export, subscribers.erase))
