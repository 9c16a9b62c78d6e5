"""Sessions of accounts: those that are over are forgotten, wherever they are stored."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    import datetime


def forget_expired(now: datetime.datetime) -> str:
    """The periodic job; an engine that forgets by itself has nothing to do."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return "cleared"
