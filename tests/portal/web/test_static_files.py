"""Static files that a newer release collected are served by a process that started before."""

from __future__ import annotations

import contextlib

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from portal.web.static_files import StaticFilesMiddleware


@pytest.fixture
def served(tmp_path, settings, db):
    settings.STATIC_ROOT = tmp_path / "static"
    (settings.STATIC_ROOT / "portal").mkdir(parents=True)
    (settings.STATIC_ROOT / "portal" / "old.css").write_text("old")
    (tmp_path / "secret.txt").write_text("secret")
    middleware = StaticFilesMiddleware(lambda _: HttpResponse("page", status=404))

    def get(path: str) -> tuple[int, bytes]:
        with contextlib.closing(middleware(RequestFactory().get(path))) as response:
            return response.status_code, response.getvalue()

    return get


def test_a_file_that_came_later_is_found(served, settings):
    assert served("/static/portal/old.css") == (200, b"old")
    assert served("/static/portal/new.css") == (404, b"page")
    (settings.STATIC_ROOT / "portal" / "new.css").write_text("new")
    assert served("/static/portal/new.css") == (200, b"new")


@pytest.mark.parametrize("path", ["/static/../secret.txt", "/static//../secret.txt", "/static/portal", "/static/"])
def test_nothing_beside_the_files_is_served(served, path):
    assert served(path) == (404, b"page")
