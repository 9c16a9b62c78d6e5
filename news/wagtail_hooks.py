"""Categories of news in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from news.ending_conventions import EndingConventionsPanel, may_see
from news.models import NewsCategory

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.admin.ui.components import Component


class NewsCategoryViewSet(SnippetViewSet):
    """« Rubriques »: what news are about, in lists, filters and feeds."""

    model = NewsCategory
    icon = "tag"
    menu_label = "Rubriques"
    menu_order = 260
    add_to_admin_menu = True
    list_display = ["name", "slug"]


register_snippet(NewsCategoryViewSet)


@hooks.register("construct_homepage_panels")
def add_ending_conventions(request: HttpRequest, panels: list[Component]) -> None:
    """What ends soon, for those who can do something about it."""
    if may_see(request.user):
        panels.append(EndingConventionsPanel())
