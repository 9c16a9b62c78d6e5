"""Settings of the processes in the test of faults: those of the senders, on tables made without their history."""

from __future__ import annotations

from tests.portal.mail.settings import *  # noqa: F403 - the senders' settings are the parent


class _NoHistory:
    """Says of every app that it has no migrations.

    Running Wagtail's takes longer than the whole test; that migrations make the tables of the models is tested
    elsewhere.
    """

    def __contains__(self, app_label: str) -> bool:
        return True

    def __getitem__(self, app_label: str) -> None:
        return None


MIGRATION_MODULES = _NoHistory()
RATELIMIT_ENABLE = False  # a thousand employers come from one address
