"""Pages behind links of the mails to who answers: a file of the request, and « whose words are these? »."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from directory.contact.files.keeping import download
from directory.contact.links import team
from directory.contact.models import RequestFile
from directory.contact.workflow import settling
from directory.contact.workflow.transitions import NotPossibleError
from portal.web.private_pages import of_one_request
from portal.web.signed_links import LinkExpiredError, LinkUnknownError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from directory.contact.models import ContactRequest
    from directory.contact.recipients import Answerer


@of_one_request
@require_safe
def file(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """A file that came with the request, to be saved."""
    opened = _opened(request, token)
    if not isinstance(opened, tuple):
        return opened
    found = get_object_or_404(RequestFile.objects.defer(None), pk=pk, request=opened[0])
    return download(found)


@csrf_exempt  # the signed address is the whole authority: no cookie grants any, so there is none to borrow
@of_one_request
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Ask whose words a mail holds; a POST makes them count."""
    opened = _opened(request, token)
    if not isinstance(opened, tuple):
        return opened
    found, answerer = opened
    event = found.events.select_related("mail").filter(pk=pk).first()
    done = problem = ""
    if request.method == "POST":
        if request.POST.get("de") not in set(settling.Whose):
            raise Http404
        whose = settling.Whose(request.POST["de"])
        try:
            settling.settle(found.pk, pk, whose, answerer.author)
        except NotPossibleError as refusal:
            problem = str(refusal)
        else:
            done = settling.DONE[whose]
    elif event is None or not settling.is_open(event):
        problem = "Quelqu’un a déjà dit de qui vient ce message."
    context = {"contact_request": found, "event": event, "answers": settling.ANSWERS, "done": done, "problem": problem}
    return _page(request, "settle", context)


def _opened(request: HttpRequest, token: str) -> tuple[ContactRequest, Answerer] | HttpResponse:
    """The request of a link and who was sent it, or the page that says why there is none."""
    try:
        return team.opened(token)
    except LinkUnknownError:
        return _page(request, "problem", {"problem": "unknown"}, status=404)
    except LinkExpiredError:
        return _page(request, "problem", {"problem": "expired", "days": team.LINK_DAYS}, status=410)
    except team.LinkMovedError as moved:
        return _page(request, "problem", {"problem": "moved", "contact_request": moved.request}, status=410)


def _page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    context["crumbs"] = [("Répondre à une demande", "")]
    return render(request, f"contact/answers/{name}.html", context, status=status)
