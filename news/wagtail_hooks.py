"""Categories of news in the admin."""

from __future__ import annotations

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from news.models import NewsCategory


class NewsCategoryViewSet(SnippetViewSet):
    """« Rubriques »: what news are about, in lists, filters and feeds."""

    model = NewsCategory
    icon = "tag"
    menu_label = "Rubriques"
    menu_order = 260
    add_to_admin_menu = True
    list_display = ["name", "slug"]


register_snippet(NewsCategoryViewSet)
