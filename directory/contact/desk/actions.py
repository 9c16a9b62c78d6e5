"""What people do with one request. Each view acts on what the account may see, and only if nobody acted meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from directory.contact import answering, handover, workflow
from directory.contact.desk import reads
from directory.contact.desk.access import desk_view, visible_or_404, visible_to
from directory.contact.desk.detail import draft_for, page_context
from directory.contact.desk.forms import AnswerForm, CloseForm, NoteForm, ReassignForm
from directory.contact.models import ContactRequest, RequestRead
from directory.contact.workflow import Actor
from portal.mail.outbox import stored_form

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


def held(request: HttpRequest, pk: int) -> ContactRequest:
    """The request, locked: nobody acted since the page was read, and it is still one that this account sees."""
    found = workflow.hold(pk, seen=seen_by(request))
    visible_or_404(request.user, pk)
    return found


def acted(request: HttpRequest, pk: int, act: Callable[[Actor], Any], done: str) -> HttpResponseRedirect:
    """Act under the lock of the request, say what was done or why not, go back to its page or to the list."""
    try:
        with transaction.atomic():
            held(request, pk)
            act(Actor.of(request.user))
    except workflow.NotPossibleError as refusal:
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
    return acted(request, pk, lambda by: workflow.take(pk, by), "Vous avez pris cette demande en charge.")


@desk_view
@require_POST
def declare_answered(request: HttpRequest, pk: int) -> HttpResponse:
    """« J’ai répondu autrement »: by telephone, or from one's own mailbox."""
    visible_or_404(request.user, pk)
    done = "C’est noté : la demande est en échange, aucun rappel ne part plus."
    return acted(request, pk, lambda by: workflow.declare_answered(pk, by), done)


@desk_view
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """« Rouvrir »."""
    visible_or_404(request.user, pk)
    return acted(request, pk, lambda by: workflow.reopen(pk, by), "La demande est rouverte.")


@desk_view
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a note. It hinders nobody, so nobody's action hinders it."""
    visible_or_404(request.user, pk)
    form = NoteForm(request.POST)
    if form.is_valid():
        workflow.note(pk, Actor.of(request.user), form.cleaned_data["text"])
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

        def end(by: Actor) -> None:
            if said["note"].strip():
                workflow.note(pk, by, said["note"])
            workflow.end(pk, State(said["state"]), by, reason=said["reason"])

        return acted(request, pk, end, f"La demande est terminée : {State(said['state']).label}.")
    return form_page(request, found, form, "Clore la demande", "contact/desk/close.html")


@desk_view
@page_or_act
def reassign(request: HttpRequest, pk: int) -> HttpResponse:
    """« Réattribuer »: the next one and the employer are told."""
    found = visible_or_404(request.user, pk)
    form = ReassignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        to, why = form.recipient, form.cleaned_data["why"]
        done = f"La demande {found.grouped_reference} est confiée {to.to_name}, qui en est averti, comme l’employeur."
        return acted(request, pk, lambda by: handover.reassign(pk, to, by, why=why), done)
    return form_page(request, found, form, "Réattribuer la demande", "contact/desk/reassign.html")


@desk_view
@page_or_act
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Write, read the very e-mail that will leave, send it. What was written is never lost to what others do."""
    found = visible_or_404(request.user, pk)
    reads.note(request.user, [pk], RequestRead.Kind.PAGE)
    form = AnswerForm(request.POST or None, initial={"text": draft_for(request.user, found)})
    mail, notice = None, ""
    if request.method == "POST" and form.is_valid():
        text, step = form.cleaned_data["text"], request.POST.get("step")
        try:
            with transaction.atomic():
                workflow.check_open(held(request, pk))
                if step == "send":
                    answering.answer(pk, Actor.of(request.user), text)
                    messages.success(request, "Votre réponse est enregistrée et part dans la minute.")
                    return redirect("desk:detail", pk)
        except workflow.NotPossibleError as refusal:
            notice = f"{refusal} Votre brouillon est gardé."
            found.refresh_from_db()
        else:
            mail = stored_form(answering.mail_of(found, text)) if step == "review" else None
    further = {"mail": mail, "notice": notice, "sender": settings.DEFAULT_FROM_EMAIL}
    return form_page(request, found, form, "Répondre à l’employeur", "contact/desk/answer.html", **further)


def form_page(
    request: HttpRequest, found: ContactRequest, form: forms.Form, title: str, template: str, **further: Any
) -> HttpResponse:
    """A page that asks something about one request; it carries what was the last event when it was made."""
    last = workflow.last_change(found)
    context = page_context(found, title) | {"form": form, "seen": last.pk if last else 0} | further
    return render(request, template, context)
