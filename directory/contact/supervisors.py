"""Who is told when a request goes wrong: nobody reads it, or its mail cannot be delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model

if TYPE_CHECKING:
    from directory.models import Disp

MANAGERS = "Gestionnaires des demandes"


def managers() -> list[str]:
    """Addresses of the active members of the group « Gestionnaires des demandes »."""
    accounts = get_user_model().objects.filter(groups__name=MANAGERS, is_active=True).exclude(email="")
    return list(accounts.order_by("email").values_list("email", flat=True).distinct())


def supervisors(disp: Disp | None) -> list[str]:
    """The managers; while there are none, the mailbox of the direction, else the national one. Never empty."""
    return managers() or [(disp.mailbox if disp else "") or settings.NATIONAL_MAILBOX]
