"""The directory in the admin: one menu group, "Annuaire"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet, SnippetViewSetGroup

from directory.models import Actor, Disp, Mission, Referent
from directory.staff import freshness
from directory.staff.access import guard_views, keeps_directory
from directory.staff.hooks import files_buttons, sheet_buttons

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.urls import URLPattern
    from wagtail.admin.widgets.button import Button


class FixedRowsPolicy(ModelPermissionPolicy):
    """Rows that the tables bring along: they may be changed, never added nor deleted by hand."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return action not in {"add", "delete"} and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: AbstractBaseUser, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)


class ReferentChooser(SnippetChooserViewSet):
    """The choosers of sheets: Wagtail opens choosers to everybody in the admin, and these list names of staff."""

    def get_urlpatterns(self) -> list[URLPattern]:
        return guard_views(super().get_urlpatterns())


class FreshnessColumn(Column):
    """Whether the question about a sheet waits for an answer."""

    def get_value(self, instance: Referent) -> str:
        return freshness.state_label(instance)


class SheetEditor(EditView):
    """Wagtail's editor, with the keeper's other actions in its menu."""

    @property
    def header_more_buttons(self) -> list[Button]:
        own = sheet_buttons(self.object) if keeps_directory(self.request.user) else []
        return [*super().header_more_buttons, *own]


class SheetList(IndexView):
    """Wagtail's list, with the files in its menu."""

    @property
    def header_more_buttons(self) -> list[Button]:
        own = files_buttons() if keeps_directory(self.request.user) else []
        return [*super().header_more_buttons, *own]


class ReferentViewSet(SnippetViewSet):
    """Sheets: who answers where."""

    model = Referent
    icon = "user"
    menu_label = "Référents"
    index_view_class = SheetList
    edit_view_class = SheetEditor
    chooser_viewset_class = ReferentChooser
    copy_view_enabled = False  # a sheet belongs to one post, with an address of its own
    list_display = [
        "office",
        "last_name",
        "disp",
        Column("situation", label="Situation"),
        "verified_on",
        FreshnessColumn("freshness", label="Vérification"),
        LiveStatusTagColumn(),
    ]
    list_filter = ["disp", "missions", "is_vacant", "live"]
    search_fields = ["office", "first_name", "last_name", "email"]
    list_per_page = 50
    list_export: list[str] = []  # the directory's own export writes formulas as texts

    def get_queryset(self, request: HttpRequest) -> QuerySet[Referent]:
        return Referent.objects.select_related("disp", "latest_revision")

    def get_urlpatterns(self) -> list[URLPattern]:
        return guard_views(super().get_urlpatterns())


class ActorViewSet(SnippetViewSet):
    """Nodes of the diagram."""

    model = Actor
    icon = "group"
    menu_label = "Acteurs"
    list_display = ["name", "tagline", "sort_order", LiveStatusTagColumn()]
    ordering = ["sort_order", "name"]


class MissionViewSet(SnippetViewSet):
    """What referents do; the codes are fixed, since requests are matched by them."""

    model = Mission
    icon = "tasks"
    menu_label = "Missions"
    list_display = ["title", "subject"]
    permission_policy = FixedRowsPolicy(Mission)


class DispViewSet(SnippetViewSet):
    """Directions: the tables bring them; only how to reach them is changed by hand."""

    model = Disp
    icon = "home"
    menu_label = "Directions"
    list_display = ["seat", "mailbox", "telephone"]
    permission_policy = FixedRowsPolicy(Disp)
    panels = [
        HelpPanel("Cette boîte reçoit les demandes quand un poste de référent est à pourvoir."),
        FieldPanel("mailbox"),
        FieldPanel("telephone"),
    ]


class DirectoryViewSetGroup(SnippetViewSetGroup):
    """The menu group."""

    menu_label = "Annuaire"
    menu_icon = "site"
    menu_order = 250
    items = (ReferentViewSet, DispViewSet, ActorViewSet, MissionViewSet)


register_snippet(DirectoryViewSetGroup)
