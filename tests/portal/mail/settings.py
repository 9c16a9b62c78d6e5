"""Settings of the real senders and submitters that tests start and kill: the strict ones, in a hurry.

DATABASE_URL and EMAIL_URL come from the environment, as on a real machine.
"""

from __future__ import annotations

from portal.settings.test import *  # noqa: F403 - the suite's settings are the parent
from portal.settings.test import INSTALLED_APPS

INSTALLED_APPS = [name for name in INSTALLED_APPS if name != "tests"]  # its models know no migrations

EMAIL_TIMEOUT = 1
OUTBOX_VERDICT_SECONDS = 2
OUTBOX_LEASE_SECONDS = 9.5
OUTBOX_DELAYS_SECONDS = (0.3, 0.6, 1)
OUTBOX_LONGEST_PAUSE_SECONDS = 0.4
