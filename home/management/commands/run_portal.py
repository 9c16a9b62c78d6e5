from __future__ import annotations

import contextlib
import io
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from home.demo.accounts import login_lines

if TYPE_CHECKING:
    from argparse import ArgumentParser

START_SECONDS = 60
DUE_SECONDS = 60


class Command(BaseCommand):
    """The whole portal on one machine: web server, mail sender and periodic work side by side, until Ctrl-C."""

    help = "Serve the portal and send its mail, for a demonstration or for development."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--noreload", action="store_true", help="do not start again when the code changes")

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        if answers(port):
            raise CommandError(f"Port {port} is taken. Try: make run PORT={port + 1}")
        web = self.start("runserver", f"127.0.0.1:{port}", *(["--noreload"] if options["noreload"] else []))
        sender = self.start("drain_outbox", "--forever")
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            deadline = time.monotonic() + START_SECONDS
            while not answers(port):
                if web.poll() is not None or time.monotonic() > deadline:
                    raise CommandError("The web server did not start; its message stands above.")
                time.sleep(0.1)
            self.stdout.write(self.welcome(port))
            self.stdout.flush()
            while web.poll() is None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    web.wait(DUE_SECONDS)
                self.run_due()
        except KeyboardInterrupt:
            pass
        finally:
            for process in (web, sender):
                process.terminate()
            for process in (web, sender):
                process.wait()

    def run_due(self) -> None:
        """What a timer does in production: scheduled pages appear here too."""
        with contextlib.suppress(CommandError):  # the jobs' own log has said why
            call_command("run_due", apart=True, stdout=io.StringIO())

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start another command of this project, with this one's settings."""
        return subprocess.Popen([sys.executable, sys.argv[0], *arguments])

    def welcome(self, port: int) -> str:
        """Where the portal is, who may log in, where its mail goes."""
        lines = ["", f"  Le portail est ouvert : http://localhost:{port}/"]
        lines += [f"  {line}" for line in login_lines()] if settings.DEBUG else []
        return "\n".join([*lines, "  Ctrl-C pour l’arrêter.", ""])


def answers(port: int) -> bool:
    """Whether something on this machine listens on the port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0
