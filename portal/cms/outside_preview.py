"""Shareable preview: a signed link by which somebody without an account reads a draft, until it ends or is revoked."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from portal.models import PreviewLink
from portal.web.private_pages import of_one_request
from portal.web.signed_links import LinkUnknownError, SignedLink

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse

LINK = SignedLink("portal.cms.outside_preview")  # its time is in the row: it can be revoked before
DAYS = {"1": "Un jour", "7": "Une semaine", "30": "Trente jours"}


class PreviewLinkForm(forms.Form):
    """Who is to read the draft, and how long."""

    reader = forms.CharField(
        label="Pour qui", max_length=120, help_text="Un nom ou un service\u00a0: vous saurez quel lien retirer."
    )
    days = forms.ChoiceField(label="Valable", choices=DAYS.items(), initial="7")


@hooks.register("register_page_header_buttons")
def offer_preview_links(
    page: Page, user: AbstractBaseUser, view_name: str, next_url: str | None = None
) -> list[Button]:
    """In the menu of a page, for who may change it."""
    if not page.permissions_for_user(user).can_edit():
        return []
    return [Button("Lien d’aperçu…", reverse("preview_links", args=[page.pk]), icon_name="view", priority=65)]


@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, pk: int) -> HttpResponse:
    """The links to the draft of a page; a POST gives one more, or takes one back."""
    page = get_object_or_404(Page, pk=pk).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if "revoke" in request.POST:
        revoked, _ = page.preview_links.filter(
            pk__in=[each for each in [request.POST["revoke"]] if each.isdecimal()]
        ).delete()
        messages.success(request, "Le lien ne mène plus à rien." if revoked else "Ce lien était déjà retiré.")
        return redirect("preview_links", pk)
    form = PreviewLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        until = timezone.now() + datetime.timedelta(days=int(form.cleaned_data["days"]))
        page.preview_links.create(reader=form.cleaned_data["reader"], made_by=request.user, expires_at=until)
        messages.success(request, "Le lien est prêt\u00a0: copiez-le ci-dessous.")
        return redirect("preview_links", pk)
    context = {
        "page_title": "Lien d’aperçu",
        "page_subtitle": page.get_admin_display_title(),
        "header_icon": "view",
        "breadcrumbs_items": [],
        "page": page,
        "form": form,
        "links": [
            (each, LINK.url("outside_preview", each.pk)) for each in page.preview_links.select_related("made_by")
        ],
    }
    return render(request, "portal/admin/preview_links.html", context)


def forget_over(now: datetime.datetime) -> str:
    """The periodic job: links whose time has passed go, with the names of those who had them."""
    count, _ = PreviewLink.objects.filter(expires_at__lte=now).delete()
    return f"{count} preview links forgotten"


@of_one_request
@require_safe
def outside_preview(request: HttpRequest, signed: str) -> HttpResponse:
    """The draft as it stands, for whoever has the link; a page of ours when its time is over or it was taken back."""
    try:
        key = LINK.read(signed)
    except LinkUnknownError:
        raise Http404 from None
    link = PreviewLink.objects.filter(pk=key).select_related("page").first()
    if link is None or link.is_over:
        return render(request, "portal/preview_over.html", status=410)
    draft = link.page.specific.get_latest_revision_as_object()
    return draft.make_preview_request(
        request, draft.default_preview_mode, {"preview_until": timezone.localtime(link.expires_at)}
    )
