"""Old addresses go on leading somewhere: when a list moves, with all below it; when something is deleted, if wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django import forms
from django.http import Http404, HttpResponsePermanentRedirect
from wagtail.admin.widgets import AdminPageChooser
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

PARENT, OTHER, NOWHERE = "parent", "other", "nowhere"


class LastingRedirectMiddleware(RedirectMiddleware):
    """Wagtail's, which knows whole addresses only: also what is below one (agenda, calendar file), and the filters."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Lead from an address that is no page any more to the page that has its place."""
        answer = super().process_response(request, response)
        if answer.status_code == 404:
            return self._below(request) or answer
        query = request.META.get("QUERY_STRING", "")
        if answer is not response and query and "?" not in answer["Location"]:
            answer["Location"] += f"?{query}"
        return answer

    def _below(self, request: HttpRequest) -> HttpResponse | None:
        parts = [part for part in request.path.split("/") if part]
        if "\0" in request.path or len(parts) < 2:
            return None
        starts = {"/" + "/".join(parts[:length]): length for length in range(1, len(parts))}
        known = Redirect.get_for_site(Site.find_for_request(request)).filter(
            old_path__in=starts, redirect_page__live=True
        )
        for redirect in sorted(known.select_related("redirect_page"), key=lambda each: -starts[each.old_path]):
            rest = parts[starts[redirect.old_path] :]
            try:
                redirect.redirect_page.specific.route(request, rest)
            except Http404:
                continue
            query = request.META.get("QUERY_STRING", "")
            new = f"{redirect.redirect_page.get_url(request)}{'/'.join(rest)}/"
            return HttpResponsePermanentRedirect(f"{new}?{query}" if query else new)
        return None


class OldAddressForm(forms.Form):
    """Where readers of a deleted page are led."""

    old_address = forms.ChoiceField(
        label="Qui suit un ancien lien arrive",
        choices=[
            (PARENT, "à la page qui la contient"),
            (OTHER, "à une autre page, choisie ci-dessous"),
            (NOWHERE, "sur «\u00a0Page introuvable\u00a0»"),
        ],
        widget=forms.RadioSelect,
        initial=PARENT,
    )
    old_address_page = forms.ModelChoiceField(
        Page.objects.all(), label="Autre page", required=False, widget=AdminPageChooser
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the other page when that was chosen; else there is none."""
        cleaned = super().clean() or {}
        if cleaned.get("old_address") != OTHER:
            cleaned["old_address_page"] = None
        elif not cleaned.get("old_address_page"):
            self.add_error("old_address_page", "Choisissez la page où mener les lecteurs.")
        return cleaned


def old_addresses(pages: Iterable[Page]) -> list[tuple[int, str, Page]]:
    """Site, path and parent of what the public may know of these pages: of them, of what is below, older addresses."""
    found = []
    for page in pages:
        parent = page.get_parent()
        family = Page.objects.descendant_of(page, inclusive=True)
        for each in family.live().specific():
            site_id, _, path = each.get_url_parts() or (None, None, None)
            if site_id and path:
                found.append((site_id, Redirect.normalise_path(urlsplit(path).path), parent))
        older = Redirect.objects.filter(redirect_page__in=family.values("pk"), site__isnull=False)
        found += [(site_id, path, parent) for site_id, path in older.values_list("site_id", "old_path")]
    return found


def lead_on(addresses: Iterable[tuple[int, str, Page]], target: Page | None) -> None:
    """Redirect these addresses to a page; to the page that contained each when there is none."""
    for site_id, path, parent in addresses:
        Redirect.objects.update_or_create(
            site_id=site_id,
            old_path=path,
            defaults={"redirect_page": target or parent, "redirect_link": "", "is_permanent": True},
        )
