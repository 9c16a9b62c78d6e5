"""A disk that is full where nginx puts what it cannot hold: pages still arrive, whole, for who reads slowly too."""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import subprocess
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from tests.harness.on_postgres import free_port
from tests.harness.production import configuration
from tests.harness.production.supervision import Program, Supervisor
from tests.harness.skipping import leave_out, need

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.servers, pytest.mark.full]

PAGE = os.urandom(220_000).hex().encode()  # as long as a page may be, and nothing compresses it away


class Application(BaseHTTPRequestHandler):
    """In place of the portal, whose pages are no longer than this on purpose."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def full_disk(folder: Path) -> Iterator[None]:
    """A file system of so little room that no page has any in it."""
    if os.geteuid() != 0:
        leave_out("only root mounts a disk that is full", "run the tests as root")
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "none", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def read_slowly(port: int) -> bytes:
    """Through the smallest windows there are: what was not read stays with nginx."""
    trusting = ssl._create_unverified_context()  # noqa: S323 - the certificate is the test's own
    with socket.socket() as raw:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw.connect(("127.0.0.1", port))
        connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=20)
        with trusting.wrap_socket(raw) as connection.sock:
            connection.request("GET", "/", headers={"Host": configuration.NAME, "Cookie": "a=b"})
            answer = connection.getresponse()
            begun = answer.read(100)
            time.sleep(1)
            return begun + answer.read()


def test_who_reads_slowly_gets_the_whole_page_though_the_disk_is_full(tmp_path_factory):
    need("nginx", "openssl")
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "var").mkdir()
    application = ThreadingHTTPServer(("127.0.0.1", 0), Application)
    threading.Thread(target=application.serve_forever, daemon=True).start()
    https = free_port()
    port = application.server_port
    file = configuration.nginx(folder, port, port, https, free_port())
    file.write_text(file.read_text().replace("ssl http2", "ssl http2 sndbuf=8k"))  # nor with the kernel
    with full_disk(folder / "nginx-proxy"):
        environment = configuration.with_programs({})
        with Supervisor(folder, [Program("nginx", f"nginx -e stderr -c {file}")], environment, folder) as supervisor:
            supervisor.until(lambda: bool(socket.create_connection(("127.0.0.1", https)).close() or True), "nginx")
            assert read_slowly(https) == PAGE
    application.shutdown()
    application.server_close()
