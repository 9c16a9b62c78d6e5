"""What the directory hangs into Wagtail's admin beside its snippets; `directory.wagtail_hooks` imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from directory.staff.access import own_sheet_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLResolver
    from wagtail.log_actions import LogActionRegistry


@hooks.register("register_admin_urls")
def register_staff_urls() -> list[URLResolver]:
    return [path("annuaire/", include("directory.staff.urls"))]


class OwnSheetItem(MenuItem):
    """« Ma fiche », for accounts that have one."""

    def is_shown(self, request: HttpRequest) -> bool:
        return own_sheet_of(request.user) is not None


@hooks.register("register_admin_menu_item")
def register_own_sheet() -> OwnSheetItem:
    return OwnSheetItem("Ma fiche", reverse("staff:own_sheet"), icon_name="user", name="ma-fiche", order=50)


@hooks.register("insert_global_admin_css")
def add_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("directory/admin/staff.css"))


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    actions.register_action("directory.consent", "Retirer un accord", "A retiré un accord d’affichage")
