"""Mails that came as files of a mail (message/rfc822, « .eml »): their subjects, and their words to be read. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from directory.contact.inbox.bodies import words_of
from portal.french.clean_text import clean_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from email.message import Message

    Header = Callable[[Message, str], str]

MOST, LENGTH = 3, 5_000  # mails that are told, characters of each
_KIND = "message/rfc822"


def mail_in(part: Message) -> Message | None:
    """The mail that a part holds; None for any other part."""
    payload = part.get_payload()
    is_mail = part.get_content_type() == _KIND and isinstance(payload, list) and payload
    return payload[0] if is_mail else None


def subject_of(part: Message) -> str:
    """What the mail in a part is about, as its header says it; empty when it does not."""
    inner = mail_in(part)
    return str(inner.get("Subject", "")) if inner else ""


def told(parts: Iterable[Message], parts_of: Callable[[Message], Iterable[Message]], header: Header) -> Iterator[str]:
    """The words of each attached mail, below who wrote it and about what."""
    found = [inner for part in parts if (inner := mail_in(part)) is not None]
    for inner in found[:MOST]:
        words = clean_text(words_of(inner, list(parts_of(inner)))).strip()
        if words:
            sender, subject = header(inner, "From")[:200], header(inner, "Subject")[:200]
            said = f"Message joint{f', de {sender}' if sender else ''}{f' : {subject}' if subject else ''}"
            yield f"[{said}]\n{words[:LENGTH]}"
