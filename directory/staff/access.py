"""Who may do what with sheets: keepers with all of them, a referent with one, through views of their own.

Wagtail checks snippet permissions by model, not by instance: whoever may edit one sheet may edit all. Referents
therefore hold none; what they may touch is found from their account, never from an address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.web.staff_views import only_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
    from django.urls import URLPattern

DIRECTORY_KEEPERS, REFERENTS = "Gestionnaires de l’annuaire", "Référents"
WORK = ("view", "add", "change", "delete", "publish")
KEEPING = ("directory.change_referent", "directory.publish_referent")


def keeps_directory(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether this account may change and publish any sheet."""
    return user.has_perms(KEEPING)


def works_on_sheets(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether this account holds any permission on sheets as snippets: a contributor without "publish" does too."""
    return any(user.has_perm(f"directory.{action}_referent") for action in WORK)


keepers_only = only_for(keeps_directory)


def guard_views(patterns: list[URLPattern]) -> list[URLPattern]:
    """Close views of Wagtail's to whoever does not work on sheets: some of them ask for no permission at all."""
    for each in patterns:
        each.callback = only_for(works_on_sheets)(each.callback)
    return patterns
