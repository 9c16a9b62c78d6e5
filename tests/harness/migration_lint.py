"""Refuse migrations that the release before could not live beside (zero downtime): part of `make lint`.

While nodes are renewed one after the other, old code meets the new tables: a column that it does not know must have a
default in the database, none that it reads may go or be renamed. django-migration-linter reads the SQL that PostgreSQL
would get. It is kept, and refuses at a desk what the others (django-pg-zero-downtime-migrations) only find when they
migrate.
"""

from __future__ import annotations

import os
import sys

from tests.harness.on_postgres import server
from tests.harness.system_packages import postgres_bin

# The last migrations that came before this rule: all of them were applied while nothing was served.
BEFORE = {
    "contact": "0009",
    "directory": "0006",
    "home": "0002",
    "mail": "0001",
    "news": "0003",
    "portal": "0007",
    "search": "0003",
}
# (app, name) of a migration that is right though it is refused, and why: « not read since release 1.2 ».
LET_THROUGH: dict[tuple[str, str], str] = {}


def refused(database: str) -> int:
    """The number of migrations that are refused; their names and reasons are printed. The database stays empty."""
    settings = {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "LOG_LEVEL": "WARNING"}
    os.environ |= settings | {"DATABASE_URL": database}
    import django  # noqa: PLC0415 - the settings come first

    django.setup()
    from django_migration_linter import MessageType, MigrationLinter  # noqa: PLC0415 - as above

    quiet = [each.value for each in (MessageType.OK, MessageType.IGNORE, MessageType.WARNING)]
    linter = MigrationLinter(include_apps=list(BEFORE), no_cache=True, quiet=quiet)
    for (app, name), migration in sorted(linter.migration_loader.disk_migrations.items()):
        if app in BEFORE and name[:4] > BEFORE[app] and (app, name) not in LET_THROUGH:
            linter.lint_migration(migration)
    return int(linter.nb_erroneous)


def main() -> int:
    """Read them on a throw-away server."""
    programs = postgres_bin()
    if programs is None:
        print("Migrations were not read: no PostgreSQL on this machine (on Debian: apt-get install postgresql).")
        return 1 if os.environ.get("CI") else 0
    with server(programs) as address:
        return refused(address)


if __name__ == "__main__":
    sys.exit(main())
