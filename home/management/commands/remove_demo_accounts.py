from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

from home.demo.accounts import remaining_accounts


class Command(BaseCommand):
    """Delete the accounts whose passwords are openly known; what they wrote stays."""

    help = "Delete the demonstration's accounts, which stop a site whose DEBUG is off."

    def handle(self, **_: Any) -> None:
        """Delete them and name them."""
        names = remaining_accounts()
        get_user_model().objects.filter(username__in=names).delete()
        self.stdout.write(f"Accounts deleted: {', '.join(names)}." if names else "No demonstration account here.")
