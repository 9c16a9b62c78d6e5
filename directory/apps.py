from __future__ import annotations

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Everything with a territory: departments, DISP, referents, actors."""

    name = "directory"
    verbose_name = "annuaire"
