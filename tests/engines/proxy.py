"""A port between the portal and its Elasticsearch that a test may close, freeze and open again."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING

from tests.harness.on_postgres import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator


class Proxy:
    """Hands every connection on to a node, as long as it is open."""

    def __init__(self, host: str, port: int) -> None:
        self.node = (host, port)
        self.connections: list[socket.socket] = []
        self.frozen = False
        self.taken = 0  # connections accepted
        self.listener: socket.socket | None = None
        self.port = free_port()

    def open(self) -> None:
        """Listen, and hand on what comes."""
        self.frozen = False
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def close(self) -> None:
        """Refuse what comes and break what is there, as a node that was killed."""
        if self.listener:
            self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()
            self.listener = None
        for connection in self.connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        self.connections.clear()

    def freeze(self) -> None:
        """Take what comes and never answer, as a node that hangs."""
        self.close()
        self.open()
        self.frozen = True

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                here, _ = listener.accept()
                self.taken += 1
                self.connections.append(here)
                if not self.frozen:
                    there = socket.create_connection(self.node)
                    self.connections.append(there)
                    for one, other in ((here, there), (there, here)):
                        threading.Thread(target=_hand_on, args=(one, other), daemon=True).start()


def _hand_on(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
        other.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def proxy_to(host: str, port: int) -> Iterator[Proxy]:
    """An open proxy, closed at the end."""
    proxy = Proxy(host, port)
    proxy.open()
    try:
        yield proxy
    finally:
        proxy.close()
