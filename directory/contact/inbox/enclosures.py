"""Files in a mail, taken out of its parts. Pure: for a child process, which does not look into them."""

from __future__ import annotations

import base64
import json
from itertools import islice
from typing import TYPE_CHECKING

from directory.contact.inbox.parsing import file_name, parsed, parts_of

if TYPE_CHECKING:
    from email.message import Message

MOST = 20  # files read of one mail


def files_as_json(raw: bytes) -> bytes:
    """The files of a whole mail in their order: name, content type as it is declared, content in base64."""
    files = ((file_name(part), part) for part in parts_of(parsed(raw)))
    found = [
        {
            "name": name,
            "declared": part.get_content_type(),
            "content": base64.b64encode(_content(part)).decode(),
        }
        for name, part in islice(((name, part) for name, part in files if name), MOST)
    ]
    return json.dumps(found).encode()


def _content(part: Message) -> bytes:
    """The bytes of a file; of a forwarded mail, which the parser has read already, the mail."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return payload[0].as_bytes() if payload else b""
    return part.get_payload(decode=True) or b""
