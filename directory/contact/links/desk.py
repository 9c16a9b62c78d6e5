"""Links into the desk for the mails of the team: they open for whoever may see the request, after signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

if TYPE_CHECKING:
    from directory.contact.models import ContactRequest, RequestFile


def list_url() -> str:
    """The whole address of the list."""
    return f"{settings.PORTAL_URL}{reverse('desk:list')}"


def request_url(request: ContactRequest) -> str:
    """The whole address of a request."""
    return f"{settings.PORTAL_URL}{reverse('desk:detail', args=[request.pk])}"


def file_url(file: RequestFile) -> str:
    """The whole address of a file of a request."""
    return f"{settings.PORTAL_URL}{reverse('desk:file', args=[file.request_id, file.pk])}"
