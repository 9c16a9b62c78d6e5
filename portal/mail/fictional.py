"""Fictional mailboxes: the only ones that a demonstration may write to, refused for real ones where they are typed.

A demonstration that wrote to a real mailbox would bother people who work.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError

from portal.models import PortalSettings

FICTIONAL = frozenset({"example", "test", "invalid"})  # RFC 2606: nobody can have an address there
REFUSAL = "Site de démonstration\u00a0: écrivez une adresse fictive, qui finit par «\u00a0.example\u00a0»."


def is_fictional(address: str) -> bool:
    """Whether no mail can arrive there."""
    return not address or address.rpartition(".")[2].lower() in FICTIONAL


def refuse_in_demonstration(field: str, address: str) -> None:
    """Raise `ValidationError` for a real address while the site is a demonstration; one query."""
    if not is_fictional(address) and PortalSettings.objects.filter(is_demonstration=True).exists():
        raise ValidationError({field: REFUSAL})
