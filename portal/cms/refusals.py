"""What the admin refuses to publish is said above the page in one list of sentences that lead to their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import ProtectedError
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder

from portal.cms import typography
from portal.cms.draft_forms import DraftForm
from portal.cms.publication import UnfinishedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest, HttpResponse
    from django.template.response import TemplateResponse

    from portal.cms.form_mistakes import Mistake


class RefusalMiddleware:
    """The one place for all editors, lists and reviews: Wagtail's views only say that something is wrong."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; when a form was stored (a redirect tells), say what was typeset in it."""
        with typography.counting() as typeset:
            response = self.get_response(request)
        if response.status_code == 302 and (said := typography.told(typeset)):
            messages.info(request, said)
        return response

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Name what a form that comes back refuses."""
        form = (response.context_data or {}).get("form") if request.method == "POST" else None
        if isinstance(form, DraftForm) and (found := form.mistakes()):
            _say(request, "À corriger\u00a0:", found)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Back to the editor of a draft that a list or a review was to publish; nothing that is needed is deleted."""
        if isinstance(error, ProtectedError) and request.path.startswith(reverse("wagtailadmin_home")):
            needed_by = {str(each._meta.verbose_name) for each in error.protected_objects}  # noqa: SLF001 - documented
            messages.error(request, f"Rien n’est supprimé\u00a0: cela sert encore ({', '.join(sorted(needed_by))}).")
            return redirect(request.get_full_path())
        if not isinstance(error, UnfinishedError):
            return None
        _say(request, f"«\u00a0{error.draft}\u00a0» n’est pas publié. Il reste à corriger\u00a0:", error.messages)
        return redirect(AdminURLFinder(request.user).get_edit_url(error.draft) or "wagtailadmin_home")


def _say(request: HttpRequest, title: str, mistakes: Sequence[Mistake | str]) -> None:
    messages.error(request, render_to_string("portal/admin/mistakes.html", {"title": title, "mistakes": mistakes}))
