"""Error reports: a real SDK in a portal of its own, and a real server that keeps what it is sent."""

from __future__ import annotations

import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading

import brotli
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.web import error_reports
from tests.harness.migrated_database import template

READ = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
FAIL = """
import logging
import sentry_sdk
from django.test import Client
from django.urls import path
from portal import urls

def fails(request, who):
    mail = request.POST["email"]
    try:
        int(mail)
    except ValueError as error:
        logging.getLogger("elsewhere").error(f"A line about {mail}")
        raise RuntimeError(f"{mail} is refused") from error

urls.urlpatterns.insert(0, path("echoue/<str:who>/", fails))
headers = {"referer": "https://ici.example/?q=modele", "user-agent": "Jeanne"}
client = Client(raise_request_exception=False, headers=headers)
client.cookies["sessionid"] = "modele-session"
answer = client.post("/echoue/Jeanne-Modele/?tel=0601020304",
                     {"name": "Jeanne Modèle", "email": "jeanne.modele@personne.example", "phone": "06 01 02 03 04"})
assert answer.status_code == 500, answer.status_code
logging.getLogger("portal.test").error("Nobody answers %s", "jeanne.modele@personne.example")
sentry_sdk.flush(20)
"""


@pytest.fixture
def received():
    """Bodies that a server got, and its address in the last place."""
    bodies: list[bytes] = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            bodies.append(READ[self.headers.get("Content-Encoding", "")](content))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield bodies, f"http://key@127.0.0.1:{server.server_port}/1"
        server.shutdown()


def start(data, address: str, code: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(template(), data / "portal.sqlite3")
    variables = {"DJANGO_SETTINGS_MODULE": "portal.settings.development", "DATA_DIR": str(data), "SENTRY_DSN": address}
    return subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", code],
        env=os.environ | variables | {"DATABASE_URL": "", "ELASTICSEARCH_URL": ""},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_report_says_what_failed_and_nothing_of_who_met_it(received, tmp_path):
    bodies, address = received
    done = start(tmp_path, address, FAIL)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for body in bodies for line in body.splitlines()]
    events = [each for each in lines if "exception" in each or "logentry" in each]
    errors = [each for each in events if "exception" in each]
    kinds = [each["type"] for each in errors[0]["exception"]["values"]]
    assert kinds == ["ValueError", "RuntimeError"]
    assert errors[0]["exception"]["values"][1]["stacktrace"]["frames"][-1]["function"] == "fails"
    assert errors[0]["transaction"] == "/echoue/{who}/"
    assert len(errors[0]["tags"]["request_id"]) == 32
    assert {"message": "Nobody answers %s"} in [each.get("logentry") for each in events]
    sent = b"".join(bodies).lower()
    words = ("modele", "modèle", "mod\\u00e8le", "jeanne", "personne.example", "0601020304", "06 01", "?tel", "cookie")
    for word in words:
        assert word.encode() not in sent, word


def test_an_address_that_is_none_stops_the_start_without_being_quoted(tmp_path):
    done = start(tmp_path, "https://hidden", "print('started')")
    assert done.returncode != 0
    assert "SENTRY_DSN is no address" in done.stderr
    assert "hidden" not in done.stderr.rpartition("ImproperlyConfigured")[2]


def test_the_missing_package_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    error_reports.start("")
    with pytest.raises(ImproperlyConfigured, match="make sentry"):
        error_reports.start("https://key@sentry.example/1")
