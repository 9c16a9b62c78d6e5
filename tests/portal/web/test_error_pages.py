from __future__ import annotations

import errno

import psycopg
import pytest
from bs4 import BeautifulSoup
from django.conf import settings as project_settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InternalError, OperationalError, connection
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import include, path

from portal.web import error_views
from tests.news.factories import NewsIndexPageFactory

DETAIL = "a detail that no visitor may read"


def fail(error: type[Exception], *values: object, because: Exception | None = None):
    def view(request):
        raise error(*values, DETAIL) from because

    return view


def ask_the_database(request):
    connection.cursor()


urlpatterns = [
    path("panne/", fail(RuntimeError)),
    path("base/", ask_the_database),
    path("base-perdue/", fail(OperationalError)),
    path("base-en-lecture/", fail(InternalError, because=psycopg.errors.ReadOnlySqlTransaction())),
    path("base-contradictoire/", fail(InternalError, because=psycopg.errors.InFailedSqlTransaction())),
    path("disque-plein/", fail(OSError, errno.ENOSPC)),
    path("fichier-absent/", fail(OSError, errno.ENOENT)),
    path("refus/", fail(PermissionDenied)),
    path("absent/", fail(Http404)),
    path("louche/", fail(SuspiciousOperation)),
    path("", include("portal.urls")),
]
handler400, handler403 = error_views.bad_request, error_views.forbidden
handler404, handler500 = error_views.not_found, error_views.server_error


@pytest.fixture
def visitor(settings) -> Client:
    """A visitor of a site with some pages that fail, in production's way."""
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


def read(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize("url", ["/n-existe-pas/", "/absent/", "/wp-login.php", "/é à/", "/actualites/rien/"])
def test_an_unknown_address_gets_ways_on(home_page, visitor, url):
    NewsIndexPageFactory(parent=home_page)
    response = visitor.get(url)
    assert response.status_code == 404
    page = read(response)
    assert page.h1.get_text() == "Cette page n’existe pas, ou plus"
    assert page.title.get_text().startswith("Page introuvable - ")
    assert page.main.form["action"] == "/trouver-un-referent/"
    assert [link["href"] for link in page.main.find_all("a")] == ["/trouver-un-referent/", "/actualites/", "/"]


def test_an_unknown_address_on_a_site_without_news_leads_to_none(home_page, visitor):
    assert "actualités" not in read(visitor.get("/n-existe-pas/")).main.get_text()


@pytest.fixture
def developer(settings, visitor) -> Client:
    """The same visitor of the same site, on a developer's machine."""
    settings.DEBUG = True
    settings.MIDDLEWARE = [*project_settings.MIDDLEWARE, "portal.web.error_views.FrenchNotFoundMiddleware"]
    return visitor


@pytest.mark.parametrize("url", ["/n-existe-pas/", "/absent/", "/wp-login.php"])
def test_the_demonstration_shows_the_same_page(home_page, developer, url):
    response = developer.get(url)
    assert response.status_code == 404
    assert BeautifulSoup(response.content, "html.parser").h1.get_text() == "Cette page n’existe pas, ou plus"


def test_developers_still_see_their_own_errors(home_page, developer):
    response = developer.get("/panne/")
    assert response.status_code == 500
    assert "RuntimeError" in response.content.decode()


@pytest.mark.parametrize(
    ("url", "status", "title"),
    [
        ("/louche/", 400, "Nous n’avons pas compris cette demande"),
        ("/refus/", 403, "Vous ne pouvez pas faire cela ici"),
        ("/panne/", 500, "La panne vient de chez nous"),
        ("/base-contradictoire/", 500, "La panne vient de chez nous"),
        ("/fichier-absent/", 500, "La panne vient de chez nous"),
        ("/base-perdue/", 503, "Le site ne peut pas répondre pour le moment"),
        ("/base-en-lecture/", 503, "Le site ne peut pas répondre pour le moment"),
        ("/disque-plein/", 503, "Le site ne peut pas répondre pour le moment"),
    ],
)
def test_errors_speak_french_and_need_no_database(visitor, url, status, title):
    """pytest-django refuses every query here: no database is asked for."""
    response = visitor.get(url)
    assert response.status_code == status
    page = read(response)
    assert page.html["lang"] == "fr"
    assert page.h1.get_text() == title
    assert page.find("a", href="/")
    assert page.find("link", rel="stylesheet")["href"].startswith("/static/portal/dsfr/")
    assert "a detail" not in response.content.decode()


def test_what_passes_by_itself_says_when_to_come_back(visitor, settings):
    settings.NATIONAL_MAILBOX = "boite@portail.example"
    response = visitor.get("/base-perdue/")
    assert response["Retry-After"] == "10"
    assert response["Cache-Control"] == "no-store"
    assert read(response).find("a", href="mailto:boite@portail.example")


def test_a_form_without_its_token_is_refused_in_french():
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "moi"})
    assert response.status_code == 403
    assert read(response).h1.get_text() == "Vous ne pouvez pas faire cela ici"


def test_a_failing_database_is_answered_with_the_mailbox(visitor, settings):
    settings.NATIONAL_MAILBOX = "boite@portail.example"
    response = visitor.get("/base/")
    assert response.status_code == 500
    assert read(response).find("a", href="mailto:boite@portail.example")


def test_a_host_that_is_not_ours_is_refused(visitor):
    response = visitor.get("/", headers={"host": "ailleurs.example"})
    assert response.status_code == 400
    assert "Nous n’avons pas compris" in response.content.decode()


def test_the_page_of_a_failure_needs_no_request_at_all():
    response = error_views.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "La panne vient de chez nous" in response.content.decode()
