"""The access log of requests: who read the personal data of which employer, written by every view that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from directory.contact.models import RequestRead
from directory.contact.models.event import Author

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AbstractBaseUser


def note(user: AbstractBaseUser, keys: Iterable[int], kind: RequestRead.Kind) -> None:
    """Store that this account read these requests (by their keys) on this way."""
    label = Author.of(user).label
    RequestRead.objects.bulk_create(
        (RequestRead(request_id=key, account=user, account_label=label, kind=kind) for key in keys), batch_size=1000
    )
