"""A disk that is full: nginx's own, and pages still arrive, whole, for who reads slowly too; the database's."""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.harness.on_postgres import free_port
from tests.harness.production import configuration
from tests.harness.production.supervision import Program, Supervisor
from tests.harness.skipping import need
from tests.harness.small_disks import filled, small_disk
from tests.ops.demo import Demo, running_demo
from tests.ops.surviving import COME_BACK, WELL, survive
from tests.ops.visitors import ask
from tests.portal.mail.servers import wait_until

pytestmark = [pytest.mark.servers, pytest.mark.full]

FULL_SECONDS = 15
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
    with small_disk(folder / "nginx-proxy", "16k"):  # no page has room in it
        environment = configuration.with_programs({})
        with Supervisor(folder, [Program("nginx", f"nginx -e stderr -c {file}")], environment, folder) as supervisor:
            supervisor.until(lambda: bool(socket.create_connection(("127.0.0.1", https)).close() or True), "nginx")
            assert read_slowly(https) == PAGE
    application.shutdown()
    application.server_close()


def moved_to(disk: Path, demo: Demo) -> None:
    """The database and DATA_DIR lie there from now on; logs and mails that arrived stay where they are."""
    for name in ("web-1", "web-2", "mail-1", "mail-2", "due", "postgres"):
        demo.controls.stop(name)
    for name in ("postgres", "var"):
        subprocess.run(["mv", demo.folder / name, disk], check=True)
        (demo.folder / name).symlink_to(disk / name)
    demo.controls.start("postgres", "web", "mail", "due")
    wait_until(lambda: ask(f"{demo.url}{WELL}").status == 200, "pages from there")


def test_nothing_is_lost_when_the_disk_of_the_database_and_of_media_is_full(tmp_path_factory):
    def happen(demo: Demo) -> None:
        with filled(disk):
            time.sleep(FULL_SECONDS)
            with pytest.raises(OSError, match="No space left"):
                (disk / "more").write_bytes(b"more")

    with tempfile.TemporaryDirectory(prefix="portail-disk-") as place:
        Path(place).chmod(0o755)  # not only root's
        with (
            small_disk(Path(place) / "disk", "800m") as disk,
            running_demo(tmp_path_factory.mktemp("checkout"), ELASTICSEARCH_START="") as demo,
        ):
            moved_to(disk, demo)
            survive(demo, "a full disk", happen, {COME_BACK})
