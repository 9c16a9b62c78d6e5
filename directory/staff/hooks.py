"""What the directory hangs into Wagtail's admin beside its snippets; `directory.wagtail_hooks` imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.auth import permission_denied
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction

from directory.models import Referent
from directory.staff.access import keeps_directory, own_sheet_of, works_on_sheets
from directory.staff.coverage import CoveragePanel
from directory.staff.departure import DEPARTED
from directory.staff.freshness import CONFIRMED, TO_CORRECT
from directory.staff.invitation import INVITED

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLResolver
    from wagtail.admin.ui.components import Component
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


class KeeperItem(MenuItem):
    """An entry for those who keep the directory."""

    def is_shown(self, request: HttpRequest) -> bool:
        return keeps_directory(request.user)


@hooks.register("register_reports_menu_item")
def register_coverage() -> KeeperItem:
    return KeeperItem("Couverture du territoire", reverse("staff:coverage"), icon_name="site", order=850)


@hooks.register("construct_homepage_panels")
def add_coverage_panel(request: HttpRequest, panels: list[Component]) -> None:
    if keeps_directory(request.user):
        panels.append(CoveragePanel())


@hooks.register("register_snippet_listing_buttons")
def add_departure_button(snippet: object, user: AbstractBaseUser, next_url: str | None = None) -> list[Button]:
    if not isinstance(snippet, Referent) or not keeps_directory(user):
        return []
    return sheet_buttons(snippet)


def sheet_buttons(sheet: Referent) -> list[Button]:
    """What keepers do with a sheet beside editing it."""
    invite = "Renvoyer l’invitation…" if sheet.account_id else "Inviter…"
    buttons = [Button(invite, reverse("staff:invitation", args=[sheet.pk]), icon_name="mail", priority=80)]
    if sheet.account_id or not sheet.is_vacant:
        buttons.append(Button("Départ…", reverse("staff:departure", args=[sheet.pk]), icon_name="logout", priority=90))
    return buttons


@hooks.register("register_bulk_action", order=10)
class DeleteSheets(DeleteBulkAction):
    """Wagtail's own, which names the objects that one may not delete: closed to whoever does not work on sheets.

    Comes after Wagtail's, and takes its place for this model.
    """

    models = [Referent]

    def dispatch(self, request: HttpRequest, *args: object, **options: object) -> HttpResponse:
        if not works_on_sheets(request.user):
            return permission_denied(request)
        return super().dispatch(request, *args, **options)


def files_buttons() -> list[Button]:
    """Sheets out to files and in again."""
    return [
        Button("Exporter en CSV", reverse("staff:export", args=["csv"]), icon_name="download", priority=60),
        Button("Exporter en XLSX", reverse("staff:export", args=["xlsx"]), icon_name="download", priority=61),
        Button("Importer…", reverse("staff:import"), icon_name="upload", priority=62),
    ]


@hooks.register("insert_global_admin_css")
def add_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("directory/admin/staff.css"))


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    actions.register_action("directory.consent", "Retirer un accord", "A retiré un accord d’affichage")
    actions.register_action(DEPARTED, "Départ", "Départ : compte fermé, demandes réattribuées, poste à pourvoir")
    actions.register_action(INVITED, "Inviter", "Invitation envoyée")
    actions.register_action(CONFIRMED, "Vérifier", "Coordonnées vérifiées par le lien reçu")
    actions.register_action(TO_CORRECT, "Signaler une correction", "Correction annoncée par le lien reçu")
