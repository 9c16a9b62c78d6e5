"""The visiting card of a referent, as phones and mail programs import it: vCard 3.0 (RFC 2426). Pure.

Version 3 rather than 4: every address book reads it. Only what the person agreed to show is in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.french.clean_text import clean_text

if TYPE_CHECKING:
    from directory.models import Referent

CONTENT_TYPE = "text/vcard; charset=utf-8"
LINE_BYTES = 75


def vcard(referent: Referent, address: str) -> bytes:
    """The card in UTF-8; `address` is the full address of the public sheet. Needs `disp`; no query of its own."""
    named = referent.is_named
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{_text(referent.display_name)}",
        # N is required: without a name, the office stands in the place of the family name.
        f"N:{_text(referent.last_name)};{_text(referent.first_name)};;;"
        if named
        else f"N:{_text(referent.office)};;;;",
        f"ORG:{_text(referent.disp.name)};{_text(referent.office)}",
        f"TITLE:{_text(referent.words.function)}",
    ]
    if referent.public_telephone:
        lines.append(f"TEL;TYPE=work,voice:{referent.telephone.as_e164}")
    mailbox = referent.disp.mailbox if referent.is_vacant or referent.is_absent else referent.public_email
    if mailbox:
        lines.append(f"EMAIL;TYPE=internet,work:{_text(mailbox)}")
    lines.append(f"URL:{address}")
    if referent.verified_on:
        lines.append(f"REV:{referent.verified_on.isoformat()}")
    lines.append("END:VCARD")
    return b"".join(_folded(line) for line in lines)


def _text(value: str) -> str:
    """Escape what separates values; a line break becomes the two signs that stand for one."""
    value = clean_text(value)
    for sign, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        value = value.replace(sign, escaped)
    return value


def _folded(line: str) -> bytes:
    """One logical line in lines of 75 bytes at most, never cut inside a character; followed by CRLF."""
    folded, width = bytearray(), 0
    for letter in line:
        encoded = letter.encode()
        if width + len(encoded) > LINE_BYTES:
            folded += b"\r\n "
            width = 1
        folded += encoded
        width += len(encoded)
    return bytes(folded + b"\r\n")
