"""A request that came by telephone or into the national mailbox, entered by the team; and two that are one."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from wagtail.admin import messages

from directory.contact.desk.access import desk_view, visible_or_404, visible_to
from directory.contact.desk.actions import form_page, page_or_act, perform
from directory.contact.form.forms import DetailsForm, ProjectForm, enquiry_of
from directory.contact.models.event import Author
from directory.contact.workflow import merging, submission, transitions

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

KEY_LENGTH = 40
SHOWN = ("projects", "place", "which", "is_national", "message")  # the rest may wait for the exchange
# The form speaks to employers: here it speaks of them. Name of the field: label, help.
IN_OTHER_WORDS = {
    "projects": ("Que veut faire l’employeur ?", "Plusieurs réponses possibles."),
    "place": ("Où ?", "Une commune ou un code postal : c’est ce qui désigne qui répond."),
    "message": ("Son projet en quelques mots", ""),
    "contact_name": ("Prénom et nom de la personne", ""),
}
ASKED = ("organisation", "contact_name", "job", "email", "telephone", "siret")


class OriginForm(forms.Form):
    """How a request came."""

    origin = forms.ChoiceField(
        label="Reçue",
        choices=[
            ("téléphone", "par téléphone"),
            ("boîte nationale", "dans la boîte nationale"),
            ("rencontre", "de vive voix"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites comment la demande est arrivée."},
    )


class EnteredForm(DetailsForm):
    """Who asks, as the team heard it: an address, or a telephone number at least."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].required = False
        self.fields["email"].help_text = "Facultatif avec un téléphone. L’employeur y reçoit son numéro de suivi."
        self.fields["telephone"].help_text = "Facultatif avec une adresse e-mail."

    def clean(self) -> dict[str, Any]:
        """Somebody who can be answered."""
        cleaned = super().clean()
        if not (self.errors or cleaned.get("email") or cleaned.get("telephone")):
            self.add_error("telephone", "Écrivez un téléphone, ou une adresse e-mail.")
        return cleaned


class MergeForm(forms.Form):
    """Which request this one is the same as."""

    into = forms.CharField(
        label="Numéro de l’autre demande, qui reste",
        max_length=40,
        error_messages={"required": "Écrivez le numéro de l’autre demande."},
    )


@desk_view
@page_or_act
def new(request: HttpRequest) -> HttpResponse:
    """« Saisir une demande »: goes the way of any request, to who answers for its place."""
    data = request.POST if "key" in request.POST else None
    project, details, origin = ProjectForm(data), EnteredForm(data), OriginForm(data)
    checked = [each.is_valid() for each in (origin, project, details)] if data is not None else [False]
    if all(checked):
        return _stored(request, project, details, origin.cleaned_data["origin"])
    for form in (project, details):
        for name in IN_OTHER_WORDS.keys() & form.fields.keys():
            form[name].label, form[name].help_text = IN_OTHER_WORDS[name]
    names = [name for name in SHOWN if name != "which" or project.placing.choices]
    context = {
        "page_title": "Saisir une demande",
        "page_subtitle": "",
        "header_icon": "mail",
        "breadcrumbs_items": [],
        "origin": origin,
        "fields": [*(project[name] for name in names), *(details[name] for name in ASKED)],
        "key": (data or {}).get("key") or secrets.token_urlsafe(16),
    }
    return render(request, "contact/desk/new.html", context)


def _stored(request: HttpRequest, project: ProjectForm, details: DetailsForm, origin: str) -> HttpResponse:
    key, by = request.POST["key"][:KEY_LENGTH] or secrets.token_urlsafe(16), Author.of(request.user)
    known = submission.request_of_form(key)
    if known is None:
        with transaction.atomic():
            enquiry, recipient = enquiry_of(project, details), project.placing.recipient
            known = submission.submit_contact_request(form_key=key, enquiry=enquiry, recipient=recipient)
            transitions.note(known.pk, by, f"Demande reçue par un autre chemin ({origin}), saisie par {by.label}.")
        sent = f"La demande {known.grouped_reference} est enregistrée et adressée {known.sent_to}."
        told = "L’employeur reçoit son numéro de suivi." if known.email else "Donnez ce numéro à l’employeur."
        messages.success(request, f"{sent} {told}")
    if visible_to(request.user).filter(pk=known.pk).exists():
        return redirect("desk:detail", known.pk)
    return redirect("desk:list")


@desk_view
@page_or_act
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """« C’est la même qu’une autre »: the other one keeps everything."""
    found = visible_or_404(request.user, pk)
    form = MergeForm(request.POST if "into" in request.POST else None)
    if form.is_bound and form.is_valid():
        into = visible_to(request.user).matching(form.cleaned_data["into"]).exclude(pk=pk)[:2]
        if len(into) == 1:
            done = f"Les deux demandes sont réunies sous le numéro {into[0].grouped_reference}."
            response = perform(request, pk, lambda by: merging.merge(pk, into[0], by), done)
            return response if response.url == reverse("desk:list") else redirect("desk:detail", into[0].pk)
        form.add_error("into", "Aucune autre demande n’a ce numéro.")
    return form_page(request, found, form, "Réunir avec une autre demande", "contact/desk/merge.html")
