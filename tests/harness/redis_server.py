"""A real Redis of one's own, to be frozen, killed and started again."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from typing import TYPE_CHECKING

import redis

from tests.harness.on_postgres import free_port
from tests.harness.skipping import need

if TYPE_CHECKING:
    from collections.abc import Iterator

START_SECONDS = 20


class RedisServer:
    """A server that keeps nothing on disk, on a port that stays the same from one start to the next."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def caches(self) -> dict[str, dict[str, str]]:
        """Settings of a portal that shares it."""
        location = f"redis://127.0.0.1:{self.port}/0"
        return {"default": {"BACKEND": "portal.web.shared_cache.SharedCache", "LOCATION": location}}

    def keys(self) -> list[bytes]:
        """What it holds."""
        with redis.Redis(port=self.port) as client:
            return sorted(client.keys())

    def start(self) -> None:
        """Start it, and return when it listens."""
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--daemonize", "no"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            time.sleep(0.02)
        raise AssertionError("redis-server does not answer")

    def signal(self, number: int) -> None:
        """SIGSTOP freezes it, SIGCONT lets it go on."""
        assert self.process
        os.kill(self.process.pid, number)

    def kill(self) -> None:
        """End it without a word."""
        if self.process:
            self.process.kill()
            self.process.wait(timeout=20)


@contextlib.contextmanager
def running_redis() -> Iterator[RedisServer]:
    """A server that runs, stopped at the end. Where there is none the test is skipped, except in CI."""
    need("redis-server")
    server = RedisServer()
    server.start()
    try:
        yield server
    finally:
        with contextlib.suppress(ProcessLookupError):
            server.signal(signal.SIGCONT)
        server.kill()
