"""Wagtail hooks of the team's views: menu, buttons, panels, log actions; `directory.wagtail_hooks` imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.auth import permission_denied
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction

from directory.establishments.loading import LOADED
from directory.models import Establishment, Referent
from directory.staff import accounts  # noqa: F401 - importing registers its hooks
from directory.staff.access import keeps_directory, works_on_sheets
from directory.staff.coverage import CoveragePanel
from directory.staff.departure import DEPARTED
from directory.staff.freshness import CONFIRMED, TO_CORRECT
from directory.staff.invitation import INVITED
from directory.staff.own_sheet import ABSENCE_DECLARED
from directory.staff.workshop_freshness import CONFIRMED as WORKSHOP_CONFIRMED

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLResolver
    from wagtail.admin.ui.components import Component
    from wagtail.log_actions import LogActionRegistry
    from wagtail.models import BaseLogEntry


@hooks.register("register_admin_urls")
def register_staff_urls() -> list[URLResolver]:
    return [path("annuaire/", include("directory.staff.urls"))]


class OwnSheetItem(MenuItem):
    """« Ma fiche », for accounts that have one."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Looked up once for each answer, however many entries ask."""
        if not hasattr(request, "has_own_sheet"):
            request.has_own_sheet = Referent.objects.of_account(request.user) is not None
        return request.has_own_sheet


@hooks.register("register_admin_menu_item")
def register_own_sheet() -> OwnSheetItem:
    return OwnSheetItem("Ma fiche", reverse("staff:own_sheet"), icon_name="user", name="ma-fiche", order=50)


@hooks.register("register_admin_menu_item")
def register_own_workshops() -> OwnSheetItem:
    return OwnSheetItem("Mes ateliers", reverse("staff:own_workshops"), icon_name="cogs", name="mes-ateliers", order=51)


class KeeperItem(MenuItem):
    """An entry for those who keep the directory."""

    def is_shown(self, request: HttpRequest) -> bool:
        return keeps_directory(request.user)


@hooks.register("register_reports_menu_item")
def register_coverage() -> KeeperItem:
    return KeeperItem("Couverture du territoire", reverse("staff:coverage"), icon_name="site", order=850)


@hooks.register("register_reports_menu_item")
def register_workshop_coverage() -> KeeperItem:
    return KeeperItem("Couverture des ateliers", reverse("staff:workshop_coverage"), icon_name="cogs", order=851)


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


def workshop_files_buttons() -> list[Button]:
    """Workshops out to files and in again."""
    return [
        Button("Exporter en CSV", reverse("staff:export_workshops", args=["csv"]), icon_name="download", priority=60),
        Button("Exporter en XLSX", reverse("staff:export_workshops", args=["xlsx"]), icon_name="download", priority=61),
        Button("Importer…", reverse("staff:import_workshops"), icon_name="upload", priority=62),
    ]


@hooks.register("insert_global_admin_css")
def add_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("directory/admin/staff.css"))


class LoadedFormatter(LogFormatter):
    """What the file of establishments changed, field by field, in the history of each."""

    label = "Charger"

    def format_message(self, log_entry: BaseLogEntry) -> str:
        changes = log_entry.data.get("changes", {})
        told = (
            f"{Establishment._meta.get_field(name).verbose_name} : {old or '(vide)'} → {new or '(vide)'}"  # noqa: SLF001 - documented
            for name, (old, new) in changes.items()
        )
        return f"Modifié par le fichier. {' ; '.join(told)}" if changes else "Ajouté par le fichier"


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    actions.register_action("directory.consent", "Retirer un accord", "A retiré un accord d’affichage")
    actions.register_action(ABSENCE_DECLARED, "Déclarer une absence", "A déclaré une absence, ou son retour")
    actions.register_action(DEPARTED, "Départ", "Départ : compte fermé, demandes réattribuées, poste à pourvoir")
    actions.register_action(INVITED, "Inviter", "Invitation envoyée")
    actions.register_action(CONFIRMED, "Vérifier", "Coordonnées vérifiées par le lien reçu")
    actions.register_action(WORKSHOP_CONFIRMED, "Confirmer", "Atelier confirmé")
    actions.register_action(LOADED)(LoadedFormatter)
    actions.register_action(TO_CORRECT, "Signaler une correction", "Correction annoncée par le lien reçu")
