"""Canned answers in the admin: listed, written and deleted by whoever manages requests; the others choose one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy

from directory.contact.desk.access import MANAGING, manages_requests
from directory.contact.models import AnswerTemplate
from directory.contact.models.answer_template import SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import QuerySet


class KeptByManagers(BasePermissionPolicy):
    """Everything for whoever manages requests; nothing for anybody else."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return manages_requests(user)

    def user_has_any_permission(self, user: AbstractBaseUser, actions: Iterable[str]) -> bool:
        return manages_requests(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        return get_user_model().objects.with_perm(MANAGING, backend="django.contrib.auth.backends.ModelBackend")


class AnswerTemplateViewSet(ModelViewSet):
    """« Modèles de réponse », reached from the desk."""

    model = AnswerTemplate
    name = "answer_templates"
    url_prefix = "modeles-de-reponse"
    icon = "mail"
    menu_label = "Modèles de réponse"
    add_to_admin_menu = False
    add_to_reference_index = False
    copy_view_enabled = False
    panels = (
        FieldPanel("title"),
        FieldPanel("text", help_text=f"Ces mots sont remplacés par ceux de la demande\u00a0: {SHOWN}."),
    )
    list_display = ("title",)
    search_fields = ("title", "text")
    ordering = "title"

    @property
    def permission_policy(self) -> KeptByManagers:
        return KeptByManagers(self.model)
