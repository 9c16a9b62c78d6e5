"""System checks: missing style sheets, a cache that other processes do not share."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks

from portal.styles import build

LOCAL_CACHES = ("locmem.LocMemCache", "dummy.DummyCache")


@checks.register(checks.Tags.staticfiles)
def style_sheets_are_built(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Pages without their style sheet are readable, but nobody means to serve them so."""
    try:
        if build.is_current(settings.THEME, build.design_system()):
            return []
    except OSError as error:
        return [checks.Warning(str(error), id="portal.W002")]
    return [
        checks.Warning(
            f"The style sheet of the theme {settings.THEME!r} is missing or out of date: run `manage.py build_styles`. "
            "(Feuille de style absente ou ancienne.)",
            id="portal.W001",
        )
    ]


@checks.register(checks.Tags.caches, deploy=True)
def cache_is_shared(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Menus and settings are cached: with a cache of its own, a second process would go on showing old ones."""
    backend = settings.CACHES["default"]["BACKEND"]
    if not backend.endswith(LOCAL_CACHES):
        return []
    return [
        checks.Warning(
            "The cache lives in the memory of one process: set CACHE_URL as soon as there are several.",
            id="portal.W003",
        )
    ]
