"""Categories and themes of news, and who receives them, in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import re_path
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from news.conventions.expiry import EndingConventionsPanel, may_see
from news.models import NewsCategory, NewsTheme
from news.subscriptions.admin import SubscriptionViewSet
from news.writing import KINDS, WritingPanel, items, write, writes

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLPattern
    from wagtail.admin.ui.components import Component


class NewsCategoryViewSet(SnippetViewSet):
    """« Rubriques »: what kind of news there are, in lists, filters and feeds."""

    model = NewsCategory
    icon = "tag"
    menu_label = "Rubriques"
    list_display = ["name", "slug"]


class NewsThemeViewSet(SnippetViewSet):
    """« Thèmes »: what news are about, in filters, feeds and subscriptions."""

    model = NewsTheme
    icon = "tag"
    menu_label = "Thèmes"
    list_display = ["name", "slug"]


class NewsGroup(SnippetViewSetGroup):
    """What news are sorted by."""

    items = (NewsCategoryViewSet, NewsThemeViewSet)
    menu_label = "Actualités"
    menu_icon = "tag"
    menu_order = 260


register_snippet(NewsGroup)


@hooks.register("register_admin_viewset")
def register_subscriptions() -> SubscriptionViewSet:
    return SubscriptionViewSet()


@hooks.register("construct_homepage_panels")
def add_ending_conventions(request: HttpRequest, panels: list[Component]) -> None:
    """What ends soon, for those who can do something about it."""
    if may_see(request.user):
        panels.append(EndingConventionsPanel())


@hooks.register("register_admin_urls")
def register_writing_urls() -> list[URLPattern]:
    return [re_path(rf"^ecrire/(?P<kind>{'|'.join(KINDS)})/$", write, name="write")]


@hooks.register("register_admin_menu_item")
def register_writing() -> SubmenuMenuItem:
    return SubmenuMenuItem("Écrire", Menu(None, None, items=items()), name="ecrire", icon_name="edit", order=20)


@hooks.register("construct_homepage_panels")
def add_writing(request: HttpRequest, panels: list[Component]) -> None:
    if writes(request.user):
        panels.insert(0, WritingPanel())
