"""Break-glass account: sign in by password for some hours while the single sign-on is the only door.

manage.py open_local_sign_in ACCOUNT [--hours 8] [--create]
"""

from __future__ import annotations

import datetime
import logging
import secrets
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.models import User

if TYPE_CHECKING:
    from argparse import ArgumentParser

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Give an account a new password and let it sign in with that for some hours, with LOCAL_LOGIN=false too."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("account", help="name with which the account signs in")
        parser.add_argument("--hours", type=int, default=8, help="how long the door stays open (8)")
        parser.add_argument("--create", action="store_true", help="make a superuser of this name when there is none")

    def handle(self, *args: Any, account: str, hours: int, create: bool, **options: Any) -> None:
        user = User.objects.filter(username=account).first()
        if user is None and not create:
            raise CommandError("No account has this name; --create makes one. (Aucun compte n’a ce nom.)")
        user = user or User(username=account, is_superuser=True)
        password = secrets.token_urlsafe(18)
        user.set_password(password)
        user.local_until = timezone.now() + datetime.timedelta(hours=hours)
        user.save()
        logger.warning("Account %s may sign in by password for %s hours.", user.pk, hours)
        self.stdout.write(f"{account} may sign in until {timezone.localtime(user.local_until):%d/%m/%Y %H:%M} with:")
        self.stdout.write(password)
