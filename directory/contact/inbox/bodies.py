"""The words of a parsed mail (RFC 2045, 2046, 3676): which parts are text, in which charset, on which lines. Pure."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from directory.contact.inbox.html_text import text_of_html

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

MAX_HEADER = 20_000  # characters kept of one
_TEXT_CODECS = ("utf", "ascii", "iso", "cp", "koi8", "mac", "big5", "gb", "euc", "shift", "hz", "johab", "ptcp", "tis")
_OFTEN_FALSE = {"ascii", "iso8859-1", "iso8859-15", "cp1252"}  # declared by programs that send something else
_PLAIN, _PAGE, _OTHER = "text/plain", "text/html", "text/"
_NO_WORDS = {"text/calendar", "text/x-vcard", "text/vcard", "text/directory", "text/rfc822-headers", "text/css"}
# « Votre messagerie ne sait pas afficher ce message en HTML »: all that some programs write beside the page.
_EXCUSE = re.compile(r"\bhtml\b", re.IGNORECASE)
_EXCUSE_LENGTH = 300
_TAG = re.compile(r"<[^<>]{1,200}>")


def words_of(mail: Message, parts: list[Message]) -> str:
    """All that the mail itself says, in the order of reading; attached files and mails are left out.

    `parts` are those of the mail that are read at all. A named text counts when nothing else has words.
    """
    read = set(map(id, parts))
    said = _words(mail, read, may_be_named=False)
    return said if said.strip() else _words(mail, read, may_be_named=True)


def _words(mail: Message, read: set[int], *, may_be_named: bool) -> str:
    """The words of a part and of those in it; the depth is bounded by who chose the parts."""
    if id(mail) not in read:
        return ""
    kind, payload = mail.get_content_type(), mail.get_payload()
    if mail.get_content_maintype() == "multipart":
        if not isinstance(payload, list):  # its parts cannot be told apart: a boundary is missing
            return decoded(mail.get_payload(decode=True) or b"", mail.get_content_charset())
        said = [(part, _words(part, read, may_be_named=may_be_named)) for part in payload]
        if kind == "multipart/alternative":
            return _best(said)
        return "\n\n".join(text.strip("\n") for _, text in said if text.strip())
    is_words = mail.get_content_maintype() == "text" and kind not in _NO_WORDS
    if not is_words or (is_file(mail) and not may_be_named) or mail.get_content_disposition() == "attachment":
        return ""
    text = decoded(mail.get_payload(decode=True) or b"", mail.get_content_charset())
    if kind == _PAGE:
        return text_of_html(text)
    if kind != _PLAIN:
        return _TAG.sub("", text)
    is_flowed = str(mail.get_param("format", "")).lower() == "flowed"
    return unflowed(text, deletes=str(mail.get_param("delsp", "")).lower() == "yes") if is_flowed else text


def _best(versions: list[tuple[Message, str]]) -> str:
    """The plain version; another one when it is blank, or only excuses itself for not being a page."""
    with_words = [(part, text) for part, text in versions if text.strip()]
    plain = next((text for part, text in with_words if part.get_content_type() == _PLAIN), "")
    others = [text for part, text in with_words if part.get_content_type() != _PLAIN]
    if plain and not (others and len(plain) < _EXCUSE_LENGTH and _EXCUSE.search(plain)):
        return plain
    return others[-1] if others else plain


def is_file(part: Message) -> bool:
    """Whether a part bears the name of a file."""
    return bool(part.get_filename())


def unflowed(text: str, *, deletes: bool = False) -> str:
    """Join the lines that a program broke (RFC 3676); those of a quotation stay one by one, each with its mark."""
    told: list[str] = []
    is_open = False
    for given in text.replace("\r\n", "\n").split("\n"):
        is_quoted = given.startswith(">")
        line = given.removeprefix(" ")
        if is_open and line.strip() and not is_quoted and line != "-- ":
            told[-1] += line
        else:
            told.append(line)
        is_open = line.endswith(" ") and line != "-- " and not is_quoted
        if is_open and deletes:
            told[-1] = told[-1][:-1]
    return "\n".join(told)


def decoded(data: bytes, charset: str | None) -> str:
    """Bytes as text: in what they are rather than in what they are said to be, which is often false."""
    for name in _charsets(data, charset):
        try:
            return data.decode(name)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace") if _is_windows(data) else data.decode("latin-1")


def _charsets(data: bytes, charset: str | None) -> Iterator[str]:
    """Charsets to be tried in turn; only those that are charsets, none that is a program."""
    try:
        name = codecs.lookup((charset or "ascii").strip("\"' ")).name
    except (LookupError, ValueError):
        name = ""
    if name.startswith(("utf-16", "utf-32")) and b"\0" not in data:
        yield "utf-8"
    if name.startswith(_TEXT_CODECS) and name not in _OFTEN_FALSE:
        yield name
    yield "utf-8"
    if name == "iso8859-15" and not _is_windows(data):
        yield name
    yield "cp1252"


def _is_windows(data: bytes) -> bool:
    """Whether bytes stand where Windows-1252 has letters and Latin-1 has controls."""
    return any(0x80 <= byte < 0xA0 for byte in data)
