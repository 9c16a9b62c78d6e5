from __future__ import annotations

from django.apps import AppConfig


class TestsConfig(AppConfig):
    """Holds the page types that only tests need; its tables exist in test databases alone."""

    name = "tests"
