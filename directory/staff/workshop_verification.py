"""The page behind the link of the mail about workshops. Mail scanners open links: a GET shows, a POST acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from directory.staff import workshop_freshness
from portal.web.private_pages import of_one_request
from portal.web.signed_links import LinkExpiredError, LinkUnknownError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TEMPLATE = "directory/workshop_verification.html"


@csrf_exempt  # the signed address is the whole authority: no cookie grants any, so there is none to borrow
@of_one_request
@require_http_methods(["GET", "HEAD", "POST"])
def verify_workshops(request: HttpRequest, token: str) -> HttpResponse:
    """Show the workshops of the link; a POST confirms those that are ticked, the others stay as they are."""
    context = {"crumbs": [("Établissements", reverse("establishments:list")), ("Confirmer des ateliers", "")]}
    try:
        waiting = workshop_freshness.workshops_of(token)
    except LinkExpiredError:
        return render(request, TEMPLATE, context | {"problem": "expired"}, status=410)
    except LinkUnknownError:
        return render(request, TEMPLATE, context | {"problem": "forged"}, status=404)
    context |= {"problem": "", "workshops": waiting, "confirmed": [], "left": []}
    if request.method == "POST":
        ticked = set(request.POST.getlist("workshop"))
        confirmed = [each for each in waiting if each.slug in ticked]
        workshop_freshness.confirm(confirmed)
        context |= {"confirmed": confirmed, "left": [each for each in waiting if each not in confirmed], "done": True}
    return render(request, TEMPLATE, context | {"done": request.method == "POST"})
