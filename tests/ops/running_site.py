"""The files of ops/ start a portal as they stand, but for addresses, folders and a certificate of the test's own."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import shutil
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import brotli
from django.conf import settings

from tests.harness.migrated_database import template
from tests.harness.on_postgres import free_port
from tests.harness.production import configuration
from tests.harness.production.configuration import NAME
from tests.harness.production.supervision import Program, Supervisor
from tests.harness.skipping import need

if TYPE_CHECKING:
    from collections.abc import Iterator

LEFT_ASIDE = ["wagtail*", "admin", "django_filters", "rest_framework"]  # static files of the admin: long to compress
DECODERS = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


@dataclass
class Site:
    """nginx in front of gunicorn: its ports, its folder, its processes."""

    port: int
    plain_port: int
    cache_port: int
    web_port: int
    first_port: int
    folder: Path
    supervisor: Supervisor

    @property
    def data(self) -> Path:
        """What the portal writes."""
        return self.folder / "var"

    def get(
        self, path: str, *, tls: bool = True, method: str = "GET", **headers: str
    ) -> tuple[int, dict[str, str], str]:
        """Status, headers in lower case, and text of an answer; nothing is followed."""
        if tls:
            trusting = ssl._create_unverified_context()  # noqa: S323 - the certificate is the test's own
            connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=20, context=trusting)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.plain_port, timeout=20)
        with contextlib.closing(connection):
            connection.request(method, path, headers={"Host": NAME} | headers)
            answer = connection.getresponse()
            named = {name.lower(): ", ".join(answer.headers.get_all(name)) for name in answer.headers}
            body = DECODERS[named.get("content-encoding", "")](answer.read())
        return answer.status, named, body.decode(errors="replace")

    def first_line(self, path: str, size: int) -> str:
        """What is said to somebody who announces a body of that size, and waits for leave to send it."""
        trusting = ssl._create_unverified_context()  # noqa: S323 - as above
        asked = f"POST {path} HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: {size}\r\nExpect: 100-continue\r\n\r\n"
        with (
            socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection,
            trusting.wrap_socket(connection, server_hostname=NAME) as secured,
        ):
            secured.sendall(asked.encode())
            return secured.recv(1000).split(b"\r\n")[0].decode()


@contextlib.contextmanager
def another_nginx(site: Site, *, has_brotli: bool = True, **instead: str) -> Iterator[Site]:
    """One more in front of the same application, which has counted nobody yet; `instead` of words of the example."""
    port, plain, folder = free_port(), free_port(), site.folder / "another"
    folder.mkdir()
    file = configuration.nginx(folder, site.web_port, site.first_port, port, plain, has_brotli=has_brotli)
    text = file.read_text()
    for ours, theirs in instead.items():
        assert ours in text, ours
        text = text.replace(ours, theirs)
    file.write_text(text)
    program = Program("nginx", f"nginx -e stderr -c {file}")
    with Supervisor(folder, [program], site.supervisor.environment, folder) as started:
        other = replace(site, port=port, plain_port=plain, folder=folder, supervisor=started)
        started.until(lambda: other.get("/sante/vivant", tls=False)[0] == 301, "nginx")
        yield other
    shutil.rmtree(folder)


def running_site(demonstration: Path | None = None, packages: Path | None = None) -> Iterator[Site]:
    """A production portal on data of its own, or a copy of a demonstration's; ended by whoever exhausts it.

    Its processes have the `packages` of that virtual environment, else ours.
    """
    need("nginx", "openssl", "redis-server")
    folder = Path(tempfile.mkdtemp(prefix="portal-ops-"))
    folder.chmod(0o755)  # nginx serves files as another user than root
    data = folder / "var"
    (data / "media" / "images").mkdir(parents=True)
    if demonstration is None:
        shutil.copy(template(), data / "portal.sqlite3")
        content = "c('setup_site')"
    else:
        _copy_database(demonstration / "portal.sqlite3", data / "portal.sqlite3")
        shutil.copytree(demonstration / "media", data / "media", dirs_exist_ok=True)
        # It may be older than the code, which would not call itself ready; nor would it start with these accounts.
        content = "c('migrate', verbosity=0); c('remove_demo_accounts')"
    web, first, cache, port, plain = (free_port() for _ in range(5))
    environment = configuration.with_programs(
        configuration.variables(
            {"DATA_DIR": str(data), "DATABASE_URL": "", "CACHE_URL": f"redis://127.0.0.1:{cache}/0"}
        )
    )
    made = (
        f"from django.core.management import call_command as c; c('build_styles', verbosity=0); {content};"
        f"c('collectstatic', interactive=False, verbosity=0, ignore_patterns={LEFT_ASIDE})"
    )
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", made],
        cwd=settings.BASE_DIR,
        env=environment | {"CACHE_URL": ""},
        check=True,
    )
    listening = configuration.procfile()["web"].replace("127.0.0.1:8001", f"127.0.0.1:{web}")
    programs = [
        Program("redis", f"redis-server --port {cache} --bind 127.0.0.1 --save '' --daemonize no"),
        Program("web", listening.replace("127.0.0.1:8003", f"127.0.0.1:{first}")),
        Program("nginx", f"nginx -e stderr -c {configuration.nginx(folder, web, first, port, plain)}"),
    ]
    if packages:
        environment["PATH"] = f"{packages / 'bin'}:{environment['PATH']}"
    try:
        with Supervisor(folder, programs, environment, settings.BASE_DIR) as supervisor:
            site = Site(port, plain, cache, web, first, folder, supervisor)
            supervisor.until(lambda: site.get("/sante/")[0] == 200, "the first page")
            yield site
    finally:
        shutil.rmtree(folder)


def _copy_database(source: Path, target: Path) -> None:
    """Another process may be writing to it: SQLite's own copy is whole."""
    with contextlib.closing(sqlite3.connect(source)) as read, contextlib.closing(sqlite3.connect(target)) as written:
        read.backup(written)
