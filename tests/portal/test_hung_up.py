"""Who hung up while they stood in line: nothing is built for them; who is there, or has sent something, is answered."""

from __future__ import annotations

import socket

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from portal.web.hung_up import HUNG_UP, HungUpMiddleware
from tests.portal.mail.servers import wait_until


@pytest.fixture
def ends():
    """Both ends of a real connection: nginx's, and that which gunicorn has accepted."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        socket.create_connection(listening.getsockname()) as nginx,
    ):
        accepted, _ = listening.accept()
        with accepted:
            yield nginx, accepted


def answered(connection: socket.socket | None, method: str = "GET") -> int:
    request = RequestFactory().generic(method, "/", **{"gunicorn.socket": connection} if connection else {})
    return HungUpMiddleware(lambda _: HttpResponse("built"))(request).status_code


def test_who_waits_is_answered(ends):
    assert answered(ends[1]) == 200


@pytest.mark.parametrize(("method", "status"), [("GET", HUNG_UP), ("HEAD", HUNG_UP), ("POST", 200)])
def test_who_hung_up_gets_nothing_built_but_what_was_sent_is_taken(ends, method, status):
    nginx, accepted = ends
    nginx.sendall(b"GET / HTTP/1.1\r\n\r\n")
    assert accepted.recv(100), "as gunicorn reads it before it asks"
    nginx.close()
    wait_until(lambda: answered(accepted) == HUNG_UP, "the end of the connection")
    assert answered(accepted, method) == status


def test_without_gunicorn_or_without_tcp_everybody_is_answered():
    assert answered(None) == 200
    ours, theirs = socket.socketpair()
    with ours:
        theirs.close()
        assert answered(ours) == 200
