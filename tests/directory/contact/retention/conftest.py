from __future__ import annotations

from tests.portal.mail.conftest import store

__all__ = ["store"]
