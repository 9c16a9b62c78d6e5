"""Subscribers in the admin: how many, which ones, and one forgotten on demand. Addresses are personal data.

Nobody adds or changes a subscription here: only the person may subscribe, and confirms it from their own mailbox.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.contrib.auth.models import Permission
from django.db import transaction
from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from news.subscriptions import services
from news.subscriptions.models import Subscription
from portal.french.words import plural

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import QuerySet
    from django.urls import URLPattern

CONFIRMED, WAITING = "confirmes", "en-attente"


class ReadOrForget(ModelPermissionPolicy):
    """Seeing and deleting, for whom the groups say so; nothing else, for anybody."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return action in {"view", "delete"} and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: AbstractBaseUser, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class SubscriptionFilters(WagtailFilterSet):
    """Confirmed or not, and how often."""

    etat = django_filters.ChoiceFilter(
        label="État",
        choices=[(CONFIRMED, "Confirmés"), (WAITING, "En attente de confirmation")],
        method="in_state",
        empty_label="Tous",
    )

    class Meta:
        model = Subscription
        fields = ["rhythm"]

    def in_state(self, rows: QuerySet[Subscription], _: str, value: str) -> QuerySet[Subscription]:
        return rows.filter(confirmed_at__isnull=value == WAITING)


def state_of(subscription: Subscription) -> str:
    """« Confirmé », or that the mailbox has not answered yet."""
    return "Confirmé" if subscription.confirmed_at else "En attente de confirmation"


def subjects_of(subscription: Subscription) -> str:
    """Names of the regions and themes asked for; « Toutes les actualités » without any."""
    names = [str(each) for each in (*subscription.regions.all(), *subscription.themes.all())]
    return ", ".join(names) or "Toutes les actualités"


class SubscriptionList(generic.IndexView):
    """The addresses, the latest first; the title counts all of them by state."""

    page_title = "Abonnés"

    def get_base_queryset(self) -> QuerySet[Subscription]:
        return super().get_base_queryset().prefetch_related("regions", "themes")

    def get_page_subtitle(self) -> str:
        confirmed = Subscription.objects.filter(confirmed_at__isnull=False).count()
        waiting = Subscription.objects.filter(confirmed_at__isnull=True).count()
        return f"{confirmed} {plural(confirmed, 'confirmé')}, {waiting} en attente"


class SubscriptionDelete(generic.DeleteView):
    """Forget an address, whatever was asked for with it."""

    def get_page_subtitle(self) -> str:
        return self.object.email

    @property
    def confirmation_message(self) -> str:
        return (
            f"Oublier l’adresse {self.object.email}\u00a0? Tous ses abonnements aux actualités sont effacés ; "
            "la personne n’en est pas prévenue."
        )

    def get_success_message(self) -> str:
        return "L’adresse est effacée."

    def delete_action(self) -> None:
        with transaction.atomic():
            log(instance=self.object, action="wagtail.delete")
            services.end(self.object.pk)


class SubscriptionViewSet(ModelViewSet):
    """« Abonnés »."""

    model = Subscription
    name = "subscriptions"
    url_prefix = "abonnes"
    icon = "user"
    menu_label = "Abonnés"
    menu_order = 265
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    form_fields = ("rhythm",)  # Wagtail wants one; no view shows it
    index_view_class = SubscriptionList
    index_results_template_name = "news/admin/subscriptions_results.html"
    delete_view_class = SubscriptionDelete
    filterset_class = SubscriptionFilters
    search_fields = ("email",)
    ordering = "-asked_at"
    list_per_page = 50
    list_display = (
        "email",
        Column("state", label="État", accessor=state_of),
        "rhythm",
        Column("subjects", label="Régions et thèmes", accessor=subjects_of),
        DateColumn("asked_at", label="Demandé", sort_key="asked_at"),
        DateColumn("confirmed_at", label="Confirmé", sort_key="confirmed_at"),
    )

    @property
    def permission_policy(self) -> ReadOrForget:
        return ReadOrForget(self.model)

    def get_delete_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_delete_view_kwargs(usage_url_name=None, **kwargs)

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """What a group may be given."""
        return Permission.objects.filter(
            content_type__app_label="news", codename__in=["view_subscription", "delete_subscription"]
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list and the oblivion only, kept by no cache."""
        return [
            path("", never_cache(self.index_view), name="index"),
            path("results/", never_cache(self.index_results_view), name="index_results"),
            path("delete/<int:pk>/", never_cache(self.delete_view), name="delete"),
        ]
