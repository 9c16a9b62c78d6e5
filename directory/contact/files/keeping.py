"""Files that came with a request are kept with it: bounded together, downloaded by who may see it, erased with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.http import HttpResponse

from directory.contact.models import RequestFile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from directory.contact.models import ContactRequest, RequestEvent

MOST_OF_REQUEST = 60 * 1024 * 1024  # bytes, whoever sends them
POLICY = "default-src 'none'; sandbox"


@dataclass(frozen=True)
class SentFile:
    """A file that was checked, with its content."""

    name: str
    content_type: str
    content: bytes


def fitting(request: ContactRequest, files: Iterable[SentFile]) -> tuple[list[SentFile], list[SentFile]]:
    """The files that a request has room for, and the others."""
    room, kept, left = MOST_OF_REQUEST - request.files.size(), [], []
    for file in files:
        fits = len(file.content) <= room
        (kept if fits else left).append(file)
        room -= len(file.content) if fits else 0
    return kept, left


def keep(event: RequestEvent, files: Iterable[SentFile]) -> list[RequestFile]:
    """Keep files with the line of history they came with."""
    return [
        RequestFile.objects.create(
            request_id=event.request_id,
            event=event,
            name=file.name,
            content_type=file.content_type,
            size=len(file.content),
            content=file.content,
        )
        for file in files
    ]


def download(file: RequestFile) -> HttpResponse:
    """The file, to be kept and not opened here: what it holds never runs under our address."""
    response = HttpResponse(bytes(file.content), content_type=file.content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
