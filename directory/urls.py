"""Addresses of the directory: fixed, so that forms, mails and sheets never dangle (docs/decisions/0002)."""

from __future__ import annotations

app_name = "directory"
urlpatterns: list = []
