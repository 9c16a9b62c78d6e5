"""Run pytest on a throw-away PostgreSQL server: ``python -m tests.harness.on_postgres [pytest arguments]``.

A DATABASE_URL already set is used as it is. Without PostgreSQL on the machine the run is skipped in one line, except
in CI, where it fails.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from tests.harness.system_packages import postgres_bin

MIGRATED = "TEST_DATABASE_TEMPLATE"  # names the database whose copy each worker's is

if TYPE_CHECKING:
    from collections.abc import Iterator

_GIVEN: set[int] = set()  # ports that free_port gave


def unprivileged() -> dict[str, int]:
    """Arguments that make a child run as somebody else than root, who may not run PostgreSQL."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    account = names.get("postgres") or names["nobody"]
    return {"user": account.pw_uid, "group": account.pw_gid}


def free_port() -> int:
    """A TCP port of this machine that nobody uses now, and that no call of this process gave before.

    Taken below those that the system hands out by itself: it would give one to a connection, or to the next that asks,
    between this look and the start of a server there.
    """
    while (port := 15_000 + secrets.randbelow(15_000)) in _GIVEN or not _is_free(port):
        pass
    _GIVEN.add(port)
    return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do: a closed one's port is free
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def initialise(programs: Path, folder: Path, port: int) -> str:
    """Make a cluster in `folder`/data; return the options of its server, whose durability is off."""
    who = unprivileged()
    if who:
        os.chown(folder, who["user"], who["group"])
    made = ["-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
    command = [programs / "initdb", "-D", folder / "data", *made]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, **who)
    return f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"


@contextlib.contextmanager
def server(programs: Path) -> Iterator[str]:
    """Start a server in a folder of its own; yield its address; stop and forget it."""
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    port, data = free_port(), folder / "data"
    # Without autovacuum rows lie in the order in which they came, and no test meets another order by chance.
    options = f"{initialise(programs, folder, port)} -c autovacuum=off"
    quiet = {"stdout": subprocess.DEVNULL, "cwd": folder, **unprivileged()}
    start = [programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"]
    subprocess.run(start, check=True, **quiet)
    try:
        yield f"postgres://portal@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=False, **quiet)
        shutil.rmtree(folder, ignore_errors=True)


def migrated(address: str) -> dict[str, str]:
    """Make a database with every migration applied beside that of this address; the variable that names it."""
    beside = f"{address.rpartition('/')[0]}/migrated"
    made = os.environ | {"DATABASE_URL": beside, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE DATABASE migrated")
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0", "--skip-checks"], check=True, env=made)
    return {MIGRATED: "migrated"}


def main(arguments: list[str]) -> int:
    """Run pytest with these arguments on PostgreSQL; return its exit code."""
    command = [sys.executable, "-m", "pytest", *arguments]
    if os.environ.get("DATABASE_URL"):
        return subprocess.run(command, check=False).returncode
    programs = postgres_bin()
    if programs is None:
        print("Not run on PostgreSQL: no server on this machine (on Debian: apt-get install postgresql).")
        return 1 if os.environ.get("CI") else 0
    with server(programs) as address:
        print("→ The same tests on PostgreSQL", flush=True)
        environment = os.environ | migrated(address) | {"DATABASE_URL": address}
        return subprocess.run(command, check=False, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
