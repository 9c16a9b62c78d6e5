"""What came with a request, at the desk: files, mails as they arrived, and whose words a mail holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from directory.contact.desk import reads
from directory.contact.desk.access import desk_view, visible_or_404
from directory.contact.desk.actions import perform
from directory.contact.files.keeping import POLICY, download
from directory.contact.models import ReceivedMail, RequestFile, RequestRead
from directory.contact.workflow import settling

if TYPE_CHECKING:
    from django.http import HttpRequest


@desk_view
@require_safe
def file(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """A file that came with the request, to be saved; that it was read is noted."""
    visible_or_404(request.user, pk)
    found = get_object_or_404(RequestFile.objects.defer(None), pk=file_pk, request=pk)
    reads.note(request.user, [pk], RequestRead.Kind.PAGE)
    return download(found)


@desk_view
@require_safe
def source(request: HttpRequest, pk: int, event_pk: int) -> HttpResponse:
    """A mail as it arrived, as plain text that no browser takes for anything else."""
    visible_or_404(request.user, pk)
    found = get_object_or_404(ReceivedMail, event=event_pk, event__request=pk)
    reads.note(request.user, [pk], RequestRead.Kind.PAGE)
    response = HttpResponse(found.source, content_type="text/plain; charset=utf-8")
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


@desk_view
@require_POST
def settle(request: HttpRequest, pk: int, event_pk: int) -> HttpResponse:
    """Say whose words a mail holds."""
    visible_or_404(request.user, pk)
    if request.POST.get("de") not in set(settling.Whose):
        return redirect("desk:detail", pk)
    whose = settling.Whose(request.POST["de"])
    return perform(request, pk, lambda by: settling.settle(pk, event_pk, whose, by), settling.DONE[whose])
