"""`make production-demo` as a test runs it: in a copy of the checkout, on ports of its own."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.harness.on_postgres import free_port
from tests.harness.production.supervision import Controls
from tests.harness.production.whole import PROGRAMS, workers
from tests.harness.skipping import need
from tests.ops import next_release
from tests.portal.mail.servers import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

START_SECONDS = 3600  # on a machine that does much else; two minutes on one that does not


class Demo:
    """The command in its terminal: what it says, where it is, its processes."""

    def __init__(self, root: Path, **environment: str) -> None:
        self.root, self.said = root, ""
        https, http = free_port(), free_port()
        command = [sys.executable, "-m", "tests.harness.production", "--https", str(https), "--http", str(http)]
        everything = os.environ | environment
        self.process = subprocess.Popen(command, cwd=root, env=everything, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        deadline = time.monotonic() + START_SECONDS
        while "Ctrl-C" not in self.said and time.monotonic() < deadline:
            line = self.process.stdout.readline()
            assert line, f"it ended:\n{self.said}"
            self.said += line
        self.url = f"https://localhost:{https}"
        self.folder = Path(re.search(r"Journaux : (\S+)/\*\.log", self.said)[1])
        self.controls = Controls(self.folder)

    def stop(self) -> int:
        """As Ctrl-C does; how it ended."""
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=120)
        return self.process.returncode

    @property
    def mailbox(self) -> Path:
        """The Maildir of its mail server."""
        return self.folder / "mails"

    def mails(self) -> str:
        """Every mail that left."""
        return "".join(each.read_text(errors="replace") for each in (self.mailbox / "new").iterdir())

    def arrivals(self) -> Counter[str]:
        """How often each mail arrived, by its Message-ID."""
        return Counter(re.findall(r"^Message-ID: (\S+)", self.mails(), re.MULTILINE | re.IGNORECASE))

    def leftovers(self) -> list[str]:
        """Command lines of processes that still work in its folder, or for it, or write to its files."""
        found = []
        for each in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):  # it has ended
                text = (each / "cmdline").read_bytes() + (each / "environ").read_bytes()
                files = " ".join(str(held.readlink()) for held in (each / "fd").iterdir())
                if str(self.folder) in files or str(self.folder).encode() in text:
                    found.append((each / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        return found

    def renew(self, node: str) -> None:
        """Stop it, start it, and wait until it has forked the workers that take requests."""
        self.controls.restart(node)
        wait_until(lambda: workers(self.controls.states()[node][1]), f"{node} again")


@contextlib.contextmanager
def running_demo(folder: Path, **environment: str) -> Iterator[Demo]:
    """All of it, from a copy of the checkout in that folder; stopped at the end, unless the test did so.

    The variables given are in the environment of every process.
    """
    need(*PROGRAMS)
    running = Demo(next_release.copy_of_checkout(folder), **environment)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.stop()
