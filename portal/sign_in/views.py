"""Pages of the second factor, for who is signed in and not verified yet, or keeps their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.sign_in import second_factor
from portal.sign_in.forms import CodeForm
from portal.web.limits import seconds_to_wait

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

CODES = "20/h"  # tries of one account, beside the growing pauses of django-otp
WRONG = (
    "Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant, et vérifiez que l’heure de votre téléphone est "
    "réglée automatiquement."
)
TOO_MANY = "Trop d’essais\u00a0: réessayez dans une heure, ou demandez à la personne qui gère les comptes."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """« Votre code »: where a session becomes that of an account; who has no application yet makes one first."""
    if not request.user.is_authenticated:
        return redirect_to_login(_next(request))
    if request.user.is_verified() or not second_factor.is_missing(request):
        return redirect(_next(request))
    if second_factor.application_of(request.user) is None:
        return redirect(f"{reverse('second_factor_setup')}?next={_next(request)}")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if seconds_to_wait(request, "sign_in.code", CODES, str(request.user.pk)):
            form.add_error("code", TOO_MANY)
        elif second_factor.check(request, form.cleaned_data["code"]):
            return redirect(_next(request))
        else:
            form.add_error("code", WRONG)
    return render(request, "sign_in/verify.html", {"form": form, "next": _next(request)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """« Installer l’application »: the key to scan, then a first code; the recovery codes are shown this once."""
    if not request.user.is_authenticated:
        return redirect_to_login(_next(request))
    if second_factor.application_of(request.user) is not None and not request.user.is_verified():
        return redirect("second_factor")  # a new key needs the old one
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if seconds_to_wait(request, "sign_in.code", CODES, str(request.user.pk)):
            form.add_error("code", TOO_MANY)
        elif codes := second_factor.confirm(request, form.cleaned_data["code"]):
            return render(request, "sign_in/codes.html", {"codes": codes, "next": _next(request)})
        else:
            form.add_error("code", WRONG)
    device = second_factor.new_application(request.user)
    context = {"form": form, "next": _next(request), "picture": second_factor.picture_of(device)}
    return render(request, "sign_in/set_up.html", context | {"key": _grouped(device)})


@never_cache
@require_POST
def renew_codes(request: HttpRequest) -> HttpResponse:
    """« De nouveaux codes de secours », for a verified session."""
    if not (request.user.is_authenticated and request.user.is_verified()):
        return redirect("second_factor")
    codes = second_factor.new_recovery_codes(request.user)
    return render(request, "sign_in/codes.html", {"codes": codes, "next": reverse("wagtailadmin_account")})


def _grouped(device: second_factor.TOTPDevice) -> str:
    """The key as one types it, in groups of four."""
    key = device.config_url.partition("secret=")[2].partition("&")[0]
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def _next(request: HttpRequest) -> str:
    """Where to go on; never to another site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else reverse("wagtailadmin_home")
