"""`make audit`: what production is made of, and what is known of it, asked of a base of advisories on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = settings.BASE_DIR
CLOSED = "http://127.0.0.1:9"  # the port of "discard", where nothing listens
WEAKNESS = {
    "id": "OSV-0000-1",
    "aliases": ["CVE-0000-1"],
    "summary": "Contenu d’exemple.",
    "affected": [
        {
            "package": {"name": "django", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.1"}]}],
        }
    ],
}

pytestmark = [pytest.mark.full, pytest.mark.servers]


def run(*command: str, base: str = CLOSED) -> subprocess.CompletedProcess[str]:
    """Run a command for which PyPI's advisories are out of reach, and OSV's are at an address."""
    environment = os.environ | {"HTTPS_PROXY": CLOSED, "OSV_URL": base, "NO_PROXY": "127.0.0.1"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def tools() -> str:
    """The Python of the audit, installed by the Makefile as for whoever runs it."""
    subprocess.run(["make", "--silent", ".venv/audit/.installed"], cwd=ROOT, check=True, capture_output=True)
    return str(ROOT / ".venv/audit/tools/bin/python")


@pytest.fixture
def base():
    """A base of advisories as OSV answers, with what it was asked; each package that it names is weak."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["package"]["name"]
            server.asked.add(asked)
            body = json.dumps({"vulns": [WEAKNESS]} if asked in server.weak else {}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.asked, server.weak = set(), set()
    server.url = f"http://127.0.0.1:{server.server_port}/v1/query"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def locked(name: str) -> dict[str, str]:
    """Packages that a file locks for this Python and machine, with their versions."""
    lines = (ROOT / "requirements" / name).read_text().splitlines()
    found = [Requirement(line.removesuffix(" \\").strip()) for line in lines if "==" in line and line[0].isalnum()]
    return {
        canonicalize_name(each.name): str(each.specifier).removeprefix("==")
        for each in found
        if not each.marker or each.marker.evaluate()
    }


def test_the_bill_of_materials_names_every_locked_package_with_its_licence_and_silence_is_no_success(tools):
    done = run("make", "--silent", "audit")
    assert "NOT CHECKED" in done.stdout
    assert done.returncode == 2, "nobody takes for safe what was not looked at"
    assert "Error 3" in done.stderr
    bill = json.loads((ROOT / "var/audit/sbom.cdx.json").read_text())
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "portail-insertion"
    components = {canonicalize_name(each["name"]): each for each in bill["components"]}
    assert {name: each["version"] for name, each in components.items()} == locked("portal.txt")
    assert [name for name, each in components.items() if not each.get("licenses")] == []
    assert all(each["purl"].startswith("pkg:pypi/") for each in components.values())


def test_a_known_weakness_is_named_with_the_version_that_mends_it(tools, base):
    base.weak = {"django"}
    done = run(tools, "ops/advisories.py", "requirements/portal.txt", base=base.url)
    assert done.returncode == 1, done.stderr
    assert "CVE-0000-1 (OSV-0000-1), mended 99.1" in done.stdout
    assert base.asked == set(locked("portal.txt"))


def test_without_a_known_weakness_it_says_how_many_were_compared_with_what(tools, base):
    done = run(tools, "ops/advisories.py", "requirements/audit.txt", base=base.url)
    assert (done.returncode, "with the advisories of OSV, weaknesses known: 0" in done.stdout) == (0, True)


def test_a_licence_that_is_not_allowed_stops_it(tools):
    licences = [tools.replace("/python", "/pip-licenses"), "--python", sys.executable, "--packages", "djlint"]
    done = run(*licences)
    assert done.returncode == 1, "the linter of templates is under the GPL, and no part of production"
    assert "GPL" in done.stderr
