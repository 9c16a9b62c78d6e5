from __future__ import annotations

from django.apps import AppConfig


class NewsConfig(AppConfig):
    """Everything dated: news and conventions."""

    name = "news"
    verbose_name = "actualités"
