"""What came of a request: its results, typed, counted in figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from directory.contact import results
from directory.contact.workflow import transitions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from directory.contact.models import ContactRequest
    from directory.contact.models.event import Author


@transaction.atomic
def note_results(pk: int, by: Author, said: Mapping[str, Any]) -> ContactRequest:
    """Store the results (by code of Result) in the place of those before; the same again is no event."""
    request = transitions.locked(pk)
    found = results.cleaned(said)
    if found != request.results:
        request.results = found
        request.save(update_fields=["results"])
        transitions.record(request, transitions.Kind.RESULTS, by, data=found)
    return request
