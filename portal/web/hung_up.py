"""Requests that nobody waits for any more: nginx hung up while they stood in line for a worker.

A visitor who reloads, or leaves, takes back what they asked only from nginx: gunicorn still has it in its line. After a
rush these lines are full of such requests, and each would be built for nobody, before whoever comes next.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from django.http import HttpResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

HUNG_UP = 499  # as nginx calls it; nobody reads it
CLOSE_WAIT = 8  # of a connection whose other end has said that it is done (Linux, tcp_states.h)


class HungUpMiddleware:
    """Answers nothing to who has gone. What was posted is done all the same: whoever sent it may have seen it leave."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the connection of gunicorn, where there is one, before any work is done."""
        connection = request.META.get("gunicorn.socket")
        if request.method in {"GET", "HEAD"} and connection is not None and has_gone(connection):
            return HttpResponse(status=HUNG_UP)
        return self.get_response(request)


def has_gone(connection: socket.socket) -> bool:
    """Whether the other end has closed it; False where the system does not tell."""
    try:
        return connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == CLOSE_WAIT
    except (AttributeError, OSError):  # another system, or no TCP
        return False
