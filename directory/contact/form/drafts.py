"""Drafts of the form on the server: between its pages, what was typed waits here, for two hours and no longer.

The hours are the database's: a node whose clock is wrong forgets nobody's words. The key is unguessable and the whole
authority, as there is no cookie. Numbers and sizes are bounded: a draft that is
not stored costs nobody a word, for each page carries what was typed as well.
"""

from __future__ import annotations

import json
import re
import secrets
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError
from django.db.models.functions import Now

from directory.contact.files import waiting
from directory.contact.models import FormDraft

if TYPE_CHECKING:
    import datetime

MOST = 2_000  # drafts at once
LARGEST = 64_000  # characters of one, as JSON
DESK_PATH = "path"  # in the state of the page: what was posted to the desk without a session, and where
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")


def new_key() -> str:
    """A key that nobody guesses: 256 random bits, fit for an address."""
    return secrets.token_urlsafe(32)


def is_key(text: str) -> bool:
    """Whether this could be a key of ours."""
    return _KEY.fullmatch(text) is not None


def load(key: str, now: datetime.datetime | None = None, *, of_desk: bool = False) -> FormDraft | None:
    """The draft of a key; None when there is none, or none any more. Those of the desk open there alone."""
    if not is_key(key):
        return None
    try:
        found = FormDraft.objects.current(now or Now()).get(key=key)
    except FormDraft.DoesNotExist:
        return None
    return found if (DESK_PATH in found.page) == of_desk else None


def save(
    key: str,
    answers: dict[str, list[str]],
    page: dict[str, Any],
    *,
    known: FormDraft | None = None,
    now: datetime.datetime | None = None,
) -> FormDraft | None:
    """Keep what was typed under `key`, for two hours from now; None when it cannot be kept as it is.

    `known` is the draft of that key, where there is one already. Too large, or too many of them, or characters that no
    database holds: then the page itself carries the text.
    """
    now = now or Now()
    written = json.dumps([answers, page])
    if not is_key(key) or len(written) > LARGEST or "\\u0000" in written:
        return None
    try:
        if known is not None:
            known.answers, known.page, known.changed_at = answers, page, now
            known.save(update_fields=["answers", "page", "changed_at"])
            return known
        if FormDraft.objects.count() >= MOST:
            erase_due(now)
            if FormDraft.objects.count() >= MOST:
                return None
        return FormDraft.objects.create(key=key, answers=answers, page=page, changed_at=now)
    except DatabaseError:  # also a draft of that key that another click made, or that went in between
        return None


def erase_due(now: datetime.datetime | Now) -> str:
    """The periodic job: erase the drafts whose time is over."""
    count, _ = FormDraft.objects.over(now).delete()
    return f"{count} erased"


def export(email: str) -> list[dict[str, Any]]:
    """The drafts in which this address was typed, with their files, for the person."""
    return [
        {
            "modifié le": each.changed_at,
            "réponses": each.answers,
            "fichiers": [file.exported for file in waiting.of_draft(each.key).defer(None)],
        }
        for each in FormDraft.objects.of_emails(email)
    ]


def erase(email: str) -> int:
    """Erase the drafts in which this address was typed, with their files; returns how many drafts."""
    found = FormDraft.objects.of_emails(email)
    for each in found:
        waiting.of_draft(each.key).delete()
    return found.delete()[0]
