"""The employer's pages after sending: follow, add, withdraw, confirm, ask for a link. A GET shows, a POST acts.

The signed address is the whole authority. Mail scanners open links, so that no GET may change anything.
"""

from __future__ import annotations

from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from directory.contact import abuse
from directory.contact.follow_up.forms import LinkForm, MessageForm, OutcomeForm, ReopenForm
from directory.contact.follow_up.story import story_of
from directory.contact.form import notices, tokens
from directory.contact.links import employer as links
from directory.contact.links.employer import Purpose
from directory.contact.models import ContactRequest
from directory.contact.workflow import employer
from directory.contact.workflow.transitions import NotPossibleError
from portal.web.private_pages import of_one_request, too_many
from portal.web.same_site import comes_from_elsewhere
from portal.web.signed_links import LinkExpiredError, LinkUnknownError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from directory.contact.form.notices import Notice

    View = Callable[..., HttpResponse]

TITLE = "Suivre votre demande"
DONE = "fait"  # name of the parameter that says what was just done: a word of ours
SENT = notices.Notice("success", "Votre message est parti.", "Il est ajouté à votre demande, plus bas.")

CHOSEN = notices.Notice("success", "C’est noté.", "Votre choix vaut dès le prochain message.")
THANKS = notices.Notice("success", "Merci de votre réponse.", "Nous ne vous écrirons plus à ce sujet.")


def guarded(view: View) -> View:
    """Posts from other sites are refused. Exempt from the CSRF cookie, for the reasons of `contact_form`."""

    @wraps(view)
    def guarded_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and comes_from_elsewhere(request):
            context = {"crumbs": [(TITLE, "")], "text": request.POST.get("message", "")}
            return render(request, "contact/refused.html", context, status=403)
        return view(request, *args, **kwargs)

    return csrf_exempt(of_one_request(require_http_methods(["GET", "HEAD", "POST"])(guarded_view)))


def of_link(purpose: Purpose) -> Callable[[View], View]:
    """Give the view the request of its link, or answer why there is none."""

    def decorate(view: View) -> View:
        @wraps(view)
        def linked_view(request: HttpRequest, signed: str) -> HttpResponse:
            try:
                found = links.opened(signed, purpose)
            except LinkExpiredError:
                context = {"signed": signed if purpose is Purpose.FOLLOW_UP else "", "days": links.DAYS[purpose]}
                return _page(request, "expired", context, status=410)
            except LinkUnknownError:
                return _page(request, "unknown", {}, status=404)
            return view(request, signed, found)

        return linked_view

    return decorate


@guarded
@of_link(Purpose.FOLLOW_UP)
def show(request: HttpRequest, signed: str, found: ContactRequest) -> HttpResponse:
    """State, history and the field for a message; a post adds one."""
    if request.method == "POST":
        return _add_message(request, signed, found)
    notice = SENT if request.GET.get(DONE) == "message" else None
    return _story(request, signed, found, MessageForm(), notice=notice)


def _add_message(request: HttpRequest, signed: str, found: ContactRequest) -> HttpResponse:
    token, form = tokens.read(request.POST.get("token", "")), MessageForm(request.POST)
    if token is None or token.is_expired():
        notice = notices.EXPIRED if token else notices.TAMPERED
        return _story(request, signed, found, MessageForm.as_typed(request.POST), notice=notice, status=400)
    if not form.is_valid():
        return _story(request, signed, found, form)
    if wait := abuse.wait_to_write(request, found.pk):
        notice = notices.too_many(wait, found.recipient_telephone)
        return too_many(_story(request, signed, found, form, notice=notice, status=429), wait)
    try:
        employer.add_message(found.pk, form.cleaned_data["message"], form_key=token.key)
        abuse.wait_to_write(request, found.pk, counts=True)
    except NotPossibleError as refused:
        notice = notices.Notice("error", "Votre message n’est pas parti.", str(refused))
        return _story(request, signed, links.opened(signed), form, notice=notice, status=409)
    return HttpResponseRedirect(f"{reverse('contact:follow_up', args=[signed])}?{DONE}=message")


def _story(
    request: HttpRequest,
    signed: str,
    found: ContactRequest,
    form: MessageForm,
    *,
    notice: Notice | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "contact_request": found,
        "story": story_of(found),
        "signed": signed,
        "form": form,
        "mistakes": form.mistakes,
        "token": tokens.mint().signed(),
        "notice": notice,
    }
    return _page(request, "story", context, status=status)


@guarded
@of_link(Purpose.FOLLOW_UP)
def withdraw(request: HttpRequest, signed: str, found: ContactRequest) -> HttpResponse:
    """« Retirer ma demande » asks once more; a post does it."""
    if request.method == "POST":
        with suppress(NotPossibleError):  # ended meanwhile: the page says how
            employer.withdraw(found.pk)
        return HttpResponseRedirect(reverse("contact:follow_up", args=[signed]))
    if found.ended_at:
        return HttpResponseRedirect(reverse("contact:follow_up", args=[signed]))
    return _page(request, "withdraw", {"contact_request": found, "signed": signed})


@guarded
@of_link(Purpose.FOLLOW_UP)
def reopen(request: HttpRequest, signed: str, found: ContactRequest) -> HttpResponse:
    """« Rouvrir ma demande », with a few words if one likes; a post does it."""
    if found.ended_at is None or found.state == ContactRequest.State.UNWANTED:
        return HttpResponseRedirect(reverse("contact:follow_up", args=[signed]))
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with suppress(NotPossibleError):  # marked as unwanted meanwhile: the page says that it has ended
            employer.reopen(found.pk, form.cleaned_data["message"])
        return HttpResponseRedirect(reverse("contact:follow_up", args=[signed]))
    context = {"contact_request": found, "signed": signed, "form": form, "mistakes": form.mistakes}
    return _page(request, "reopen", context)


@guarded
@of_link(Purpose.FOLLOW_UP)
def preferences(request: HttpRequest, signed: str, found: ContactRequest) -> HttpResponse:
    """Which mails the employer wants; a post keeps the choice."""
    if request.method == "POST":
        employer.prefer(found.pk, is_quiet=request.POST.get("messages") == "essentiel")
        return HttpResponseRedirect(f"{reverse('contact:preferences', args=[signed])}?{DONE}=choix")
    notice = CHOSEN if request.GET.get(DONE) == "choix" else None
    return _page(request, "preferences", {"contact_request": found, "signed": signed, "notice": notice})


@guarded
@of_link(Purpose.OUTCOME)
def outcome(request: HttpRequest, signed: str, found: ContactRequest) -> HttpResponse:
    """« Avez-vous abouti ? »: two buttons, « oui » with what came of it, and « non »; a post keeps the answer."""
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    said = request.POST.get("abouti", "")
    if form.is_bound and said in ContactRequest.Outcome.values and form.is_valid():
        employer.say_outcome(found.pk, ContactRequest.Outcome(said), form.cleaned_data)
        return HttpResponseRedirect(f"{reverse('contact:outcome', args=[signed])}?{DONE}=merci")
    notice = THANKS if request.GET.get(DONE) == "merci" else None
    context = {"contact_request": found, "signed": signed, "form": form, "notice": notice, "mistakes": form.mistakes}
    return _page(request, "outcome", context)


@guarded
@of_link(Purpose.CONFIRM)
def confirm(request: HttpRequest, signed: str, found: ContactRequest) -> HttpResponse:
    """« Confirmer ma demande »: a post lets it leave, then the confirmation is that of any request."""
    if request.method == "POST":
        try:
            found = employer.confirm(found.pk)
        except NotPossibleError:  # withdrawn meanwhile
            found = links.opened(signed, Purpose.CONFIRM)
    if not found.is_held or found.ended_at:
        return HttpResponseRedirect(links.path_of(found))
    return _page(request, "confirm", {"contact_request": found, "signed": signed})


@guarded
def ask_for_link(request: HttpRequest) -> HttpResponse:
    """Who has lost the link gets a new one by e-mail. The answer is the same whether we know the reference or not."""
    if request.method != "POST":
        return _ask(request, LinkForm())
    signed, form = request.POST.get("link", ""), LinkForm(request.POST)
    if not signed and not form.is_valid():
        return _ask(request, form)
    if wait := abuse.wait_for_link(request):
        return too_many(_ask(request, form, notice=notices.too_many(wait), status=429), wait)
    found = links.named_by(signed) if signed else _by_reference(form.cleaned_data["reference"])
    if found is not None and abuse.may_be_sent_a_link(request, found):
        employer.send_link(found)
    return _page(request, "link_sent", {})


def _ask(request: HttpRequest, form: LinkForm, *, notice: Notice | None = None, status: int = 200) -> HttpResponse:
    context = {"form": form, "mistakes": form.mistakes if form.is_bound and notice is None else [], "notice": notice}
    return _page(request, "ask_for_link", context, status=status)


def _by_reference(reference: str) -> ContactRequest | None:
    return ContactRequest.objects.select_related("referent", "disp").filter(reference=reference).first()


def _page(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    crumbs = {"crumbs": [(TITLE, "")]}
    return render(request, f"contact/follow_up/{name}.html", context | crumbs, status=status)
