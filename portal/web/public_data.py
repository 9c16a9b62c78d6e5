"""Open-data views: CORS, ETag, rate limit, and errors that a program can read.

Wraps one view: GET, HEAD and OPTIONS only, from any origin, without cookies; at most `RATE` requests an address,
counted in the shared cache under a keyed hash, so that no address is stored.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response, set_response_etag
from django.views.decorators.csrf import csrf_exempt
from ninja import Field, Schema

from portal.web.limits import network_of, seconds_to_wait

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

METHODS = "GET, HEAD, OPTIONS"
RATE = "600/m"
FRESH_SECONDS = 300  # a sheet that is withdrawn leaves caches that soon
LICENCE = "Licence Ouverte 2.0 (Etalab)"
LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
MESSAGES = {
    404: ("Il n’y a rien à cette adresse.", "There is nothing at this address."),
    405: ("Ces données se lisent seulement : GET, HEAD ou OPTIONS.", "These data are read-only: GET, HEAD or OPTIONS."),
    422: ("Un paramètre manque ou n’est pas accepté.", "A parameter is missing or not accepted."),
    503: ("La recherche ne répond pas : réessayez dans une minute.", "The search is down: try again in a minute."),
    429: ("Trop de demandes : réessayez dans une minute.", "Too many requests: try again in a minute."),
}


class Parameter(Schema):
    name: str = Field(description="Nom du paramètre (name of the parameter)")
    message: str = Field(description="Ce qui ne va pas (what is wrong)")


class Error(Schema):
    """Ce que dit toute erreur (what every error says)."""

    status: int = Field(description="Code HTTP (HTTP status)")
    message: str = Field(description="Explication en français")
    message_en: str = Field(description="Explanation in English")
    parameters: list[Parameter] = Field(description="Paramètres en cause (parameters concerned)")


class UnknownValueError(Exception):
    """A parameter is well-formed but names nothing: 404."""

    def __init__(self, parameter: str, value: str) -> None:
        super().__init__(f"{parameter}: {value}")
        self.parameter, self.value = parameter, value


def error_body(
    status: int, fr: str = "", en: str = "", parameters: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """The one shape of all errors: what is wrong in French and in English, and which parameters are concerned."""
    french, english = MESSAGES[status]
    return {"status": status, "message": fr or french, "message_en": en or english, "parameters": parameters or []}


def public_data(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view as programs may read it."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _answer(view, request, *args, **kwargs)
        for name, value in CORS.items():
            response[name] = value
        return response

    return answer


def _answer(view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(
            status=204,
            headers={
                "Allow": METHODS,
                "Access-Control-Allow-Methods": METHODS,
                "Access-Control-Allow-Headers": "If-None-Match",
                "Access-Control-Max-Age": "86400",
            },
        )
    if request.method not in {"GET", "HEAD"}:
        return JsonResponse(error_body(405), status=405, headers={"Allow": METHODS})
    if wait := seconds_to_wait(request, "public_data", RATE, network_of(request)):
        headers = {"Retry-After": str(wait), "Cache-Control": "no-store"}
        return JsonResponse(error_body(429), status=429, headers=headers)
    request.method, asked = "GET", request.method  # the server drops the body of an answer to HEAD
    try:
        response = view(request, *args, **kwargs)
    finally:
        request.method = asked
    if response.status_code != 200:
        response["Cache-Control"] = "no-store"
        return response
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    response["Link"] = f'<{LICENCE_URL}>; rel="license"'
    set_response_etag(response)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
