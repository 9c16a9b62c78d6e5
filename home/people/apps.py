"""Wagtail's app of accounts, with our views."""

from __future__ import annotations

from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(WagtailUsersAppConfig):
    """Named in INSTALLED_APPS in the place of `wagtail.users`."""

    user_viewset = "home.people.viewset.PortalUserViewSet"
