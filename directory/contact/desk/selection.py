"""What is done with the rows that were ticked in the list: hand them on, or export them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from directory.contact.desk.access import desk_view, visible_to
from directory.contact.desk.export import KINDS, file_of
from directory.contact.desk.forms import ReassignForm
from directory.contact.models.event import Author
from directory.contact.workflow import handover, transitions

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from directory.contact.recipients import Recipient

MAX_ROWS = 100
MAX_DIGITS = 18  # of a key that databases can hold


@desk_view
@require_POST
def selection(request: HttpRequest) -> HttpResponse:
    """`cle` are the rows, `faire` what to do: "csv", "xlsx" or "reassign", which first asks to whom."""
    keys = [
        int(each)
        for each in request.POST.getlist("cle")
        if each.isascii() and each.isdecimal() and len(each) <= MAX_DIGITS
    ]
    chosen = visible_to(request.user).filter(pk__in=keys[:MAX_ROWS]).longest_waiting_first()
    wanted = request.POST.get("faire", "")
    if not keys or wanted not in {*KINDS, "reassign"}:
        messages.error(request, "Cochez au moins une demande, puis choisissez ce qu’il faut en faire.")
        return redirect("desk:list")
    if wanted in KINDS:
        return file_of(request.user, chosen, wanted)
    form = ReassignForm(request.POST if "to" in request.POST else None)
    if form.is_valid():
        return reassigned(request, [each.pk for each in chosen], form.recipient, form.cleaned_data["why"])
    context = {
        "page_title": "Réattribuer des demandes",
        "page_subtitle": "",
        "header_icon": "mail",
        "breadcrumbs_items": [],
        "form": form,
        "chosen": chosen,
    }
    return render(request, "contact/desk/reassign_selection.html", context)


def reassigned(request: HttpRequest, keys: list[int], to: Recipient, why: str) -> HttpResponse:
    """Hand them on one by one: what cannot be done for one is said, and hinders no other."""
    done = 0
    for key in keys:
        try:
            with transaction.atomic():
                if visible_to(request.user).select_for_update().filter(pk=key).first() is None:
                    continue  # it left this account's sight meanwhile, or was erased
                handover.reassign(key, to, Author.of(request.user), why=why)
        except transitions.NotPossibleError as refusal:
            messages.warning(request, str(refusal))
        else:
            done += 1
    if done:
        messages.success(request, f"Demandes confiées {to.to_name} : {done}.")
    return redirect("desk:list")
