"""System checks: a demonstration account stands on no site that is not one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from home.demo.accounts import remaining_accounts

if TYPE_CHECKING:
    from collections.abc import Sequence


@register(Tags.database)
def no_demonstration_accounts(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Accounts with an openly known password stop a site whose DEBUG is off.

    It reads the database, so it runs when a database is checked: by `migrate`, by `check --database default`, and by
    `portal.wsgi` at every start of a server. Before the first `migrate` there is no table, and nobody to find.
    """
    if settings.DEBUG or "default" not in (databases or ()):
        return []
    connection = connections["default"]
    if get_user_model()._meta.db_table not in connection.introspection.table_names():  # noqa: SLF001 - documented
        return []
    names = remaining_accounts()
    if not names:
        return []
    return [
        Error(
            f"Demonstration accounts exist ({', '.join(names)}) and DEBUG is off: anybody knows their password.",
            hint="Delete them with `manage.py remove_demo_accounts`, or start from an empty database.",
            id="home.E001",
        )
    ]
