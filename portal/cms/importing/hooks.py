"""Ways to the import: a button of each list that takes documents, an entry among the actions of an empty page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.widgets.button import Button

from portal.cms.importing import views

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.models import AbstractBaseUser
    from django.urls import URLPattern
    from wagtail.models import Page

LABEL = "Importer un document…"


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("importer/sous/<int:parent_id>/", views.below, name="import_below"),
        path("importer/dans/<int:page_id>/", views.into, name="import_into"),
    ]


@hooks.register("register_page_header_buttons")
def add_to_list(page: Page, user: AbstractBaseUser, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """« Importer un document… » in the menu of a list."""
    if view_name == "index" and page.permissions_for_user(user).can_add_subpage() and views.kinds_below(page.specific):
        yield Button(LABEL, reverse("import_below", args=[page.pk]), icon_name="upload", priority=25)


class ImportItem(ActionMenuItem):
    """The same beside « Publier », while a page has no text yet."""

    name = "action-import"
    label = LABEL
    icon_name = "upload"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return bool(self.get_url(context))

    def get_url(self, context: dict[str, Any]) -> str | None:
        """Where it leads; nowhere for a page that takes no document, or has a body."""
        page, user = context.get("page"), context["request"].user
        if context["view"] == "create":
            parent, asked = context["parent_page"].specific, context["request"].resolver_match.kwargs
            kind = f"{asked.get('content_type_app_name')}.{asked.get('content_type_model_name')}"
            if kind in {each._meta.label_lower for each in views.kinds_below(parent)}:  # noqa: SLF001 - documented
                return f"{reverse('import_below', args=[parent.pk])}?kind={kind}"
        elif context["view"] == "edit" and views.may_import(page.specific, user):
            return reverse("import_into", args=[page.pk])
        return None


@hooks.register("register_page_action_menu_item")
def add_to_actions() -> ImportItem:
    return ImportItem(order=95)
