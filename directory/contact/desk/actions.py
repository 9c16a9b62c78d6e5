"""What people do with one request. Each view acts on what the account may see, and only if nobody acted meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from directory.contact.desk.access import desk_view, visible_or_404, visible_to
from directory.contact.desk.detail import page_context
from directory.contact.desk.forms import CloseForm, NoteForm, PlanForm, ReassignForm, ResultsForm
from directory.contact.models import ContactRequest
from directory.contact.models.event import Author
from directory.contact.workflow import closing, handover, transitions, turns

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from django import forms
    from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

State = ContactRequest.State
page_or_act = require_http_methods(["GET", "HEAD", "POST"])


def seen_by(request: HttpRequest) -> int:
    """The last event that was on the page; 0, before all of them, for what is no number."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def locked_as_seen(request: HttpRequest, pk: int) -> ContactRequest:
    """The request, locked: nobody acted since the page was read, and it is still one that this account sees."""
    found = transitions.hold(pk, seen=seen_by(request))
    visible_or_404(request.user, pk)
    return found


def perform(request: HttpRequest, pk: int, act: Callable[[Author], Any], done: str) -> HttpResponseRedirect:
    """Act under the lock of the request, say what was done or why not, go back to its page or to the list."""
    try:
        with transaction.atomic():
            locked_as_seen(request, pk)
            act(Author.of(request.user))
    except transitions.NotPossibleError as refusal:
        messages.error(request, f"Rien n’a changé. {refusal}")
    else:
        messages.success(request, done)
    still_there = visible_to(request.user).filter(pk=pk).exists()
    return redirect("desk:detail", pk) if still_there else redirect("desk:list")


@desk_view
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """« Prendre en charge »."""
    visible_or_404(request.user, pk)
    return perform(request, pk, lambda by: transitions.take(pk, by), "Vous avez pris cette demande en charge.")


@desk_view
@require_POST
def declare_answered(request: HttpRequest, pk: int) -> HttpResponse:
    """« J’ai répondu autrement »: by telephone, or from one's own mailbox."""
    visible_or_404(request.user, pk)
    done = "C’est noté : la demande est en échange, aucun rappel ne part plus."
    return perform(request, pk, lambda by: transitions.declare_answered(pk, by), done)


@desk_view
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """« Rouvrir »."""
    visible_or_404(request.user, pk)
    return perform(request, pk, lambda by: transitions.reopen(pk, by), "La demande est rouverte.")


@desk_view
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a note. It hinders nobody, so nobody's action hinders it."""
    visible_or_404(request.user, pk)
    form = NoteForm(request.POST)
    if form.is_valid():
        transitions.note(pk, Author.of(request.user), form.cleaned_data["text"])
        messages.success(request, "La note est ajoutée ; elle n’est envoyée à personne.")
    else:
        messages.error(request, " ".join(form.errors["text"]))
    return redirect("desk:detail", pk)


@desk_view
@page_or_act
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """« Clore »: asks how, and why."""
    found = visible_or_404(request.user, pk)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data

        def end(by: Author) -> None:
            if said["note"].strip():
                transitions.note(pk, by, said["note"])
            if form.said:
                closing.note_results(pk, by, form.said)
            transitions.end(pk, State(said["state"]), by, reason=said["reason"])

        return perform(request, pk, end, f"La demande est terminée : {State(said['state']).label}.")
    return form_page(request, found, form, "Clore la demande", "contact/desk/close.html")


@desk_view
@require_POST
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """« Prochaine étape », with its day; or a pause until then."""
    visible_or_404(request.user, pk)
    form = PlanForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(each for errors in form.errors.values() for each in errors))
        return redirect("desk:detail", pk)
    said = form.cleaned_data

    def act(by: Author) -> None:
        turns.plan(pk, by, step=said["etape"], on=said["le"], is_paused=said["pause"])

    return perform(request, pk, act, "La prochaine étape est notée.")


@desk_view
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """« C’est vu »: what the employer wrote after the end asks for nothing."""
    visible_or_404(request.user, pk)
    return perform(request, pk, lambda by: turns.settle(pk, by), "C’est noté : rien n’attend plus.")


@desk_view
@page_or_act
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """« Résultats »: what came of it, also after the end."""
    found = visible_or_404(request.user, pk)
    form = ResultsForm(request.POST if "noter" in request.POST else None, initial=found.results)
    if form.is_bound and form.is_valid():
        return perform(request, pk, lambda by: closing.note_results(pk, by, form.said), "Les résultats sont notés.")
    return form_page(request, found, form, "Noter les résultats", "contact/desk/results.html")


@desk_view
@page_or_act
def reassign(request: HttpRequest, pk: int) -> HttpResponse:
    """« Réattribuer »: the next one and the employer are told."""
    found = visible_or_404(request.user, pk)
    form = ReassignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        to, why = form.recipient, form.cleaned_data["why"]
        done = f"La demande {found.grouped_reference} est confiée {to.to_name}, qui en est averti, comme l’employeur."
        return perform(request, pk, lambda by: handover.reassign(pk, to, by, why=why), done)
    return form_page(request, found, form, "Réattribuer la demande", "contact/desk/reassign.html")


def form_page(
    request: HttpRequest, found: ContactRequest, form: forms.Form, title: str, template: str, **further: Any
) -> HttpResponse:
    """A page that asks something about one request; it carries what was the last event when it was made."""
    last = transitions.last_change(found)
    context = page_context(found, title) | {"form": form, "seen": last.pk if last else 0} | further
    return render(request, template, context)
