"""Lines of the log as JSON: one for each request, with its number, its time, and nothing about who asked."""

from __future__ import annotations

import json
import logging

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from portal.web.log_lines import JsonFormatter
from portal.web.request_log import RequestLogMiddleware

NUMBER = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def lines(settings):
    """What a view and the middleware around it write: `lines(path, view)`."""
    settings.LOG_FORMAT = "json"
    written: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    handler = Handler()
    handler.setFormatter(JsonFormatter())

    def ask(path: str, view, **headers: str):
        logger = logging.getLogger("portal")
        logger.addHandler(handler)
        try:
            response = RequestLogMiddleware(view)(RequestFactory().get(path, headers=headers))
        finally:
            logger.removeHandler(handler)
        return response, [json.loads(each) for each in written]

    return ask


def test_a_request_is_a_line(lines, db):
    response, (line,) = lines("/recherche/?q=emploi", lambda _: HttpResponse(), **{"X-Request-ID": NUMBER})
    assert line | {"time": "", "duration_ms": 0} == {
        "time": "", "level": "INFO", "logger": "portal.request", "message": "GET /recherche/", "request_id": NUMBER,
        "status": 200, "duration_ms": 0, "queries": 0,
    }  # fmt: skip
    assert line["time"].endswith("+00:00")
    assert isinstance(line["duration_ms"], int)
    assert response.headers["X-Request-ID"] == NUMBER


def test_lines_within_a_request_have_its_number(lines, db):
    def view(_):
        logging.getLogger("portal.mail").warning("The server %s is away", "smtp://portail:secret@smtp.example")
        return HttpResponse(status=404)

    _, (within, line) = lines("/contact/suivi/MQ:1vWxYz:abc/", view)
    assert within["message"] == "The server smtp://...@smtp.example is away"
    assert within["request_id"] == line["request_id"]
    assert line["message"] == "GET /contact/suivi/..."


@pytest.mark.parametrize("given", ["", "lou.modele@atelier.example", NUMBER + "0", f"{NUMBER}\n"])
def test_a_number_that_is_none_of_ours_is_replaced(lines, db, given):
    response, (line,) = lines("/", lambda _: HttpResponse(), **{"X-Request-ID": given})
    assert line["request_id"] == response.headers["X-Request-ID"]
    assert line["request_id"] != given


def test_a_traceback_is_part_of_its_line(lines, db):
    def view(_):
        try:
            {}["https://portail.example/contact/suivi/MQ:1vWxYz:abc/"]
        except KeyError:
            logging.getLogger("portal.web").exception("It failed")
        return HttpResponse()

    _, (within, _) = lines("/", view)
    assert "KeyError: 'https://portail.example/contact/suivi/..." in within["traceback"]
