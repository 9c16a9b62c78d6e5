"""The open data as a whole: one API under /api/v1/, its errors, its description, its page. Top layer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import path, re_path
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import ValidationError

from directory.api import router
from portal.french.typography import typeset
from portal.french.words import plural
from portal.web.public_data import LICENCE, LICENCE_URL, RATE, UnknownValueError, error_body, public_data
from search.api import router as search_router

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PREFIX = "api/v1/"
EXAMPLES = {
    "/places": "q=76600",
    "/match": "place=Le+Havre&mission=travail",
    "/referents": "department=76&page_size=10",
    "/referents.csv": "disp=rennes",
    "/communes.geojson": "department=76",
    "/establishments": "department=14",
    "/establishments.csv": "disp=rennes",
    "/establishments/near": "latitude=49.146&longitude=0.226",
    "/workshops": "activity=menuiserie",
    "/workshops.csv": "disp=rennes",
    "/search": "q=apprentissage&type=actualites",
    "/suggestions": "q=appr",
}
COMPLAINTS = {
    "missing": "obligatoire (required)",
    "int_parsing": "doit être un nombre entier (must be a whole number)",
    "int_parsing_size": "est un nombre trop long (number too long)",
    "greater_than_equal": "doit valoir au moins {ge} (at least {ge})",
    "less_than_equal": "doit valoir au plus {le} (at most {le})",
    "string_too_long": "{max_length} caractères au plus (characters at most)",
    "string_too_short": "{min_length} caractère au moins (character at least)",
    "string_pattern_mismatch": "doit correspondre à {pattern} (must match)",
}

api = NinjaAPI(
    title="Annuaire des référents et recherche du portail de l’insertion professionnelle",
    version="1.0.0",
    description="Données ouvertes, en lecture seule : GET, sans clé ni cookie. "
    "Open data, read-only: GET, without key or cookie.",
    urls_namespace="open_data",
    openapi_url=None,
    docs_url=None,
    openapi_extra={"info": {"license": {"name": LICENCE, "url": LICENCE_URL}}},
)
api.add_router("", router)
api.add_router("", search_router)


@api.exception_handler(ValidationError)
def refuse(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """422: every parameter that is missing or out of bounds."""
    parameters = [{"name": str(each["loc"][-1]), "message": _complaint(each)} for each in error.errors]
    return JsonResponse(error_body(422, parameters=parameters), status=422)


def _complaint(error: dict[str, Any]) -> str:
    """In French and English; what is none of ours is said in the words of pydantic beside."""
    template = COMPLAINTS.get(str(error["type"]))
    return template.format(**error.get("ctx", {})) if template else f"n’est pas accepté ({error['msg']})"


@api.exception_handler(UnknownValueError)
def unknown(request: HttpRequest, error: UnknownValueError) -> HttpResponse:
    """404: a code or an identifier that no table has."""
    fr, en = f"« {error.value} » n’existe pas.", f"“{error.value}” does not exist."
    parameters = [{"name": error.parameter, "message": fr}]
    return JsonResponse(error_body(404, fr, en, parameters), status=404)


@api.exception_handler(Http404)
def nothing(request: HttpRequest, error: Http404) -> HttpResponse:
    """404 of the framework itself."""
    return JsonResponse(error_body(404), status=404)


def description() -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    return dict(api.get_openapi_schema(path_prefix=PREFIX)) | {"servers": [{"url": settings.PORTAL_URL}]}


def openapi(request: HttpRequest) -> HttpResponse:
    """The description for programs."""
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


def no_such_address(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """404 as JSON for whatever else is asked below /api/."""
    return JsonResponse(error_body(404), status=404)


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """The description for people, made from the same document: /donnees-ouvertes/."""
    operations = []
    for address, methods in description()["paths"].items():
        operation = methods["get"]
        short = "/" + address.removeprefix(f"/{PREFIX}")
        example = EXAMPLES.get(short, "")
        operations.append(
            {
                "address": address,
                "title": _in_french(operation["summary"]),
                "text": typeset(operation["description"]).text,
                "parameters": [_parameter(each) for each in operation["parameters"]],
                "example": f"{address}?{example}" if example else "" if "{" in address else address,
                "statuses": ", ".join(str(status) for status in operation["responses"]),
            }
        )
    context = {
        "operations": operations,
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "rate": RATE.partition("/")[0],
        "crumbs": [("Données ouvertes", "")],
        "canonical": f"{settings.PORTAL_URL}{request.path}",
    }
    return render(request, "directory/open_data.html", context)


def _parameter(parameter: dict[str, Any]) -> dict[str, str]:
    schema = parameter["schema"]
    bounds = []
    if "maxLength" in schema:
        bounds.append(f"{schema['maxLength']} {plural(schema['maxLength'], 'caractère')} au plus")
    if "minimum" in schema:
        bounds.append(f"de {schema['minimum']} à {schema['maximum']}")
    if schema.get("default"):
        bounds.append(f"{schema['default']} par défaut")
    return {
        "name": parameter["name"],
        "text": _in_french(parameter["description"]),
        "bounds": ", ".join(bounds),
        "required": "obligatoire" if parameter["required"] else "facultatif",
    }


def _in_french(text: str) -> str:
    """A label without the English that ends it in parentheses: the document for programs has both, in plain spaces."""
    return typeset(re.sub(r" \([^()]*\)$", "", text)).text


def _routes() -> list[Any]:
    patterns = [pattern for pattern in api.urls[0] if pattern.name != "api-root"]  # that one answers in HTML
    for pattern in patterns:
        pattern.callback = public_data(pattern.callback)
    return patterns


urlpatterns = [
    path(f"{PREFIX}openapi.json", public_data(openapi), name="openapi"),
    path(PREFIX, (_routes(), "ninja", api.urls_namespace)),
    re_path("^api/", public_data(no_such_address)),
    path("donnees-ouvertes/", documentation, name="open_data"),
]
