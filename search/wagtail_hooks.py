"""The glossary, the related words and the report on searches in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.cms.list_columns import YesNoColumn
from portal.cms.quality.admin import QualityColumn
from portal.cms.quality.snippets import CheckedViewSet
from search.models import GlossaryTerm, RelatedWords
from search.site import admin_pages, reports

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLPattern
    from wagtail.admin.ui.components import Component


class GlossaryViewSet(CheckedViewSet):
    """« Glossaire »: what the words of the field mean, and what else people call them."""

    model = GlossaryTerm
    icon = "openquote"
    menu_label = "Glossaire"
    menu_order = 270
    add_to_admin_menu = True
    list_display = ["term", "long_form", YesNoColumn("is_explained", label="Expliqué dans les textes"), QualityColumn()]
    list_filter = ["is_explained"]
    search_fields = ["term", "long_form", "former_names", "other_forms"]


class RelatedWordsViewSet(SnippetViewSet):
    """« Mots voisins »: what people say around a theme, for the search alone."""

    model = RelatedWords
    icon = "group"
    menu_label = "Mots voisins"
    menu_order = 271
    add_to_admin_menu = True
    list_display = ["theme", "words"]
    search_fields = ["theme", "words"]


admin_pages.connect()
register_snippet(GlossaryViewSet)
register_snippet(RelatedWordsViewSet)


class SearchesItem(MenuItem):
    """An entry for those who may read what is searched."""

    def is_shown(self, request: HttpRequest) -> bool:
        return reports.may_read(request.user)


@hooks.register("register_admin_urls")
def register_report_urls() -> list[URLPattern]:
    return [path("recherches/", reports.searches, name="search_report")]


@hooks.register("register_reports_menu_item")
def register_report() -> SearchesItem:
    return SearchesItem("Recherches", reverse("search_report"), icon_name="search", name="recherches", order=860)


@hooks.register("construct_homepage_panels")
def add_unanswered_words(request: HttpRequest, panels: list[Component]) -> None:
    if reports.may_read(request.user):
        panels.append(reports.UnansweredPanel())
