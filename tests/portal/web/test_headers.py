"""Headers of every answer, and where weaknesses are reported."""

from __future__ import annotations

import datetime

import pytest

from portal.settings import policies


def directives(response) -> dict[str, str]:
    return dict(each.strip().partition(" ")[::2] for each in response["Content-Security-Policy"].split(";"))


@pytest.mark.ignore_template_errors
@pytest.mark.parametrize("address", ["/contact/", "/admin/login/", "/admin/password_reset/", "/absente/"])
def test_no_page_that_everybody_meets_runs_a_script_that_is_written_into_it(home_page, client, address):
    response = client.get(address)
    found = directives(response)
    assert found["script-src"] == "'self'"
    assert found["default-src"] == "'none'"
    assert found["base-uri"] == "'none'"
    assert found["frame-ancestors"] == ("'none'" if address.startswith("/admin/") else "'self'")
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert {"camera=()", "geolocation=()", "usb=()"} <= set(response["Permissions-Policy"].split(", "))


@pytest.mark.ignore_template_errors
def test_the_admin_runs_files_alone_and_shows_in_no_frame_but_its_own(home_page, admin_client):
    found = directives(admin_client.get("/admin/"))
    assert found["script-src"] == "'self'"
    assert found["frame-ancestors"] == "'self'"
    assert "unsafe-eval" not in str(vars(policies))


@pytest.mark.ignore_template_errors
def test_scripts_cannot_read_the_cookies_of_the_login(home_page, client):
    client.get("/admin/login/")
    assert client.cookies["csrftoken"]["httponly"] is True


def test_weaknesses_are_reported_to_a_mailbox_that_the_file_names(client, settings):
    settings.SECURITY_MAILBOX = "securite@portail.example"
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert lines["Contact"] == "mailto:securite@portail.example"
    assert lines["Canonical"] == "http://testserver/.well-known/security.txt"
    expires = datetime.datetime.fromisoformat(lines["Expires"])
    assert datetime.timedelta(days=170) < expires - datetime.datetime.now(datetime.UTC) < datetime.timedelta(days=181)
