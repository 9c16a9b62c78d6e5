"""Pages of a subscription. They set no cookie: whether a post comes from here is asked of the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from news.subscriptions import links, services
from news.subscriptions.forms import SubscriptionForm
from portal.web.error_views import forbidden
from portal.web.limits import may_be_mailed, network_of, seconds_to_wait
from portal.web.same_site import comes_from_elsewhere
from portal.web.signed_links import LinkExpiredError, LinkUnknownError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

RATE = "20/h"  # requests of one network
TITLE = "Recevoir les actualités"


def shown(request: HttpRequest, template: str, title: str, status: int = 200, **values: Any) -> HttpResponse:
    """A page of the subscription; only the first one is for search engines."""
    crumbs = [(TITLE, reverse("subscription:form")), (title, "")] if title != TITLE else [(TITLE, "")]
    own = f"{settings.PORTAL_URL}{reverse('subscription:form')}"
    context = {"days": links.VALID.days, "crumbs": crumbs, "canonical": own} | values
    return render(request, f"news/subscription/{template}.html", context, status=status)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form. Its answer is the same whether the address is known or not."""
    if request.method != "POST":
        return shown(request, "form", TITLE, form=SubscriptionForm())
    if comes_from_elsewhere(request):
        return forbidden(request)
    form = SubscriptionForm(request.POST)
    if not form.is_valid():
        return shown(request, "form", TITLE, form=form)
    if seconds_to_wait(request, "news.subscriptions", RATE, network_of(request)):
        return shown(request, "form", TITLE, status=429, form=form, is_too_often=True)
    if may_be_mailed(request, form.cleaned_data["email"]):
        services.ask(form.cleaned_data)
    return redirect("subscription:asked")


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Where one is sent after the form: look into your mailbox."""
    return shown(request, "asked", "Vérifiez votre boîte")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, signed: str) -> HttpResponse:
    """Show the button; the post acts: programs that look into mails open links, and mean nothing by it."""
    try:
        key = links.CONFIRM.read(signed)
    except LinkExpiredError:
        return shown(request, "broken", "Ce lien n’est plus valable", status=410, is_expired=True)
    except LinkUnknownError:
        return shown(request, "broken", "Ce lien n’est pas complet", status=404, is_expired=False)
    if request.method != "POST":
        return shown(request, "confirm", "Confirmez votre abonnement")
    if comes_from_elsewhere(request):
        return forbidden(request)
    if not services.confirm(key):
        return shown(request, "broken", "Ce lien n’est plus valable", status=410, is_expired=True)
    return shown(request, "confirmed", "C’est confirmé")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, signed: str) -> HttpResponse:
    """Show the button; the post acts, from here or from a mail program (RFC 8058): the link itself is the authority."""
    try:
        key = links.END.read(signed)
    except LinkUnknownError:
        return shown(request, "broken", "Ce lien n’est pas complet", status=404, is_expired=False)
    if request.method != "POST":
        return shown(request, "end", "Ne plus rien recevoir")
    services.end(key)
    return shown(request, "ended", "C’est fait")
