"""The page behind the link of the six-monthly mail. Mail scanners open links: a GET shows, a POST acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from directory.staff import freshness
from portal.web.private_pages import of_one_request
from portal.web.signed_links import LinkExpiredError, LinkUnknownError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

EXPIRED, FORGED = "expired", "forged"
ACTIONS = {"a-jour": freshness.confirm, "a-corriger": freshness.ask_for_correction}


@csrf_exempt  # the signed address is the whole authority: no cookie grants any, so there is none to borrow
@of_one_request
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether the sheet is right; a POST with `answer` says so."""
    context = {"crumbs": [("Trouver un référent", reverse("directory:start")), ("Vérifier une fiche", "")]}
    try:
        sheet = freshness.sheet_of(token)
    except LinkExpiredError:
        return _page(request, context | {"problem": EXPIRED}, status=410)
    except LinkUnknownError:
        return _page(request, context | {"problem": FORGED}, status=404)
    answer = request.POST.get("answer", "") if request.method == "POST" else ""
    if answer in ACTIONS:
        ACTIONS[answer](sheet)
        sheet.refresh_from_db()
    return _page(request, context | {"problem": "", "referent": sheet, "answer": answer})


def _page(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    return render(request, "directory/verification.html", context, status=status)
