"""Requests in the admin: a list and a page each, to read. Only those who hold "view" see them, editors do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import path
from wagtail import hooks
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from directory.contact.models import ContactRequest

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.db.models import QuerySet
    from django.urls import URLPattern

# What an address is, in the inspect view; the other labels come from the model.
LABELS = {
    "grouped_reference": "Numéro de suivi",
    "project_labels": "Projets",
    "telephone_label": "Téléphone",
    "sector_label": "Secteur d’activité",
}


class ReadingPolicy(ModelPermissionPolicy):
    """Whoever holds "view" may read; nobody adds, changes or deletes by hand, not even a superuser."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: AbstractBaseUser, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)


class RequestList(generic.IndexView):
    """The list, without telephone, e-mail or message."""

    def get_base_queryset(self) -> QuerySet[ContactRequest]:
        return super().get_base_queryset().select_related("disp")


class RequestPage(generic.InspectView):
    """One request, in the employer's words."""

    def get_field_label(self, field_name: str, field: Any) -> str:
        return LABELS.get(field_name) or super().get_field_label(field_name, field)

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        if field_name == "is_national":
            return "oui" if self.object.is_national else "non"
        if field_name == "project_labels":
            return ", ".join(self.object.project_labels)
        return super().get_field_display_value(field_name, field)


class ContactRequestViewSet(ModelViewSet):
    """« Demandes »."""

    model = ContactRequest
    name = "demandes"
    icon = "mail"
    menu_label = "Demandes"
    menu_order = 150
    add_to_admin_menu = True
    add_to_reference_index = False  # would cost queries at every submission, and nothing refers to a request
    inspect_view_enabled = True
    copy_view_enabled = False
    index_view_class = RequestList
    inspect_view_class = RequestPage
    list_display = ["__str__", "received_at", "organisation", "place", "disp", "state", "due_on"]
    list_filter = ["state", "disp"]
    search_fields = ["reference", "organisation"]
    search_backend_name = None
    form_fields: list[str] = []
    inspect_view_fields = [
        "grouped_reference",
        "state",
        "received_at",
        "due_on",
        "recipient_name",
        "route_reason",
        "project_labels",
        "place",
        "place_typed",
        "is_national",
        "message",
        "timing",
        "sites",
        "positions",
        "surface",
        "organisation",
        "siret",
        "sector_label",
        "workforce",
        "contact_name",
        "job",
        "email",
        "telephone_label",
    ]

    @property
    def permission_policy(self) -> ReadingPolicy:
        return ReadingPolicy(self.model)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Leave out the addresses that do not exist here."""
        missing = dict.fromkeys(
            ["add_url_name", "edit_url_name", "delete_url_name", "history_url_name", "usage_url_name"]
        )
        return super().get_common_view_kwargs(**missing, **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Only what reads."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
        ]

    def register_admin_url_finder(self) -> None:
        """No edit view to find."""


@hooks.register("register_admin_viewset")
def register_requests() -> ContactRequestViewSet:
    return ContactRequestViewSet()
