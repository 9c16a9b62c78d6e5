"""The files of ops/: what a portal that runs from them serves, refuses and logs."""

from __future__ import annotations

import configparser
import json
import re
import time
import urllib.request
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import redis
from django.conf import settings

from portal.web.log_lines import PRIVATE_PATH
from tests.harness.freezing import frozen
from tests.harness.production.configuration import NAME, OPS, procfile
from tests.ops.running_site import another_nginx, running_site
from tests.ops.signed_addresses import DRAWN, SIGNATURE, SIGNED, signed_addresses
from tests.portal.mail.servers import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ops.running_site import Site

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    yield from running_site()


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


def test_a_request_has_one_number_in_nginx_and_in_the_portal(site):
    number = site.get("/sante-de-fer/")[1]["x-request-id"]
    lines = [line for line in logged_by(site).splitlines() if number in line]
    told = [json.loads(line) for line in lines if line.startswith("{")]
    assert {line["logger"] for line in told} == {"django.request", "portal.request"}
    assert next(line["status"] for line in told if line["logger"] == "portal.request") == 404
    assert [line for line in lines if '"GET /sante-de-fer/" 404' in line], "nginx's"


def test_measures_are_for_this_machine_alone(site):
    assert site.get("/sante/mesures")[0] == 404
    with urllib.request.urlopen(f"http://127.0.0.1:{site.web_port}/sante/mesures", timeout=10) as answer:
        told = answer.read().decode()
    assert 'portal_answer_seconds_count{method="GET",status="404",view="wagtail_serve"}' in told
    assert 'portal_trouble{probe="database"} 0.0' in told
    files = {each.stem.partition("_")[2] for each in (site.data / "mesures").iterdir()}
    assert {"1-1"} <= files <= {"1-0", "1-1", "1-2", "1-3"}, "a place each, whatever the number of the process"


def logged_by(site: Site, *files: str) -> str:
    """What nginx, gunicorn and the portal wrote, once these files hold the line of a last question."""
    site.get(last := f"/{time.monotonic_ns()}/")
    for name in files or ("portail.log", "web.log"):
        there = site.folder / name
        wait_until(lambda there=there: last in there.read_text(errors="replace"), f"the last line of {name}")
    return "".join(each.read_text(errors="replace") for each in site.folder.glob("*.log"))


def test_nginx_and_the_portal_hide_secrets_by_one_rule():
    assert f'"~*{PRIVATE_PATH}" "${{purpose}}...";' in (OPS / "nginx" / "portail.conf").read_text()


def test_no_log_holds_a_signed_address_or_what_somebody_looked_for(site):
    addresses = [*signed_addresses(SIGNED), *signed_addresses(DRAWN)]
    assert len(addresses) > 30
    for address in addresses:
        for method in ("GET", "POST", "DELETE"):
            site.get(address, method=method)
    site.get(f"/Contact/Suivi/{SIGNED}/")
    site.get(addresses[0], tls=False)
    site.get(f"/https://{NAME}{addresses[0]}")
    site.get(f"/trouver-un-referent/?lieu={SIGNED}", Referer=f"https://{NAME}/recherche/?q={SIGNED}")
    site.get(f"/admin/login/?next={addresses[0]}")
    site.get(f"/{SIGNED}")
    logged = logged_by(site)
    assert [line for line in logged.splitlines() if SIGNATURE in line] == []
    assert '"GET /contact/suivi/..." 404' in logged, "nginx says what was asked"
    assert '"logger": "django.request", "message": "Not Found: /contact/suivi/..."' in logged, "and so does the portal"
    assert '"message": "Method Not Allowed (DELETE): /contact/suivi/..."' in logged


def test_an_office_reads_in_peace_and_a_script_is_refused_in_french(site):
    """Two hundred open a page in the same second, with what it is made of; here nothing is forgotten meanwhile."""
    part = next(each for each in site.get("/")[2].split('"') if each.endswith(".css"))
    with another_nginx(site, **{"rate=30r/s": "rate=1r/m"}) as other:
        met = [other.get("/sante/vivant")[0] for _ in range(200)]
        assert set(met) == {200}
        for _ in range(60):
            status, headers, text = other.get("/sante/vivant")
            if status != 200:
                break
        assert (status, headers["retry-after"], headers["cache-control"]) == (429, "10", "no-store")
        assert "Trop de pages à la fois" in text
        assert [other.get(part)[0] for _ in range(30)] == [200] * 30
        assert '"GET /sante/vivant" 429' in logged_by(other, "portail.log")


@pytest.mark.parametrize(
    ("path", "megabytes"), [("/", 1), ("/recherche/", 1), ("/contact/", 32), ("/contact/suivi/", 32), ("/admin/", 200)]
)
def test_a_body_may_be_as_heavy_as_its_form_needs(site, path, megabytes):
    assert site.first_line(path, megabytes * 1024 * 1024) == "HTTP/1.1 100 Continue"
    assert site.first_line(path, megabytes * 1024 * 1024 + 1).startswith("HTTP/1.1 413 ")


def test_what_is_too_heavy_is_refused_in_french(site):
    status, headers, text = site.get("/", method="POST", **{"Content-Length": "2000000"})
    assert status == 413
    assert "Envoi trop lourd" in text
    assert "retry-after" not in headers, "it would be as heavy then"


def test_what_the_portal_refuses_is_said_by_the_portal(site):
    """It has limits and pages of its own, which nginx leaves as they are."""
    assert "Trop de pages" not in site.get("/trop-de-demandes.html")[2], "its address is nobody's"
    assert site.get("/trop-de-demandes.html")[0] == 404


@pytest.mark.parametrize("page", sorted((OPS / "nginx").glob("*.html")), ids=lambda page: page.stem)
def test_what_nginx_says_needs_nothing_and_reloads_nothing(page):
    text = page.read_text(encoding="utf-8")
    assert '<html lang="fr">' in text
    assert "http-equiv" not in text, "nothing reloads by itself while one reads"
    mailbox = f"mailto:{settings.NATIONAL_MAILBOX}"
    assert {mailbox} <= set(re.findall(r'(?:src|href)="([^"]*)"', text)) <= {"", "/donnees-ouvertes/", mailbox}
    assert f"<header><p>{settings.WAGTAIL_SITE_NAME}</p></header>" in text
    assert "prefers-color-scheme: dark" in text


def test_a_full_line_is_closed_in_french_and_forms_have_one_of_their_own(site):
    """One place in each line instead of 64, and nobody who answers: one reader waits, the other is told at once."""
    with another_nginx(site, **{"max_conns=64": "max_conns=1"}) as other, ThreadPoolExecutor() as pool:
        with frozen(site.supervisor.states()["web"][1]):
            readers = {pool.submit(other.get, "/recherche/?q=travail") for _ in range(2)}
            told, waiting = wait(readers, return_when=FIRST_COMPLETED)
            status, headers, text = told.pop().result()
            assert (status, headers["retry-after"], headers["cache-control"]) == (503, "10", "no-store")
            assert "rechargez la page" in text
            employer = pool.submit(other.get, "/contact/")
            time.sleep(1)
            assert not employer.done(), "there is room in the line of forms"
        assert [each.result()[0] for each in (*waiting, employer)] == [200, 200]


@pytest.mark.rgaa("13.1")
def test_a_page_in_french_answers_while_the_application_is_gone(site):
    site.supervisor.stop("web")
    site.get(f"/contact/suivi/{SIGNED}/")
    status, headers, text = site.get("/contact/")
    assert status == 503
    assert "rechargez la page" in text
    assert "http-equiv" not in text, "nothing reloads by itself while one reads"
    assert headers["retry-after"] == "10"
    assert headers["cache-control"] == "no-store"
    assert '"GET /contact/suivi/..." 503' in logged_by(site, "portail.log"), "what was asked, not what was shown"
    assert SIGNATURE not in logged_by(site, "portail.log"), "nginx has an error log of its own for this"


@pytest.mark.parametrize("unit", sorted((OPS / "systemd").glob("*.service")), ids=lambda unit: unit.stem)
def test_a_service_runs_what_the_procfile_runs(unit):
    read = configparser.ConfigParser(interpolation=None, strict=False)  # SystemCallFilter= stands twice
    read.optionxform = str
    read.read(unit)
    started = read["Service"]["ExecStart"].removeprefix("/srv/portail/.venv/bin/")
    if started == "/srv/portail/ops/nightly-backup":  # a choice of who has no other backup (tests/ops/test_path.py)
        return
    _, command = unit.stem.removesuffix("@").split("-")
    run = procfile()[command]
    assert started in run
