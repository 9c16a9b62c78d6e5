"""The second factor, its recovery codes, and how long a session lasts."""

from __future__ import annotations

import re
import time

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import PageViewRestriction

from portal.models import SignIn, User
from portal.sign_in import session_limits
from tests.directory.contact.visitor import spaced
from tests.harness.addresses import admin_routes
from tests.news.factories import NewsPageFactory

PASSWORD = "un mot de passe de démonstration"
HOME, CODE, SETUP = "/admin/", "/admin/code/", "/admin/code/application/"


@pytest.fixture(autouse=True)
def _required(forgiving_templates, settings):
    """As in production."""
    settings.SECOND_FACTOR = True


@pytest.fixture
def lou(db) -> User:
    return User.objects.create_superuser("lou", "lou@service.example", PASSWORD)


@pytest.fixture
def browser(lou) -> Client:
    """Signed in by the password alone."""
    client = Client()
    answer = client.post("/admin/login/", {"username": "lou", "password": PASSWORD, "next": "/admin/reports/"})
    assert (answer.status_code, answer.url) == (302, "/admin/reports/")
    return client


def code_of(device: TOTPDevice, later: int = 0) -> str:
    return f"{totp(device.bin_key, t0=-30 * later):06}"


def enrol(client: Client, code: str = "") -> list[str]:
    """Put an application into use, by its code of now; the recovery codes."""
    client.get(SETUP)
    answer = client.post(SETUP, {"code": code or code_of(TOTPDevice.objects.get(confirmed=False))})
    return [each.text for each in BeautifulSoup(answer.content, "html.parser").select(".p-codes code")]


def test_the_picture_is_read_on_a_dark_page_and_what_is_wrong_is_seen(browser):
    page = BeautifulSoup(browser.get(SETUP).content, "html.parser")
    assert "%23fff" in page.select_one("main img")["src"], "black on a ground of its own"
    page = BeautifulSoup(browser.post(SETUP, {"code": "000000"}).content, "html.parser")
    assert "Ce code n’est pas le bon" in page.select_one(".p-door .login-form .w-field__errors").text
    styles = (settings.BASE_DIR / "portal/static/portal/admin/admin.css").read_text()
    assert ".p-door .login-form .w-field__errors {\n  display: flex" in styles, "Wagtail's login hides them"


def test_the_pages_of_the_code_get_their_script(browser):
    scripts = BeautifulSoup(browser.get(SETUP).content, "html.parser").select("script[src^='/admin/']")
    assert scripts
    types = {each["src"]: browser.get(each["src"]).headers["Content-Type"].partition(";")[0] for each in scripts}
    assert set(types.values()) == {"text/javascript"}


def test_a_password_alone_opens_no_page_at_all(browser, home_page):
    private = NewsPageFactory(parent=home_page)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    open_to_all = {"wagtailadmin_login", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}
    open_to_all |= {"single_sign_on", "oidc_authentication_callback"}  # which there is none of here
    asked = 0
    for route in admin_routes():
        if route.arguments or route.unnamed or route.name in open_to_all or "password_reset" in route.name:
            continue
        address = reverse(route.name)
        answer = browser.get(address)
        if address == SETUP:
            continue
        asked += 1
        assert (answer.status_code, answer.url.partition("?")[0]) in {(302, CODE), (302, SETUP)}, address
    assert asked > 60
    answer = browser.get(private.url)
    assert (answer.status_code, answer.url) == (302, f"{CODE}?next={private.url.replace('/', '%2F')}")
    assert browser.post("/admin/snippets/directory/actor/add/", {"name": "x"}).url.startswith(CODE)


def test_an_application_is_put_into_use_once_with_ten_codes_for_a_lost_telephone(browser, lou):
    assert browser.get(CODE).url.startswith(SETUP)
    page = browser.get(f"{SETUP}?next=/admin/reports/")
    device = TOTPDevice.objects.get(user=lou)
    soup = BeautifulSoup(page.content, "html.parser")
    assert soup.select_one("img[alt^='Carré']")["src"].startswith("data:image/svg+xml")
    assert len(soup.select_one("p > code").text.replace(" ", "")) == 32
    wrong = spaced(browser.post(SETUP, {"code": "000000"}).content.decode())
    assert "Ce code n’est pas le bon, ou il a déjà servi." in wrong
    device.refresh_from_db()
    device.throttle_reset()
    codes = enrol(browser)
    assert len(set(codes)) == 10
    assert browser.get(HOME).status_code == 200
    assert list(SignIn.objects.values_list("outcome", flat=True)) == ["code", "entered"]


def test_a_code_serves_once_and_so_does_a_recovery_code(browser, lou):
    browser.get(SETUP)
    device = TOTPDevice.objects.get(user=lou)
    used = code_of(device)  # half a minute may be over before it is typed again
    codes = enrol(browser, used)
    other = Client()
    other.post("/admin/login/", {"username": "lou", "password": PASSWORD})
    assert other.get(HOME).url.startswith(CODE)
    assert other.get(SETUP).url == CODE, "a new application needs the old one"
    assert other.post(SETUP, {"code": "123456"}).url == CODE
    assert "déjà servi" in spaced(other.post(CODE, {"code": used}).content.decode())
    typed = codes[0].upper().replace(" ", "-")
    answer = other.post(CODE, {"code": typed, "next": "https://ailleurs.example/"})
    assert (answer.status_code, answer.url) == (302, HOME), "and never to another site"
    assert other.get(HOME).status_code == 200
    assert StaticToken.objects.count() == 9
    third = Client()
    third.post("/admin/login/", {"username": "lou", "password": PASSWORD})
    assert third.post(CODE, {"code": typed}).status_code == 200
    device.refresh_from_db()
    device.throttle_reset()
    assert third.post(CODE, {"code": code_of(device, later=1), "next": "/admin/reports/"}).url == "/admin/reports/"


def test_codes_are_tried_a_few_times_only(browser, lou):
    enrol(browser)
    other = Client()
    other.post("/admin/login/", {"username": "lou", "password": PASSWORD})
    answers = [spaced(other.post(CODE, {"code": f"{number:06}"}).content.decode()) for number in range(21)]
    assert "Trop d’essais : réessayez dans une heure" in answers[-1]
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert other.post(CODE, {"code": code_of(TOTPDevice.objects.get(), later=1)}).status_code == 200


def test_a_lost_second_factor_is_taken_away_by_a_command(browser, lou, capsys):
    enrol(browser)
    call_command("reset_second_factor", "lou")
    assert "is gone" in capsys.readouterr().out
    assert not TOTPDevice.objects.exists()
    assert browser.get(HOME).url.startswith(CODE), "the session is no longer verified"
    with pytest.raises(CommandError, match="Aucun compte"):
        call_command("reset_second_factor", "personne")


def test_where_it_is_not_required_who_has_one_is_asked_all_the_same(lou, settings):
    settings.SECOND_FACTOR = False
    client = Client()
    client.post("/admin/login/", {"username": "lou", "password": PASSWORD})
    assert client.get(HOME).status_code == 200
    enrol(client)
    other = Client()
    other.post("/admin/login/", {"username": "lou", "password": PASSWORD})
    assert other.get(HOME).url.startswith(CODE)


def test_an_account_shows_its_last_sign_ins_and_new_codes(browser, lou):
    enrol(browser)
    page = spaced(browser.get(reverse("wagtailadmin_account")).content.decode())
    assert "connexion par mot de passe" in page
    assert "127.0.0.1" in page
    assert "Changer de téléphone" in page
    again = browser.post("/admin/code/secours/").content.decode()
    assert len(re.findall(r"<li><code>", again)) == 10


def test_a_session_ends_when_nobody_is_there_and_after_half_a_day(browser, lou, monkeypatch):
    enrol(browser)
    begun = time.time()
    for minutes in (100, 200, 300, 400, 500, 600, 700):
        monkeypatch.setattr(session_limits.time, "time", lambda minutes=minutes: begun + minutes * 60)
        assert browser.get(HOME).status_code == 200
    monkeypatch.setattr(session_limits.time, "time", lambda: begun + 721 * 60)
    assert browser.get(HOME).url.startswith("/admin/login/"), "twelve hours in all"


def test_an_open_tab_alone_keeps_no_session(browser, lou, monkeypatch):
    enrol(browser)
    begun = time.time()
    monkeypatch.setattr(session_limits.time, "time", lambda: begun + 100 * 60)
    browser.post("/admin/editing-sessions/ping/wagtailcore/page/1/1/")
    monkeypatch.setattr(session_limits.time, "time", lambda: begun + 121 * 60)
    assert browser.get(HOME).url.startswith("/admin/login/")
