"""Personal data of subscribers: their subscriptions, to read or to erase."""

from __future__ import annotations

from typing import Any

from news.subscriptions.models import Subscription


def export(email: str) -> list[dict[str, Any]]:
    """Each subscription under this address."""
    return [
        {
            "adresse e-mail": each.email,
            "rythme": each.get_rhythm_display(),
            "régions": [region.name for region in each.regions.all()],
            "thèmes": [str(theme) for theme in each.themes.all()],
            "demandé le": each.asked_at,
            "confirmé le": each.confirmed_at,
        }
        for each in Subscription.objects.filter(email__iexact=email).order_by("pk")
    ]


def erase(email: str) -> int:
    """Forget them."""
    _, rows = Subscription.objects.filter(email__iexact=email).delete()
    return rows.get("news.Subscription", 0)
