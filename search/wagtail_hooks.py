"""The glossary and the report on searches in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from search import reports
from search.models import GlossaryTerm

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLPattern


class GlossaryViewSet(SnippetViewSet):
    """« Glossaire »: what the words of the field mean, and what else people call them."""

    model = GlossaryTerm
    icon = "openquote"
    menu_label = "Glossaire"
    menu_order = 270
    add_to_admin_menu = True
    list_display = ["term", "long_form", "is_explained"]
    list_filter = ["is_explained"]
    search_fields = ["term", "long_form", "former_names", "other_forms"]


register_snippet(GlossaryViewSet)


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
