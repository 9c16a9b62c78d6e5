"""The page behind the link of the six-monthly mail. Mail scanners open links: a GET shows, a POST acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.signing import BadSignature
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from directory.staff import freshness

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

EXPIRED, FORGED = "expired", "forged"
ACTIONS = {"a-jour": freshness.confirm, "a-corriger": freshness.ask_for_correction}


@csrf_exempt  # the signed address is the whole authority: no cookie grants any, so there is none to borrow
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether the sheet is right; a POST with `answer` says so."""
    context = {"crumbs": [("Trouver un référent", reverse("directory:start")), ("Vérifier une fiche", "")]}
    try:
        sheet = freshness.sheet_of(token)
    except freshness.LinkExpiredError:
        return _page(request, context | {"problem": EXPIRED}, status=410)
    except (BadSignature, ValueError, TypeError):
        return _page(request, context | {"problem": FORGED}, status=404)
    answer = request.POST.get("answer", "") if request.method == "POST" else ""
    if answer in ACTIONS:
        ACTIONS[answer](sheet)
        sheet.refresh_from_db()
    return _page(request, context | {"problem": "", "referent": sheet, "answer": answer})


def _page(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    response = render(request, "directory/verification.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"  # the address is the key
    return response
