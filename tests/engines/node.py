"""A real Elasticsearch of one's own, to be frozen, killed and started again. ELASTICSEARCH_START says how."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from tests.harness.on_postgres import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

START_SECONDS = 120


class Node:
    """A node on a port and a folder that stay the same from one start to the next.

    `command` is what starts one in the foreground, with {port} and {data} in it.
    """

    def __init__(self, command: str, data: Path) -> None:
        self.port = free_port()
        self.arguments = [each.format(port=self.port, data=data) for each in shlex.split(command)]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and return when it answers."""
        self.process = subprocess.Popen(
            self.arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self.process.poll() is None, f"{self.arguments} stopped"
            with contextlib.suppress(OSError):  # HTTP errors too
                urllib.request.urlopen(f"{self.url}/_cluster/health?wait_for_status=yellow", timeout=5).close()
                return
            time.sleep(0.3)
        raise AssertionError(f"{self.arguments} does not answer")

    def freeze(self) -> None:
        """Stop all its threads where they are; its port stays open."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it without a word."""
        self._signal(signal.SIGKILL)
        if self.process:
            self.process.wait(timeout=20)

    def _signal(self, number: int) -> None:
        if self.process:
            os.killpg(self.process.pid, number)


@contextlib.contextmanager
def running_node(command: str) -> Iterator[Node]:
    """A node that runs; it and what it wrote are gone at the end."""
    data = Path(tempfile.mkdtemp(prefix="portail-node-"))
    data.chmod(0o755)  # pytest's folders are closed to the other user that a node runs as
    node = Node(command, data)
    try:
        node.start()
        yield node
    finally:
        with contextlib.suppress(ProcessLookupError):
            node.kill()
        shutil.rmtree(data, ignore_errors=True)
