"""The files of ops/ start a portal as they stand, but for addresses, folders and a certificate of the test's own."""

from __future__ import annotations

import configparser
import contextlib
import gzip
import http.client
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import redis
from django.conf import settings

from portal.settings import env
from tests.migrated_database import template
from tests.on_postgres import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.servers

OPS = settings.BASE_DIR / "ops"
NAME = "portail.example"
START_SECONDS = 60
PROGRAMS = ("nginx", "redis-server", "openssl")
LEFT_ASIDE = ["wagtail*", "admin", "django_filters", "rest_framework"]  # static files of the admin: long to compress


@dataclass
class Site:
    """nginx in front of gunicorn: its ports, the folder of data, the processes by name."""

    port: int
    plain_port: int
    cache_port: int
    data: Path
    processes: dict[str, subprocess.Popen[bytes]]

    def get(self, path: str, *, tls: bool = True, **headers: str) -> tuple[int, dict[str, str], str]:
        """Status, headers in lower case, and text of an answer; nothing is followed."""
        if tls:
            trusting = ssl._create_unverified_context()  # noqa: S323 - the certificate is the test's own
            connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=20, context=trusting)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.plain_port, timeout=20)
        with contextlib.closing(connection):
            connection.request("GET", path, headers={"Host": NAME} | headers)
            answer = connection.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            body = gzip.decompress(answer.read()) if named.get("content-encoding") == "gzip" else answer.read()
        return answer.status, named, body.decode(errors="replace")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A production portal on data of its own."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        reason = f"not on this machine: {', '.join(missing)} (on Debian: apt-get install nginx redis-server openssl)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    data = Path(tempfile.mkdtemp(prefix="portal-ops-"))
    data.chmod(0o755)  # nginx serves files as another user than root
    shutil.copy(template(), data / "portal.sqlite3")
    gunicorn, cache, port, plain = (free_port() for _ in range(4))
    environment = os.environ | example_environment(data, cache)
    made = (
        "from django.core.management import call_command as c; c('build_styles', verbosity=0); c('setup_site');"
        f"c('collectstatic', interactive=False, verbosity=0, ignore_patterns={LEFT_ASIDE})"
    )
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", made],
        cwd=settings.BASE_DIR,
        env=environment | {"CACHE_URL": ""},
        check=True,
    )
    (data / "media" / "images").mkdir(parents=True)
    commands = {
        "redis": f"redis-server --port {cache} --bind 127.0.0.1 --save '' --daemonize no",
        "web": procfile()["web"].replace("127.0.0.1:8001", f"127.0.0.1:{gunicorn}"),
        "nginx": f"nginx -e stderr -c {nginx_configuration(data, gunicorn, port, plain)}",
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with (data / "log").open("wb") as log:
        processes = {
            name: subprocess.Popen(
                ["sh", "-c", f"exec {command}"],
                cwd=settings.BASE_DIR,
                env=environment | {"PATH": path},
                stdout=log,
                stderr=log,
            )
            for name, command in commands.items()
        }
        site = Site(port, plain, cache, data, processes)
        try:
            wait_until_it_answers(site)
            yield site
        finally:
            for process in processes.values():
                process.terminate()
            for process in processes.values():
                process.wait(timeout=20)
            shutil.rmtree(data)


def example_environment(data: Path, cache: int) -> dict[str, str]:
    """The variables of the example, on data of the test's own."""
    lines = [line for line in (OPS / "portail.env").read_text().splitlines() if line and not line.startswith("#")]
    example = dict(line.split("=", 1) for line in lines)
    assert set(example) <= set(env.VARIABLES) | {"DJANGO_SETTINGS_MODULE"}
    return example | {
        "SECRET_KEY": "nothing-to-protect-here-but-long-enough-to-please-the-checks-0123",
        "DATA_DIR": str(data),
        "DATABASE_URL": "",
        "CACHE_URL": f"redis://127.0.0.1:{cache}/0",
        "ELASTICSEARCH_URL": "",
        "EMAIL_URL": "",
    }


def procfile() -> dict[str, str]:
    """Commands by name."""
    return dict(line.split(": ", 1) for line in (OPS / "Procfile").read_text().splitlines())


def nginx_configuration(data: Path, gunicorn: int, port: int, plain: int) -> Path:
    """The example, at other addresses and in other folders, within the least that nginx asks around it."""
    certificate = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"]
    subprocess.run(
        [*certificate, "-keyout", data / "privkey.pem", "-out", data / "fullchain.pem"], check=True, capture_output=True
    )
    server = (OPS / "nginx" / "portail.conf").read_text()
    for ours, theirs in {
        "127.0.0.1:8001": f"127.0.0.1:{gunicorn}",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "/etc/ssl/portail": str(data),
        "/srv/portail/var": str(data),
        "/srv/portail/ops": str(OPS),
        "/var/log/nginx": str(data),
    }.items():
        assert ours in server, ours
        server = server.replace(ours, theirs)
    folders = "".join(
        f"{kind}_temp_path {data}/nginx-{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file = data / "nginx.conf"
    file.write_text(
        f"daemon off; pid {data}/nginx.pid; worker_processes 1; events {{}}\n"
        f"http {{ include /etc/nginx/mime.types; {folders}\n{server}\n}}\n"
    )
    return file


def wait_until_it_answers(site: Site) -> None:
    """Return once pages come through; fail with the log when a process ends or time runs out."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and all(process.poll() is None for process in site.processes.values()):
        try:
            if site.get("/sante/")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    pytest.fail((site.data / "log").read_text(errors="replace")[-3000:])


def test_pages_are_served_over_tls_compressed_and_protected(site):
    status, headers, text = site.get("/")
    assert status == 200
    assert "Travailler avec la prison" in text
    assert headers["strict-transport-security"].startswith("max-age=31536000")
    assert "unsafe" not in headers["content-security-policy"]
    assert "set-cookie" not in headers
    assert headers["server"] == "nginx", "no version"
    assert site.get("/", **{"Accept-Encoding": "gzip"})[1]["content-encoding"] == "gzip"


def test_plain_http_leads_to_tls(site):
    status, headers, _ = site.get("/contact/?lieu=76600", tls=False)
    assert (status, headers["location"]) == (301, f"https://{NAME}/contact/?lieu=76600")


def test_style_sheets_may_be_kept_for_ever(site):
    _, _, text = site.get("/")
    address = next(part for part in text.split('"') if part.endswith(".css"))
    status, headers, _ = site.get(address)
    assert status == 200
    assert "immutable" in headers["cache-control"]


def test_what_style_sheets_name_is_collected_beside_them(site):
    static = site.data / "static"
    names = json.loads((static / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    sheet = static / names["portal/dsfr/etat.css"]
    addresses = set(re.findall(r"url\(\"?([^)\"]+)\"?\)", sheet.read_text(encoding="utf-8")))
    assert len(addresses) > 10
    assert [each for each in addresses if not (sheet.parent / each).is_file()] == []
    font = Path(names["portal/dsfr/fonts/Marianne-Regular.woff2"]).name
    assert f"fonts/{font}" in addresses, "what base.html asks for early is what the sheet asks for later"
    assert sheet.with_name(f"{sheet.name}.br").stat().st_size < 40_000


def test_pictures_come_from_the_folder_and_nothing_else_does(site):
    media = site.data / "media"
    (media / "images" / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (media / "documents").mkdir()
    (media / "documents" / "private.pdf").write_bytes(b"%PDF-1.7")
    status, headers, _ = site.get("/media/images/a.png")
    assert status == 200
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]
    assert site.get("/media/documents/private.pdf")[0] == 404
    assert site.get("/media/images/../documents/private.pdf")[0] == 404
    assert site.get("/media/images%2f..%2f..%2fportal.sqlite3")[0] in {400, 404}


def test_an_address_that_a_visitor_pretends_to_have_is_replaced(site):
    """The open data count by address: a script that changes X-Forwarded-For is still one visitor."""
    counters = redis.Redis(port=site.cache_port)
    for number in range(3):
        assert site.get("/api/v1/disp", **{"X-Forwarded-For": f"203.0.113.{number}"})[0] == 200
    counted = [int(counters.get(key)) for key in counters.keys("*rl:*")]
    counters.close()
    assert counted == [3]


def test_the_log_holds_no_query_string_and_no_signed_address(site):
    signed = (
        "/contact/suivi/MQ:secret/",
        "/contact/suivi/MQ:secret/retirer/",
        "/recevoir-les-actualites/arreter/MQ:secret/",
    )
    for path in signed:
        site.get(path)
    site.get("/trouver-un-referent/?lieu=Saint-Malo-la-Secrete")
    deadline = time.monotonic() + 5  # nginx writes its line after the answer has left
    while "/trouver-un-referent/" not in (logged := (site.data / "portail.log").read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert "secret" not in logged.lower()
    assert '"GET /contact/suivi/..."' in logged


def test_a_page_in_french_answers_while_the_application_is_gone(site):
    site.processes["web"].terminate()
    site.processes["web"].wait(timeout=20)
    status, headers, text = site.get("/contact/")
    assert status == 502
    assert "La page se rechargera" in text
    assert headers["retry-after"] == "10"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("unit", sorted((OPS / "systemd").glob("*.service")), ids=lambda unit: unit.stem)
def test_a_service_runs_what_the_procfile_runs(unit):
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str
    read.read(unit)
    started = read["Service"]["ExecStart"].removeprefix("/srv/portail/.venv/bin/")
    _, command = unit.stem.split("-")
    run = procfile()[command]
    assert started.split(" --max-requests")[0] in run
