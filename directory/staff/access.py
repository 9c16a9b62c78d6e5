"""Who may do what with sheets: keepers with all of them, a referent with one, through views of their own.

Wagtail checks snippet permissions by model, not by instance: whoever may edit one sheet may edit all. Referents
therefore hold none; what they may touch is found from their account, never from an address.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from wagtail.admin.auth import permission_denied

from directory.models import Referent

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

DIRECTORY_KEEPERS, REFERENTS = "Gestionnaires de l’annuaire", "Référents"
WORK = ("view", "add", "change", "delete", "publish")
KEEPING = ("directory.change_referent", "directory.publish_referent")


def keeps_directory(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether this account may change and publish any sheet."""
    return user.has_perms(KEEPING)


def own_sheet_of(user: AbstractBaseUser | AnonymousUser) -> Referent | None:
    """The one sheet of this account; None for everybody else."""
    return Referent.objects.select_related("disp", "latest_revision").filter(account_id=user.pk or 0).first()


def works_on_sheets(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether this account holds any permission on sheets as snippets: a contributor without "publish" does too."""
    return any(
        user.has_perm(f"directory.{action}_referent") for action in ("view", "add", "change", "delete", "publish")
    )


def only_for(
    may: Callable[[AbstractBaseUser | AnonymousUser], bool],
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Send everybody else back to the admin's home with Wagtail's own words."""

    def decorator(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs) if may(request.user) else permission_denied(request)

        return guarded

    return decorator


keepers_only = only_for(keeps_directory)


def guard_views(patterns: list[URLPattern]) -> list[URLPattern]:
    """Close views of Wagtail's to whoever does not work on sheets: some of them ask for no permission at all."""
    for each in patterns:
        each.callback = only_for(works_on_sheets)(each.callback)
    return patterns
