"""Wagtail hooks of requests: their desk, an entry of the menu and a panel, for those who may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from directory.contact.desk.access import works_at_desk
from directory.contact.desk.answer_templates import AnswerTemplateViewSet
from directory.contact.desk.reports import RequestsPanel

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLResolver
    from wagtail.admin.ui.components import Component


@hooks.register("register_admin_urls")
def register_desk_urls() -> list[URLResolver]:
    return [path("demandes/", include("directory.contact.desk.urls"))]


@hooks.register("register_admin_viewset")
def register_answer_templates() -> AnswerTemplateViewSet:
    return AnswerTemplateViewSet()


class DeskItem(MenuItem):
    """« Demandes », for those who could see any."""

    def is_shown(self, request: HttpRequest) -> bool:
        return works_at_desk(request.user)


@hooks.register("register_admin_menu_item")
def register_desk() -> DeskItem:
    return DeskItem("Demandes", reverse("desk:list"), icon_name="mail", name="demandes", order=150)


@hooks.register("construct_homepage_panels")
def add_requests_panel(request: HttpRequest, panels: list[Component]) -> None:
    if works_at_desk(request.user):
        panels.append(RequestsPanel())
