"""A session that ended while somebody wrote (login redirect of a POST): after signing in again, the words are there.

What was sent waits as a draft of the form does: on the server, bounded in number and size, for two hours, under a key
that only this browser has (a cookie of the desk, out of reach of scripts). It is shown to the account that wrote it,
which a second, signed cookie names, and nothing is done with it before that account sends it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from directory.contact.desk.access import desk_view
from directory.contact.form import drafts
from directory.contact.models.draft import KEPT, FormDraft
from portal.web.sent_again import fields_of, words_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

WRITER, WORDS = "portal_desk_writer", "portal_desk_words"  # cookies: who wrote here last, and the key of what is kept
SALT = "directory.contact.desk.lost_session"
WRITER_SECONDS = settings.SESSION_COOKIE_AGE + int(KEPT.total_seconds())
NOT_KEPT = {"desk:list"}  # its filters are no words of anybody


class LostSessionMiddleware:
    """Keep what is posted to the desk without a session, and remember which account writes in this browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing happens beside the desk's addresses."""
        response = self.get_response(request)
        match = request.resolver_match
        if match is None or "desk" not in match.namespaces:
            return response
        if request.user.is_authenticated:
            _set(response, WRITER, str(request.user.pk), WRITER_SECONDS, signed=True)
            if request.method == "POST" and WORDS in request.COOKIES:
                _forget(request, response)
        elif request.method == "POST" and response.status_code == 302 and match.view_name not in NOT_KEPT:
            return _kept(request) or response
        return response


def _kept(request: HttpRequest) -> HttpResponse | None:
    """To the login form, and from there to the words; None when they cannot be kept."""
    key, page = drafts.new_key(), {drafts.DESK_PATH: request.get_full_path(), "account": _writer(request)}
    if drafts.save(key, dict(fields_of(request)), page) is None:
        return None
    response = redirect_to_login(reverse("desk:resume"), reverse("wagtailadmin_login"))
    _set(response, WORDS, key, int(KEPT.total_seconds()))
    return response


def _writer(request: HttpRequest) -> str:
    """The account that last used the desk in this browser; empty when none did."""
    return request.get_signed_cookie(WRITER, default="", salt=SALT, max_age=WRITER_SECONDS)


def _forget(request: HttpRequest, response: HttpResponse) -> None:
    """Erase what was kept once it was sent again."""
    key = request.COOKIES[WORDS]
    draft = drafts.load(key, of_desk=True)
    if draft is None or draft.page[drafts.DESK_PATH] == request.get_full_path():
        FormDraft.objects.filter(key=key).delete()
        response.delete_cookie(WORDS, path=reverse("desk:list"))


def _set(response: HttpResponse, name: str, value: str, seconds: int, *, signed: bool = False) -> None:
    options = {"max_age": seconds, "path": reverse("desk:list"), "httponly": True, "samesite": "Lax"}
    options["secure"] = settings.SESSION_COOKIE_SECURE
    if signed:
        response.set_signed_cookie(name, value, salt=SALT, **options)
    else:
        response.set_cookie(name, value, **options)


@desk_view
@require_safe
def resume(request: HttpRequest) -> HttpResponse:
    """« Reprendre » : what this account wrote here before its session ended, to be sent again."""
    draft = drafts.load(request.COOKIES.get(WORDS, ""), of_desk=True)
    if draft is None or draft.page.get("account") not in {"", str(request.user.pk)}:
        messages.info(request, "Rien n’attend d’être repris.")
        return redirect("desk:list")
    context = {
        "page_title": "Reprendre",
        "page_subtitle": "",
        "header_icon": "mail",
        "breadcrumbs_items": [],
        "action": draft.page[drafts.DESK_PATH],
        "fields": draft.answers.items(),
        "words": words_in(draft.answers),
    }
    return render(request, "contact/desk/resume.html", context)
