"""Checks at the start: mailboxes of a demonstration are fictional, those of a service are real.

A demonstration that wrote to a real mailbox would bother people who work; a service whose mailboxes are still those of
the tables (`.example`) would lose the requests of employers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004 - Django's name for it
from django.db import connections

from portal.mail.fictional import is_fictional
from portal.models import PortalSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

LISTED = 5  # mailboxes named by a warning


@register(Tags.database)
def mailboxes_suit_the_site(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Real mailboxes in a demonstration, fictional ones in a service whose DEBUG is off."""
    if "default" not in (databases or ()):
        return []
    disp, referent = apps.get_model("directory", "Disp"), apps.get_model("directory", "Referent")
    wanted = {model._meta.db_table for model in (disp, referent, PortalSettings)}  # noqa: SLF001 - documented
    if not wanted <= set(connections["default"].introspection.table_names()):
        return []
    mailboxes = [settings.NATIONAL_MAILBOX, *disp.objects.values_list("mailbox", flat=True)]
    mailboxes += referent.objects.filter(live=True).values_list("email", flat=True)
    if PortalSettings.objects.filter(is_demonstration=True).exists():
        real = [address for address in mailboxes if not is_fictional(address)]
        return [_warning("W001", "The demonstration would write to real mailboxes", real)] if real else []
    if settings.DEBUG or not disp.objects.exists():
        return []
    lost = [address for address in mailboxes if is_fictional(address)]
    return [_warning("W002", "Requests would be lost in mailboxes that do not exist", lost)] if lost else []


def _warning(number: str, message: str, mailboxes: Sequence[str]) -> CheckMessage:
    named = ", ".join(address or "none" for address in mailboxes[:LISTED])
    more = f" and {len(mailboxes) - LISTED} more" if len(mailboxes) > LISTED else ""
    return Warning(
        f"{message}: {named}{more}.",
        hint="Directions and sheets are edited under « Annuaire »; NATIONAL_MAILBOX is a variable of the environment.",
        id=f"directory.{number}",
    )
