"""Deleting in the admin: what the public knew is led elsewhere, as whoever deletes chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import Page

from portal.cms.redirects import NOWHERE, OldAddressForm, lead_on, old_addresses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse


@hooks.register("before_delete_page")
def remember_addresses(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _remember(request, [page])


@hooks.register("before_bulk_action")
def remember_addresses_of_several(
    request: HttpRequest, action: str, objects: Sequence[object], _: object
) -> HttpResponse | None:
    return _remember(request, [each for each in objects if isinstance(each, Page)]) if action == "delete" else None


def _remember(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    """What the pages are called in public, before they are gone; back to the question when the answer lacks a page."""
    if request.method != "POST" or not (addresses := old_addresses(pages)):
        return None
    form = OldAddressForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(text for texts in form.errors.values() for text in texts))
        return redirect(request.get_full_path())
    if form.cleaned_data["old_address"] != NOWHERE:
        request.old_addresses = addresses, form.cleaned_data["old_address_page"]  # type: ignore[attr-defined]  # ours
    return None


@hooks.register("after_delete_page")
def lead_readers_on(request: HttpRequest, page: Page) -> None:
    _lead_on(request)


@hooks.register("after_bulk_action")
def lead_readers_of_several_on(request: HttpRequest, *_: object) -> None:
    _lead_on(request)


def _lead_on(request: HttpRequest) -> None:
    addresses, target = getattr(request, "old_addresses", ((), None))
    target = target and Page.objects.filter(pk=target.pk).first()  # it may have been below what was deleted
    lead_on([each for each in addresses if Page.objects.filter(pk=each[2].pk).exists()], target)
