"""Parts of a request: give one to somebody else, say that one is done, or « pas pour moi »."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_POST

from directory.contact.desk.access import desk_view, visible_or_404
from directory.contact.desk.actions import form_page, page_or_act, perform
from directory.contact.desk.forms import DeclineForm, ShareForm
from directory.contact.workflow import sharing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@desk_view
@page_or_act
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """« Partager »: to whom, and which part."""
    found = visible_or_404(request.user, pk)
    form = ShareForm(request.POST if "part" in request.POST else None, initial={"part": found.sites[:300]})
    if form.is_bound and form.is_valid():
        to, part = form.recipient, form.cleaned_data["part"]
        done = f"Une part de la demande est confiée {to.to_name}, qui en est averti. Vous gardez la demande."
        return perform(request, pk, lambda by: sharing.share(pk, to, part, by), done)
    return form_page(request, found, form, "Partager la demande", "contact/desk/share.html")


@desk_view
@require_POST
def answer_part(request: HttpRequest, pk: int) -> HttpResponse:
    """« Ma part est faite », or « Pas pour moi » about a part; `share` is its key, `fait` which of them."""
    visible_or_404(request.user, pk)
    text, said = request.POST.get("share", ""), request.POST.get("said", "")
    key = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
    is_done = request.POST.get("fait") == "oui"
    act = sharing.part_done if is_done else sharing.decline_part
    return perform(request, pk, lambda by: act(pk, key, by, said=said), "C’est noté, et dit à qui suit la demande.")


@desk_view
@page_or_act
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """« Pas pour moi » about the whole request: why, and who else; the managers are told."""
    found = visible_or_404(request.user, pk)
    form = DeclineForm(request.POST if "proposal" in request.POST else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        done = "Les responsables des demandes sont prévenus. D’ici là, la demande reste la vôtre."
        return perform(request, pk, lambda by: sharing.decline(pk, by, **said), done)
    return form_page(request, found, form, "Pas pour moi", "contact/desk/decline.html")
