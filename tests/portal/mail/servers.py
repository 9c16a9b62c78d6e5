"""Real parts for tests: an SMTP server and senders to kill, on a database that several processes share.

Every wait is for a condition, with a deadline: nothing here sleeps and hopes.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings

from tests.harness import migrated_database
from tests.portal.mail.ledger import Delivery

if TYPE_CHECKING:
    from collections.abc import Callable

PORTS = range(20100, 20200)  # below the ports a system hands out: a dead server's port stays free
PATIENCE_SECONDS = 120


def wait_until(condition: Callable[[], Any], what: str) -> Any:
    """Wait for something true and return it; fail, naming what was awaited, after two minutes."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (found := condition()):
        if time.monotonic() > deadline:
            pytest.fail(f"{what}: not within {PATIENCE_SECONDS} s")
        time.sleep(0.05)
    return found


class SmtpServer:
    """An SMTP server in a process of its own; `smtp_server` says what its modes do."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.port, self.reservation = reserved_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        self.seen: list[dict[str, Any]] = []
        self.read = self.forgotten = 0
        self.mode("accept")

    def mode(self, mode: str) -> None:
        """Change what the server does from now on."""
        fresh = self.folder / "mode.new"
        fresh.write_text(mode, encoding="utf-8")
        fresh.replace(self.folder / "mode")

    def start(self) -> SmtpServer:
        """Start, or come back on the same port, and wait until it listens."""
        already = len(self.events("ready"))
        command = [sys.executable, "-m", "tests.portal.mail.smtp_server", str(self.port), str(self.folder)]
        self.process = subprocess.Popen(command, cwd=settings.BASE_DIR)
        wait_until(lambda: len(self.events("ready")) > already or self.process.poll() is not None, "SMTP server")
        assert self.process.poll() is None, "the SMTP server did not start"
        return self

    def kill(self) -> None:
        """End it without a word, as a crash would."""
        if self.process:
            self.process.kill()
            self.process.wait()

    def forget(self) -> None:
        """Start a new page: events so far are not asked for any more."""
        self.forgotten = len(self._all_events())

    def close(self) -> None:
        """End it and let others have its port."""
        self.kill()
        self.reservation.close()

    def events(self, kind: str) -> list[dict[str, Any]]:
        """All complete events of a kind so far, oldest first."""
        return [event for event in self._all_events()[self.forgotten :] if event["kind"] == kind]

    def wait_for(self, kind: str, count: int = 1) -> list[dict[str, Any]]:
        """Wait until so many events of a kind have happened; return them."""
        wait_until(lambda: len(self.events(kind)) >= count, f"{kind}, {count} times")
        return self.events(kind)

    def deliveries(self) -> tuple[Delivery, ...]:
        """Everything accepted so far; the subject's first word is the marker."""
        return tuple(Delivery(each["subject"].split()[0], each["message_id"]) for each in self.events("delivered"))

    def _all_events(self) -> list[dict[str, Any]]:
        """Events of all complete lines written so far; each line is read once."""
        file = self.folder / "events.jsonl"
        if file.exists():
            with file.open("rb") as lines:
                lines.seek(self.read)
                fresh = lines.read()
            whole = fresh[: fresh.rfind(b"\n") + 1]
            self.seen += map(json.loads, whole.splitlines())
            self.read += len(whole)
        return self.seen


class SharedDatabase:
    """A database of its own that processes share: a file, or a PostgreSQL database beside the suite's."""

    def __init__(self, folder: Path) -> None:
        address = os.environ.get("DATABASE_URL", "")
        self.server = address if address.startswith("postgres") else ""
        self.name = f"portal_{uuid.uuid4().hex}"
        self.file = folder / "portal.sqlite3"
        self.url = urlunsplit(urlsplit(self.server)._replace(path=f"/{self.name}")) if self.server else ""
        self.url = self.url or f"sqlite:///{self.file}"

    def create(self, environment: dict[str, str], *apps: str) -> None:
        """Create it with the tables of these apps at least; when none is named, with those of all of them."""
        if not self.server:
            shutil.copyfile(migrated_database.template(), self.file)
            return
        self._on_server(f'CREATE DATABASE "{self.name}"')
        for app in apps or ("--run-syncdb",):
            manage(environment, "migrate", app, "--verbosity=0")

    def drop(self) -> None:
        """Forget it, whoever is still connected."""
        self._on_server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def number(self, query: str) -> int:
        """Answer of a query that counts, read by a connection of its own."""
        return self.rows(query)[0][0]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Answer of a query, read by a connection of its own."""
        opened = psycopg.connect(self.url) if self.server else sqlite3.connect(self.file)
        with contextlib.closing(opened) as connection:
            return connection.execute(query).fetchall()

    def _on_server(self, command: str) -> None:
        if self.server:
            with psycopg.connect(self.server, autocommit=True) as connection:
                connection.execute(command)


class Sender:
    """`manage.py drain_outbox --forever` in a process of its own."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.log = log
        command = ["manage.py", "drain_outbox", "--forever", "--interval", "0.1"]
        self.process = in_background(environment, log, *command)

    def kill(self) -> None:
        """End it with kill -9."""
        assert self.process.poll() is None, f"a sender ended by itself: {self.output()}"
        self.process.kill()
        self.process.wait()

    def ask_to_stop(self) -> None:
        """Send SIGTERM once it is ready for it, without waiting for the end."""
        self.wait_to_hear("started")
        self.process.send_signal(signal.SIGTERM)

    def wait_to_hear(self, words: str) -> None:
        """Wait until it has said these words."""
        wait_until(lambda: words in self.output() or self.process.poll() is not None, f"sender: {words}")
        assert words in self.output()

    def output(self) -> str:
        """Everything it said, standard error included."""
        return self.log.read_text(encoding="utf-8")


def process_environment(database: SharedDatabase, smtp: SmtpServer, folder: Path) -> dict[str, str]:
    """Environment of a process of the portal on this database and this mail server."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.portal.mail.settings",
        "DATABASE_URL": database.url,
        "EMAIL_URL": smtp.url,
        "TEST_DATA_DIR": str(folder),
        "PYTHONUNBUFFERED": "1",
    }


def in_background(environment: dict[str, str], log: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start Python with these arguments; what it says goes to the end of a file."""
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, *arguments], cwd=settings.BASE_DIR, env=environment, stdout=output, stderr=output
        )


def manage(environment: dict[str, str], *arguments: str) -> str:
    """Run a command of the portal to its end; return what it printed, fail when it failed."""
    result = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def reserved_port() -> tuple[int, IO[str]]:
    """A port nobody listens on, and the open file whose lock keeps other runs of the suite away from it.

    A port alone would not do: the tests' server is down some of the time.
    """
    for port in PORTS:
        with contextlib.suppress(OSError):
            reservation = (Path(tempfile.gettempdir()) / f"portal-tests-{port}.lock").open("w")
            try:
                fcntl.flock(reservation, fcntl.LOCK_EX | fcntl.LOCK_NB)
                with socket.create_server(("127.0.0.1", port)):
                    return port, reservation
            except OSError:
                reservation.close()
    pytest.fail(f"No free port between {PORTS.start} and {PORTS.stop - 1}")
