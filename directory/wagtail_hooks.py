"""The directory in the admin: one menu group, "Annuaire"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from directory.establishments.workshops import MOST_PHOTOS
from directory.models import Actor, Disp, Establishment, Mission, Referent, Workshop
from directory.staff import freshness, workshop_freshness
from directory.staff.access import guard_views, keeps_directory
from directory.staff.hooks import files_buttons, sheet_buttons, workshop_files_buttons
from portal.cms.draft_lists import DraftsIndexView
from portal.cms.quality.admin import QualityColumn
from portal.cms.quality.snippets import CheckedEditView, CheckedViewSet
from portal.cms.readable_snippets import ReadableSnippetChooser

if TYPE_CHECKING:
    from collections.abc import Iterable

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


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Rows that only a command writes: they may be looked at."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return action not in {"add", "change", "delete"} and super().user_has_permission(user, "view")

    def user_has_any_permission(self, user: AbstractBaseUser, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: AbstractBaseUser, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)


class WorkshopColumn(Column):
    """Whether the public sees a workshop, and since when it waits."""

    def get_value(self, instance: Workshop) -> str:
        return workshop_freshness.is_listed_label(instance)


class ReferentChooser(SnippetChooserViewSet):
    """The choosers of sheets: Wagtail opens choosers to everybody in the admin, and these list names of staff."""

    def get_urlpatterns(self) -> list[URLPattern]:
        return guard_views(super().get_urlpatterns())


class FreshnessColumn(Column):
    """Whether the question about a sheet waits for an answer."""

    def get_value(self, instance: Referent) -> str:
        return freshness.state_label(instance)


class SheetEditor(CheckedEditView):
    """Wagtail's editor, with the keeper's other actions in its menu."""

    @property
    def header_more_buttons(self) -> list[Button]:
        own = sheet_buttons(self.object) if keeps_directory(self.request.user) else []
        return [*super().header_more_buttons, *own]


class SheetList(DraftsIndexView):
    """Wagtail's list, with the files in its menu."""

    @property
    def header_more_buttons(self) -> list[Button]:
        own = files_buttons() if keeps_directory(self.request.user) else []
        return [*super().header_more_buttons, *own]


class WorkshopList(IndexView):
    """Wagtail's list, with the files in its menu."""

    @property
    def header_more_buttons(self) -> list[Button]:
        own = workshop_files_buttons() if keeps_directory(self.request.user) else []
        return [*super().header_more_buttons, *own]


class ReferentViewSet(CheckedViewSet):
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
        Column("disp", label="Direction", sort_key="disp"),
        Column("situation", label="Situation"),
        Column("verified_on", label="Vérifiée le", sort_key="verified_on"),
        FreshnessColumn("freshness", label="Vérification"),
        QualityColumn(),
        LiveStatusTagColumn(label="État"),
    ]
    list_filter = ["disp", "missions", "is_vacant", "live"]
    search_backend_name = None  # the names of staff are asked of the database, and indexed nowhere
    search_fields = ["office", "first_name", "last_name", "email"]
    list_per_page = 50
    list_export: list[str] = []  # the directory's own export writes formulas as texts

    def get_queryset(self, request: HttpRequest) -> QuerySet[Referent]:
        return super().get_queryset(request).select_related("disp", "latest_revision")

    def get_urlpatterns(self) -> list[URLPattern]:
        return guard_views(super().get_urlpatterns())


class ActorViewSet(CheckedViewSet):
    """Nodes of the diagram."""

    model = Actor
    icon = "group"
    menu_label = "Acteurs"
    index_view_class = DraftsIndexView
    chooser_viewset_class = ReadableSnippetChooser
    list_display = ["name", "tagline", "sort_order", QualityColumn(), LiveStatusTagColumn(label="État")]
    ordering = ["sort_order", "name"]


class MissionViewSet(CheckedViewSet):
    """What referents do; the codes are fixed, since requests are matched by them."""

    model = Mission
    icon = "tasks"
    menu_label = "Missions"
    list_display = ["title", "subject", QualityColumn()]
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


class WorkshopViewSet(CheckedViewSet):
    """Workshops of every establishment; saving one says that it is still right."""

    model = Workshop
    icon = "cogs"
    menu_label = "Ateliers"
    index_view_class = WorkshopList
    copy_view_enabled = False
    list_display = [
        "name",
        "establishment",
        Column("activity_label", label="Activité"),
        "verified_on",
        WorkshopColumn("is_fresh", label="Sur le site"),
        QualityColumn(),
    ]
    list_filter = {"activity": ["exact"], "regime": ["exact"], "establishment__commune__department__region": ["exact"]}
    search_backend_name = None
    search_fields = ["name", "establishment__name", "products"]
    list_per_page = 50
    list_export: list[str] = []  # the directory's own export writes formulas as texts
    panels = [
        FieldPanel("establishment"),
        FieldPanel("name"),
        FieldPanel("activity"),
        FieldPanel("regime"),
        FieldPanel("products"),
        FieldRowPanel([FieldPanel("surface"), FieldPanel("height"), FieldPanel("has_dock")]),
        FieldRowPanel([FieldPanel("power"), FieldPanel("hours")]),
        FieldRowPanel([FieldPanel("free_since"), FieldPanel("verified_on")]),
        InlinePanel(
            "photos",
            [FieldPanel("image"), FieldPanel("alt")],
            heading="Photographies",
            help_text="D’objets et de lieux, jamais de personnes.",
            max_num=MOST_PHOTOS,
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Workshop]:
        return super().get_queryset(request).select_related("establishment")


class EstablishmentViewSet(SnippetViewSet):
    """Establishments: the file brings them, the history says what it changed; nothing is written by hand."""

    model = Establishment
    icon = "home"
    menu_label = "Établissements"
    list_display = ["name", Column("place", label="Commune"), "kind", "status", "verified_on"]
    list_filter = ["kind", "status", "commune__department__region__disp"]
    search_backend_name = None
    search_fields = ["name", "commune__name"]
    list_per_page = 50
    list_export: list[str] = []
    inspect_view_enabled = True
    permission_policy = ReadOnlyPolicy(Establishment)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Establishment]:
        return Establishment.objects.with_place()


class DirectoryViewSetGroup(SnippetViewSetGroup):
    """The menu group."""

    menu_label = "Annuaire"
    menu_icon = "site"
    menu_order = 250
    items = (ReferentViewSet, WorkshopViewSet, EstablishmentViewSet, DispViewSet, ActorViewSet, MissionViewSet)


register_snippet(DirectoryViewSetGroup)
