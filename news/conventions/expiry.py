"""Expiry warnings: ninety days before a convention ends, editors get one mail, and a panel as long as it lasts."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.permission_policies.pages import PagePermissionPolicy

from news.conventions.models import ConventionPage
from news.conventions.parts import EndWarning
from portal.mail import outbox
from portal.mail.rendering import mail_from

if TYPE_CHECKING:
    import datetime

    from django.contrib.auth.models import AbstractBaseUser
    from django.template.context import RenderContext

    from news.conventions.querysets import ConventionQuerySet

logger = logging.getLogger(__name__)

SHOWN = 10  # lines of the panel


def warn(now: datetime.datetime) -> str:
    """Mail what ends within ninety days and was not told yet; a second run, or one beside this one, finds nothing.

    A convention whose end changes is told again. Without anybody to tell, nothing counts as told.
    """
    today = timezone.localdate(now)
    addresses = editors()
    if not addresses:
        if ConventionPage.objects.ending(today).exists():
            logger.warning("Conventions end soon and no account that publishes has an address.")
        return "nobody to tell"
    with transaction.atomic():
        # Taken one by one: of two runs at once, only one makes the row, and only that one mails it.
        known = EndWarning.objects.filter(page=OuterRef("pk"), binds_until=OuterRef("binds_until"))
        ending = ConventionPage.objects.ending(today).filter(~Exists(known)).defer_streamfields()
        told = [page for page in ending if first_to_tell(page)]
        if told:
            outbox.add(*(digest(address, told) for address in addresses))
    return f"{len(told)} conventions told to {len(addresses)} accounts"


def first_to_tell(page: ConventionPage) -> bool:
    """Remember that the end of a convention is told; False when it was."""
    return EndWarning.objects.get_or_create(page=page, binds_until=page.binds_until)[1]


def editors() -> list[str]:
    """Addresses of the active accounts that publish pages, each once."""
    users = PagePermissionPolicy().users_with_permission("publish").filter(is_active=True).exclude(email="")
    return sorted(set(users.values_list("email", flat=True)))


def digest(address: str, conventions: list[ConventionPage]) -> outbox.OutgoingMail:
    """One mail to one account, with all that is to be told."""
    rows = [
        {
            "title": page.title,
            "end": page.ends_on.label,
            "edit": settings.PORTAL_URL + reverse("wagtailadmin_pages:edit", args=[page.pk]),
        }
        for page in conventions
    ]
    return mail_from("ending_conventions", to=(address,), conventions=rows)


def may_see(user: AbstractBaseUser) -> bool:
    """Whether the panel is for this account: it may change or publish pages."""
    return PagePermissionPolicy().user_has_any_permission(user, ["change", "publish"])


class EndingConventionsPanel(Component):
    """On the admin's home: what ends soon and has no successor yet."""

    name = "ending_conventions"
    template_name = "news/admin/ending_conventions_panel.html"
    order = 120

    def get_context_data(self, parent_context: RenderContext | None = None) -> dict[str, Any]:
        ending: ConventionQuerySet = ConventionPage.objects.ending(timezone.localdate()).defer_streamfields()
        return {"conventions": list(ending[:SHOWN]), "count": ending.count()}
