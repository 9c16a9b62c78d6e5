"""Forms of the admin, sent as a browser does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client

PUBLISH = {"action-publish": "1"}


def send(client: Client, url: str, data: dict[str, Any]) -> None:
    """Send a form; fail with what it complains about when it comes back."""
    response = client.post(url, data)
    assert response.status_code == 302, mistakes(response)


def refused(client: Client, url: str, data: dict[str, Any]) -> dict[str, list[str]]:
    """Send a form that must come back; what it says by field."""
    response = client.post(url, data)
    assert response.status_code == 200, "it was accepted"
    return mistakes(response)


def mistakes(response: Any) -> dict[str, list[str]]:
    """What a form that came back complains about, by field."""
    return {name: [str(error) for error in errors] for name, errors in response.context["form"].errors.items()}
