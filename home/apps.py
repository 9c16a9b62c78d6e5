from __future__ import annotations

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """What frames and composes the site."""

    name = "home"
    verbose_name = "accueil"
