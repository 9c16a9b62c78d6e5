"""The employer's request: three steps, then a confirmation. Each post leads to an address that shows the draft."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from directory.contact import abuse
from directory.contact.form import challenge, drafts, notices, tokens, uploads
from directory.contact.form.challenge import ChallengeResult
from directory.contact.form.forms import ProjectForm, enquiry_of
from directory.contact.form.pages import TRAP, Page, rendered, turned_to
from directory.contact.form.steps import Go, Reached, answers_of, go_of, step_of
from directory.contact.links import confirmation, employer
from directory.contact.projects import Project
from directory.contact.workflow import submission
from portal.web.limits import may_be_mailed
from portal.web.private_pages import kept_private, of_one_request
from portal.web.same_site import comes_from_elsewhere
from portal.web.signed_links import LinkExpiredError, LinkUnknownError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from directory.contact.form.tokens import FormToken


# Exempt from Django's CSRF cookie: visitors get no cookie. The view knows no session, no sign-in and no other ambient
# authority that another site could abuse; posts from other sites are refused, and a request needs a signed token that
# only a page of ours carries.
@csrf_exempt
@kept_private
@require_http_methods(["GET", "HEAD", "POST"])
def contact_form(request: HttpRequest) -> HttpResponse:
    """The form. A post checks, goes back, or sends.

    `?referent=`, `?etablissement=`, `?atelier=` (slugs), `?lieu=` and `?projet=` fill it in.
    """
    if request.method != "POST":
        filled: dict[str, Any] = {name: request.GET.get(name, "") for name in ("referent", "etablissement", "atelier")}
        filled["place"] = request.GET.get("lieu", "").strip()
        filled["projects"] = [code for code in request.GET.getlist("projet") if code in Project.values]
        return rendered(request, _empty(filled))
    key = request.POST.get("draft", "")
    if comes_from_elsewhere(request):
        return rendered(request, _refused(request.POST))
    key = key if drafts.is_key(key) else drafts.new_key()
    known = drafts.load(key) if drafts.is_key(request.POST.get("draft", "")) else None
    data, asked = answers_of(request.POST, known), go_of(request.POST.get("go"))
    notice = uploads.receive(request, key)
    if notice:  # shown where files are joined
        asked = Go.PROJECT
    token, reached = tokens.read(request.POST.get("token", "")), Reached.by(data, asked)
    page = Page(reached, data, token or tokens.mint(), key, asked, notice, known=known)
    if reached.step is Go.SEND:
        return _send(request, page, token)
    return _show(request, page, token)


@csrf_exempt  # it takes no post at all
@kept_private
@require_safe
def draft(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """A step of what was typed so far, for two hours. Its address is nobody else's: it passes to no other site."""
    wanted, stored = step_of(step), drafts.load(key)
    if wanted is None:
        raise Http404
    page = Page.of_draft(stored, wanted) if stored else replace(_empty({}), notice=notices.FORGOTTEN, status=410)
    response = rendered(request, page)
    # Not « no-referrer »: forms of such a page post « Origin: null ».
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def _empty(filled: dict[str, Any]) -> Page:
    form = ProjectForm(initial=filled)
    return Page(Reached(Go.PROJECT, form, form), QueryDict(), tokens.mint(), drafts.new_key())


def _refused(posted: QueryDict) -> Page:
    """For a post that another site seems to have sent: its text is shown, and nothing is kept or sent."""
    data = answers_of(posted, None)
    return Page(
        Reached.by(data, Go.PROJECT), data, tokens.mint(), drafts.new_key(), notice=notices.ELSEWHERE, status=403
    )


def _show(request: HttpRequest, page: Page, token: FormToken | None) -> HttpResponse:
    """A step; with a new token when the one of the page is of no use any more."""
    if token is None:
        page = replace(page, notice=notices.TAMPERED, status=400)
    elif token.is_expired():
        page = replace(page, token=token.renewed(), notice=notices.EXPIRED)
    return turned_to(request, page)


def _send(request: HttpRequest, page: Page, token: FormToken | None) -> HttpResponse:
    """Store the request once, whatever happens; say so, or why not."""
    reached, page = page.reached, replace(page, reached=page.reached.for_review())
    enquiry, recipient = enquiry_of(reached.project, reached.details), reached.project.placing.recipient
    stored = submission.request_of_form(token.key) if token else None
    if stored is None:
        if token is None or token.is_expired():
            return _show(request, page, token)
        if request.POST.get(TRAP) or token.is_too_quick():
            return turned_to(request, replace(page, notice=notices.not_sent(recipient), status=400))
        proof = challenge.result_of(request.POST.get("proof", ""), token) if settings.CONTACT_CHALLENGE else None
        if proof is ChallengeResult.WRONG:
            return turned_to(request, replace(page, notice=notices.UNPROVED, status=400))
        if wait := abuse.wait_to_send(request, enquiry.email):
            notice = notices.too_many(wait, recipient.telephone)
            return turned_to(request, replace(page, notice=notice, status=429, wait=wait))
        is_crowded = not may_be_mailed(request, enquiry.email, counts=False)
        is_held = proof is ChallengeResult.MISSING
        if is_crowded and is_held:  # nobody would read it without that mail
            return turned_to(request, replace(page, notice=notices.not_sent(recipient), status=429))
        stored = submission.submit_contact_request(
            form_key=token.key,
            enquiry=enquiry,
            recipient=recipient,
            is_held=is_held,
            is_crowded=is_crowded,
            draft_key=page.draft,
        )
        abuse.count_sent(request, enquiry.email)
    if not enquiry.is_that_of(stored):
        return turned_to(request, replace(page, token=token.renewed(), notice=notices.changed_since(stored)))
    return HttpResponseRedirect(confirmation.confirmation_url(stored))


@of_one_request
@require_safe
def sent(request: HttpRequest, signed: str) -> HttpResponse:
    """The confirmation, for a day; its address is signed and passes to no other site."""
    try:
        contact_request = confirmation.confirmed_request(signed)
    except LinkExpiredError:
        response = render(request, "contact/link_expired.html", {"crumbs": [("Demande envoyée", "")]}, status=410)
    except LinkUnknownError:
        response = render(request, "contact/link_unknown.html", {"crumbs": [("Lien inconnu", "")]}, status=404)
    else:
        crumbs = [("Demande envoyée", "")]
        template = "contact/held.html" if contact_request.is_held else "contact/sent.html"
        context = {"contact_request": contact_request, "crumbs": crumbs, "days": employer.CONFIRMATION_DAYS}
        response = render(request, template, context | {"follow_up_path": employer.path_of(contact_request)})
    return response
