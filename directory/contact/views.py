"""The employer's request: three steps on one address, then a confirmation. The page itself carries what was typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from directory.contact import abuse, challenge, confirmations, form_tokens, notices, services
from directory.contact.challenge import Verdict
from directory.contact.follow_up import links
from directory.contact.forms import DetailsForm, ProjectForm, StepForm, enquiry_of
from directory.contact.privacy import kept_private, of_one_request, too_many
from directory.contact.same_site import comes_from_elsewhere

if TYPE_CHECKING:
    from django.http import HttpRequest

    from directory.contact.form_tokens import FormToken
    from directory.contact.notices import Notice

TITLE = "Décrire votre projet"
TRAP = "site"  # a field nobody sees, in the page only for scripts that fill in whatever they find


class Go(StrEnum):
    """Where a button leads; the first three are the steps."""

    PROJECT = "project"
    DETAILS = "details"
    REVIEW = "review"
    SEND = "send"


STEPS = (Go.PROJECT, Go.DETAILS, Go.REVIEW)
STEP_TITLES = {Go.PROJECT: "Votre projet", Go.DETAILS: "Vos coordonnées", Go.REVIEW: "Relire et envoyer"}
STEP_TEMPLATES = {
    Go.PROJECT: "contact/project.html",
    Go.DETAILS: "contact/details.html",
    Go.REVIEW: "contact/review.html",
}


@dataclass(frozen=True)
class Reached:
    """How far what was typed leads: the step to show with its form, or Go.SEND when nothing is left to correct."""

    step: Go
    form: StepForm | None
    project: ProjectForm
    details: DetailsForm | None = None

    @classmethod
    def by(cls, data: QueryDict) -> Reached:
        """The step that the button asks for, unless one before it has a mistake."""
        wanted = Go(data["go"]) if data.get("go") in set(Go) else Go.DETAILS
        if wanted is Go.PROJECT:
            shown = ProjectForm.as_typed(data)
            return cls(wanted, shown, shown)
        project = ProjectForm(data)
        if not project.is_valid():
            return cls(Go.PROJECT, project, project)
        if wanted is Go.DETAILS:
            return cls(wanted, DetailsForm.as_typed(data), project)
        details = DetailsForm(data)
        if not details.is_valid():
            return cls(Go.DETAILS, details, project)
        return cls(wanted, None, project, details)

    def for_review(self) -> Reached:
        """The last step, when everything is right but nothing may be sent yet."""
        return replace(self, step=Go.REVIEW)


# Exempt from Django's CSRF cookie: visitors get no cookie. The view knows no session, no sign-in and no other ambient
# authority that another site could abuse; posts from other sites are refused, and a request needs a signed token that
# only a page of ours carries.
@csrf_exempt
@kept_private
@require_http_methods(["GET", "HEAD", "POST"])
def contact_form(request: HttpRequest) -> HttpResponse:
    """The form. `?referent=` (a slug) and `?lieu=` (a place) fill it in; a post checks, goes back, or sends."""
    if request.method != "POST":
        filled = {"referent": request.GET.get("referent", ""), "place": request.GET.get("lieu", "").strip()}
        form = ProjectForm(initial=filled)
        return _page(request, Reached(Go.PROJECT, form, form), form_tokens.mint())
    if comes_from_elsewhere(request):
        return render(request, "contact/refused.html", {"crumbs": [(TITLE, "")]}, status=403)
    token, reached = form_tokens.read(request.POST.get("token", "")), Reached.by(request.POST)
    if reached.step is Go.SEND:
        return _send(request, reached, token)
    return _show(request, reached, token)


def _show(request: HttpRequest, reached: Reached, token: FormToken | None) -> HttpResponse:
    """A step; with a new token when the one of the page is of no use any more."""
    if token is None:
        return _page(request, reached, form_tokens.mint(), notices.TAMPERED, status=400)
    if token.is_expired():
        return _page(request, reached, token.renewed(), notices.EXPIRED)
    return _page(request, reached, token)


def _send(request: HttpRequest, reached: Reached, token: FormToken | None) -> HttpResponse:
    """Store the request once, whatever happens; say so, or why not."""
    enquiry, recipient = enquiry_of(reached.project, reached.details), reached.project.placing.recipient
    stored = services.request_of_form(token.key) if token else None
    if stored is None:
        if token is None or token.is_expired():
            return _show(request, reached.for_review(), token)
        if request.POST.get(TRAP) or token.is_too_quick():
            return _page(request, reached.for_review(), token, notices.not_sent(recipient), status=400)
        proof = challenge.verdict_on(request.POST.get("proof", ""), token) if settings.CONTACT_CHALLENGE else None
        if proof is Verdict.WRONG:
            return _page(request, reached.for_review(), token, notices.UNPROVED, status=400)
        if wait := abuse.wait_to_send(request, enquiry.email):
            notice = notices.too_many(wait, recipient.telephone)
            return too_many(_page(request, reached.for_review(), token, notice, status=429), wait)
        stored = services.submit_contact_request(
            form_key=token.key, enquiry=enquiry, recipient=recipient, is_held=proof is Verdict.MISSING
        )
    if not enquiry.is_that_of(stored):
        return _page(request, reached.for_review(), token.renewed(), notices.changed_since(stored))
    return HttpResponseRedirect(confirmations.confirmation_url(stored))


def _page(
    request: HttpRequest, reached: Reached, token: FormToken, notice: Notice | None = None, status: int = 200
) -> HttpResponse:
    number = STEPS.index(reached.step) + 1
    others = [form for form in (ProjectForm, DetailsForm) if not isinstance(reached.form, form)]
    data = request.POST if request.method == "POST" else QueryDict()
    mistakes = reached.form.mistakes if reached.form else []
    context = {
        "step": reached.step,
        "number": number,
        "step_title": STEP_TITLES[reached.step],
        "next_title": STEP_TITLES[STEPS[number]].lower() if number < len(STEPS) else "",
        "form": reached.form,
        "project": reached.project,
        "details": reached.details,
        "carried": [pair for form in others for pair in form.carried(data)],
        "recipient": reached.project.placing.recipient,
        "mistakes": mistakes,
        "mistakes_title": _mistakes_title(len(mistakes)),
        "token": token.signed(),
        "trap": TRAP,
        "challenge": challenge.challenge_for(token) if settings.CONTACT_CHALLENGE and reached.step is Go.REVIEW else "",
        "kept": notices.kept_for(),
        "notice": notice,
        "crumbs": [(TITLE, "")],  # a link back to an empty form would lose what was typed
    }
    return render(request, STEP_TEMPLATES[reached.step], context, status=status)


def _mistakes_title(count: int) -> str:
    return f"{count} réponse{'s' if count > 1 else ''} à revoir" if count else ""


@of_one_request
@require_safe
def sent(request: HttpRequest, signed: str) -> HttpResponse:
    """The confirmation, for a day; its address is signed and passes to no other site."""
    try:
        contact_request = confirmations.confirmed_request(signed)
    except confirmations.LinkExpiredError:
        response = render(request, "contact/link_expired.html", {"crumbs": [("Demande envoyée", "")]}, status=410)
    except confirmations.LinkTamperedError:
        response = render(request, "contact/link_unknown.html", {"crumbs": [("Lien inconnu", "")]}, status=404)
    else:
        crumbs = [("Demande envoyée", "")]
        template = "contact/held.html" if contact_request.is_held else "contact/sent.html"
        context = {"contact_request": contact_request, "crumbs": crumbs, "days": links.CONFIRMATION_DAYS}
        response = render(request, template, context | {"follow_up_path": links.path_of(contact_request)})
    return response
