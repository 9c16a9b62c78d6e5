"""Dated facts, audits of accessibility, frequently asked questions, the calendar and the guide in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from home.audience.report import audience
from home.calendar.views import calendar, may_read
from home.facts.review import FactsPanel, may_see
from home.guide import tour, views
from home.models import AccessibilityAudit, DatedFact, Question, QuestionTheme
from home.people import departure, invitation
from portal.cms.list_columns import YesNoColumn
from portal.cms.quality.admin import QualityColumn
from portal.cms.quality.snippets import CheckedViewSet
from search.site import reports

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLPattern
    from wagtail.admin.ui.components import Component


class DatedFactViewSet(CheckedViewSet):
    """« Faits datés »: values of law, each with its source, its dates and its state."""

    model = DatedFact
    icon = "calendar-check"
    menu_label = "Faits datés"
    menu_order = 272
    add_to_admin_menu = True
    list_display = [
        "label",
        Column("said", label="Valeur"),
        "valid_from",
        "checked_on",
        Column("state_label", label="État"),
        QualityColumn(),
    ]
    search_fields = ["label", "code", "source"]


class AccessibilityAuditViewSet(SnippetViewSet):
    """« Audits d’accessibilité »: who looked, when, at what, with which result."""

    model = AccessibilityAudit
    icon = "clipboard-list"
    menu_label = "Audits d’accessibilité"
    menu_order = 960
    add_to_settings_menu = True
    list_display = ["auditor", "audited_on", Column("said_rate", label="Taux"), Column("state_label", label="État")]


class QuestionViewSet(CheckedViewSet):
    """« Questions »: what people ask, by theme and reader."""

    model = Question
    icon = "help"
    menu_label = "Questions"
    list_display = [
        "question",
        "readers",
        YesNoColumn("asks_referent", label="Le référent répond"),
        "checked_on",
        QualityColumn(),
    ]
    list_filter = ["themes", "readers", "asks_referent"]
    search_fields = ["question", "answer", "other_words"]


class QuestionThemeViewSet(SnippetViewSet):
    """« Thèmes »: the headings of the page of questions."""

    model = QuestionTheme
    icon = "tag"
    menu_label = "Thèmes"
    list_display = ["name", "slug", "position"]


class QuestionsGroup(SnippetViewSetGroup):
    """Frequently asked questions and their themes."""

    items = (QuestionViewSet, QuestionThemeViewSet)
    menu_label = "Questions fréquentes"
    menu_icon = "help"
    menu_order = 274


register_snippet(AccessibilityAuditViewSet)
register_snippet(DatedFactViewSet)
register_snippet(QuestionsGroup)


@hooks.register("construct_homepage_panels")
def add_facts_to_review(request: HttpRequest, panels: list[Component]) -> None:
    """What must be checked at its source, for those who may change it."""
    if may_see(request.user):
        panels.append(FactsPanel())


@hooks.register("register_admin_urls")
def register_own_urls() -> list[URLPattern]:
    return [
        path("comptes/inviter/", invitation.invite_account, name="invite_account"),
        path("comptes/<int:pk>/inviter/", invitation.invite_again, name="invite_again"),
        path("comptes/<int:pk>/depart/", departure.account_departure, name="account_departure"),
        path("audience/", audience, name="audience"),
        path("calendrier/", calendar, name="calendar"),
        path("guide/", views.contents, name="guide"),
        path("guide/images/<slug:name>.webp", views.show_picture, name="guide_picture"),
        path("guide/<slug:slug>/", views.section, name="guide_section"),
        path("premier-jour/", tour.tour, name="tour"),
    ]


@hooks.register("construct_help_menu")
def offer_our_guide(request: HttpRequest, items: list[MenuItem]) -> None:
    """Our guide in the place of Wagtail's pages, which are English and on another site."""
    ours = [
        MenuItem("Guide", reverse("guide"), icon_name="help", name="guide", order=10),
        MenuItem("Premier jour", reverse("tour"), icon_name="tasks", name="premier-jour", order=20),
    ]
    items[:] = [*ours, *(item for item in items if item.name == "keyboard-shortcuts-trigger")]


@hooks.register("register_admin_search_area")
def register_guide_search() -> SearchArea:
    return SearchArea("Guide", reverse("guide"), name="guide", icon_name="help", order=900)


@hooks.register("construct_homepage_panels")
def add_tour(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(tour.TourPanel())


class CalendarItem(MenuItem):
    """« Calendrier », for who has any date to watch."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_read(request.user)


class AudienceItem(MenuItem):
    """« Audience », for who may read what is searched."""

    def is_shown(self, request: HttpRequest) -> bool:
        return reports.may_read(request.user)


@hooks.register("register_reports_menu_item")
def register_audience() -> AudienceItem:
    return AudienceItem("Audience", reverse("audience"), icon_name="view", name="audience", order=850)


@hooks.register("register_admin_menu_item")
def register_calendar() -> CalendarItem:
    return CalendarItem("Calendrier", reverse("calendar"), icon_name="calendar", name="calendrier", order=160)
