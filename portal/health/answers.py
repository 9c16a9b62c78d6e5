"""Answers to a load balancer and to whoever watches, before anything else looks at the request.

They are given under any host name and over plain HTTP, as a probe on the node asks: to `127.0.0.1`, without TLS.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseNotFound, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST

from portal.health import probing
from portal.web import measures

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

LOOPBACK = {"127.0.0.1", "::1"}
UNCACHED = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


def alive() -> JsonResponse:
    """200: this process answers. Asks nothing of anybody."""
    return JsonResponse({"state": "alive"}, headers=UNCACHED)


def ready() -> JsonResponse:
    """200 when visitors may be sent here, else 503; what is wrong, by name. Within a second, whatever hangs."""
    vital, other = probing.troubles()
    state = "not ready" if vital else "degraded" if other else "ready"
    return JsonResponse({"state": state, "troubles": vital | other}, status=503 if vital else 200, headers=UNCACHED)


def measured() -> HttpResponse:
    """Measures for Prometheus, and the troubles among them."""
    return HttpResponse(measures.exposition(), content_type=CONTENT_TYPE_LATEST, headers=UNCACHED)


ANSWERS: dict[str, Callable[[], HttpResponse]] = {"/sante/vivant": alive, "/sante/pret": ready, "/sante": ready}
MEASURES = "/sante/mesures"


def comes_from_here(request: HttpRequest) -> bool:
    """Whether a process of this machine asks, and not a visitor through the proxy, which says for whom it asks."""
    return request.META.get("REMOTE_ADDR") in LOOPBACK and "HTTP_X_FORWARDED_FOR" not in request.META


class HealthMiddleware:
    """Comes first: neither a host name nor a session nor the database's mood keeps a probe from its answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a probe, or hand the request on."""
        path = request.path_info.removesuffix("/")
        answer = ANSWERS.get(path)
        if path == MEASURES:
            answer = measured if comes_from_here(request) else HttpResponseNotFound
        if answer is None:
            return self.get_response(request)
        return answer() if request.method in {"GET", "HEAD"} else HttpResponseNotAllowed(["GET", "HEAD"])
