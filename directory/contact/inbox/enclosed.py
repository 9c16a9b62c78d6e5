"""The files of a mail, taken out of it in a child process (`enclosures`): those to keep, and why others cannot be."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from directory.contact.files.accepted import MOST_BYTES, TOO_MUCH, checked_type, named
from directory.contact.files.keeping import SentFile
from portal.contained import calling
from portal.files.refusal import RefusedFile

if TYPE_CHECKING:
    from directory.contact.inbox.parsing import Incoming

MAX_MAIL = 16_000_000  # bytes of a mail whose files are read: 10 MB of them, as mails write them, and its words
FULL = "la demande a déjà reçu trop de fichiers"
UNREADABLE = "fichier illisible"


@dataclass(frozen=True)
class Enclosed:
    """Files that were checked, and the others by name with a reason in French."""

    files: tuple[SentFile, ...] = ()
    refused: dict[str, str] = field(default_factory=dict)


def enclosed_in(mail: Incoming, raw: bytes) -> Enclosed:
    """The files of a mail; none is lost in silence."""
    if not mail.attachments:
        return Enclosed()
    if len(raw) > MAX_MAIL:
        return Enclosed(refused=dict.fromkeys(mail.attachments, TOO_MUCH))
    try:
        found = json.loads(calling.call("directory.contact.inbox.enclosures:files_as_json", raw))
    except calling.NotDoneError:
        return Enclosed(refused=dict.fromkeys(mail.attachments, UNREADABLE))
    room, files, refused = MOST_BYTES, [], {}
    for each in found:
        name, content = named(each["name"], each["declared"]), base64.b64decode(each["content"])
        if len(content) > room:
            refused[each["name"]] = TOO_MUCH
            continue
        try:
            files.append(SentFile(name, checked_type(name, content), content))
        except RefusedFile as refusal:
            refused[each["name"]] = str(refusal)
        else:
            room -= len(content)
    return Enclosed(tuple(files), refused)
