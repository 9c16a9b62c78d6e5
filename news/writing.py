"""Shortcuts to write what is dated: from the menu and the home of the admin, one click to the empty form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_denied
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.permission_policies.pages import PagePermissionPolicy

from news.models import ConventionIndexPage, ConventionPage, EventPage, NewsIndexPage, NewsPage

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse
    from django.template.context import RenderContext
    from wagtail.models import Page


@dataclass(frozen=True)
class Kind:
    """What can be written, where it belongs, and what is said on the button."""

    label: str
    model: type[Page]
    parent: type[Page]
    icon: str


KINDS = {
    "actualite": Kind("Écrire une actualité", NewsPage, NewsIndexPage, "edit"),
    "convention": Kind("Écrire une convention", ConventionPage, ConventionIndexPage, "form"),
    "rendez-vous": Kind("Annoncer un rendez-vous", EventPage, NewsIndexPage, "date"),
}


def writes(user: AbstractBaseUser) -> bool:
    """Whether this account adds pages at all."""
    return PagePermissionPolicy().user_has_permission(user, "add")


@require_safe
def write(request: HttpRequest, kind: str) -> HttpResponse:
    """The empty form of this kind, below its list."""
    wanted = KINDS[kind]
    parent = wanted.parent.objects.first()
    if parent is None or not parent.permissions_for_user(request.user).can_add_subpage():
        return permission_denied(request)
    where = [wanted.model._meta.app_label, wanted.model._meta.model_name, parent.pk]  # noqa: SLF001 - documented
    return redirect("wagtailadmin_pages:add", *where)


class WriteItem(MenuItem):
    """One of the kinds in the menu « Écrire »."""

    def is_shown(self, request: HttpRequest) -> bool:
        return writes(request.user)


def items() -> list[WriteItem]:
    """The menu's entries, in the order of KINDS, then what begins from a model."""
    kinds = [
        WriteItem(kind.label, reverse("write", args=[name]), name=f"ecrire-{name}", icon_name=kind.icon, order=order)
        for order, (name, kind) in enumerate(KINDS.items())
    ]
    models = WriteItem(
        "Partir d’un modèle", reverse("page_models"), name="ecrire-modele", icon_name="copy", order=len(kinds)
    )
    return [*kinds, models]


class WritingPanel(Component):
    """The same as buttons, first on the home of the admin."""

    name = "writing"
    template_name = "news/admin/writing_panel.html"
    order = 50

    def get_context_data(self, parent_context: RenderContext | None = None) -> dict[str, Any]:
        return {"kinds": [(reverse("write", args=[name]), kind) for name, kind in KINDS.items()]}
