"""For who has lost telephone and recovery codes: `manage.py reset_second_factor ACCOUNT`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from portal.models import User
from portal.sign_in.second_factor import forget

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Take the second factor of an account away: its owner makes a new one at the next sign-in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("account", help="name with which the account signs in")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["account"]).first()
        if user is None:
            raise CommandError("No account has this name. (Aucun compte n’a ce nom.)")
        had_one = forget(user)
        self.stdout.write("The second factor is gone." if had_one else "This account had no second factor.")
