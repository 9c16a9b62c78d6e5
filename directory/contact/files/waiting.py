"""Files of a form that is being filled in: they wait with its draft, bounded in number and size, and go with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from directory.contact.files import accepted
from directory.contact.files.accepted import MOST_BYTES, MOST_FILES, TOO_MUCH
from directory.contact.files.keeping import SentFile
from directory.contact.models import FormDraft, WaitingFile
from directory.contact.models.draft import KEPT
from portal.files.refusal import RefusedFile
from portal.french.clean_text import clean_line

if TYPE_CHECKING:
    import datetime

    from directory.contact.models.received import StoredFileQuerySet

MOST_WAITING, MOST_WAITING_BYTES = 500, 500 * 1024 * 1024  # of all forms together
_NO_ROOM = (
    "Nous ne pouvons pas garder de fichier en ce moment : joignez-le plutôt en répondant à notre accusé de réception."
)


def of_draft(key: str) -> StoredFileQuerySet:
    """The files that wait with the draft of this key."""
    return WaitingFile.objects.filter(draft_key=key)


@transaction.atomic
def add(key: str, name: str, content: bytes) -> WaitingFile:
    """Check a file and let it wait. Raises RefusedFile, whose text is a sentence in French."""
    others, name = of_draft(key), accepted.named(clean_line(name).strip() or "fichier", "")
    if known := others.filter(name=name, size=len(content)).first():
        return known  # the same page was sent twice
    if others.count() >= MOST_FILES:
        raise RefusedFile(f"{MOST_FILES} fichiers au plus : retirez-en un pour en joindre un autre.")
    if others.size() + len(content) > MOST_BYTES:
        raise RefusedFile(TOO_MUCH)
    everything = WaitingFile.objects.all()
    if everything.count() >= MOST_WAITING or everything.size() + len(content) > MOST_WAITING_BYTES:
        raise RefusedFile(_NO_ROOM)
    kind = accepted.checked_type(name, content)
    return WaitingFile.objects.create(draft_key=key, name=name, content_type=kind, size=len(content), content=content)


def taken(key: str) -> list[SentFile]:
    """The files of a draft, which wait no longer: for the transaction that keeps them."""
    found = list(of_draft(key).defer(None))
    if found:
        of_draft(key).delete()
    return [SentFile(each.name, each.content_type, bytes(each.content)) for each in found]


def erase_due(now: datetime.datetime) -> str:
    """The periodic job: erase files whose draft is over, or never came to be."""
    current = FormDraft.objects.current(now).values("key")
    over = WaitingFile.objects.filter(added_at__lte=now - KEPT).exclude(draft_key__in=current)
    return f"{over.delete()[0]} erased"
