"""The database as one file, and back: a consistent copy while visitors write, by the means of each engine."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
from typing import TYPE_CHECKING

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

if TYPE_CHECKING:
    from pathlib import Path


class BackupError(Exception):
    """Why a backup cannot be made, or not be restored: one sentence for the operator."""


def dump(file: Path) -> None:
    """Write a snapshot of the database to a new file."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with contextlib.closing(sqlite3.connect(file)) as copy:
            connection.connection.backup(copy)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")


def load(file: Path) -> None:
    """Put what `dump` wrote in the place of the database: all of it, or nothing changes."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with contextlib.closing(sqlite3.connect(file)) as copy:
            copy.backup(connection.connection)
    else:
        script = file.with_name(f"{file.name}.sql")
        _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(file), asks=False)
        # Tables that newer code made would stay beside those of the backup.
        empty = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
        connection.close()
        _run(
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            f"--command={empty}",
            f"--file={script}",
        )
    connection.close()


def is_empty() -> bool:
    """Whether there is nothing that a restore would destroy."""
    return not connection.introspection.table_names()


def _run(program: str, *arguments: str, asks: bool = True) -> None:
    """Run one of PostgreSQL's programs, on our database if it `asks` one; the password passes by the environment."""
    (_, *where), environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    where = [*where[:-1], f"--dbname={where[-1]}"] if asks else []
    try:
        subprocess.run(
            [program, *where, *arguments],
            env=os.environ | (environment or {}),
            check=True,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError:
        raise BackupError(f"{program} is missing. On Debian: apt-get install postgresql-client") from None
    except subprocess.CalledProcessError as error:
        raise BackupError(f"{program} failed: {error.stderr.strip()[-500:]}") from None
