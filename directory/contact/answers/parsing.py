"""A mail as it lies in the mailbox, read without trust: bounded, decoded, never a reason to stop. Pure.

Python's own policy for mails raises on some headers that spam carries; the old one (compat32) does not, so the few
headers we need are decoded here. Attachments are named, never kept.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import re
import unicodedata
from dataclasses import asdict, dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from typing import TYPE_CHECKING

from directory.contact.answers.html_text import text_of_html
from directory.contact.answers.quoting import own_words

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 1_000_000  # read of one mail; words come before attachments
MAX_TEXT = 20_000  # characters kept of what was written
MAX_PARTS = 100
_MAX_HEADER = 20_000
_MAX_NAMES = 20
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{3,253}>")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_TEXT_CODECS = ("utf", "ascii", "iso", "cp", "koi8", "mac", "big5", "gb", "euc", "shift")
_ADDRESSED = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")


@dataclass(frozen=True)
class Failure:
    """One recipient of a delivery report (RFC 3464) that will never be served; `status` such as « 5.1.1 »."""

    recipient: str
    status: str


@dataclass(frozen=True)
class Incoming:
    """What we take of a mail. Addresses are bare and in lower case; `sender` is empty when there is not exactly one."""

    message_id: str
    sender: str
    addressed_to: tuple[str, ...]
    refers_to: tuple[str, ...]
    subject: str
    text: str
    attachments: tuple[str, ...]
    is_automatic: bool
    is_report: bool = False
    failures: tuple[Failure, ...] = ()


def read_mail(raw: bytes) -> Incoming:
    """Read a mail, whatever it holds, as far as MAX_BYTES."""
    mail = message_from_bytes(raw[:MAX_BYTES])
    parts = list(_parts(mail))
    senders = _addresses(mail, "From")
    is_report = mail.get_content_type() == "multipart/report" and any(
        part.get_content_type() == "message/delivery-status" for part in parts
    )
    return Incoming(
        message_id=_message_id(mail, raw),
        sender=senders[0] if len(senders) == 1 else "",
        addressed_to=tuple(dict.fromkeys(each for name in _ADDRESSED for each in _addresses(mail, name))),
        refers_to=_identifiers(mail) if not is_report else _identifiers_of_original(parts),
        subject=_header(mail, "Subject"),
        text="" if is_report else _text(parts, is_cut=len(raw) > MAX_BYTES),
        attachments=tuple(name for name in map(_file_name, parts) if name)[:_MAX_NAMES],
        is_automatic=is_report or _is_automatic(mail),
        is_report=is_report,
        failures=tuple(_failures(parts)) if is_report else (),
    )


def read_as_json(raw: bytes) -> bytes:
    """The same as JSON: what leaves a child process is data and nothing else."""
    return json.dumps(asdict(read_mail(raw))).encode()


def _parts(mail: Message) -> Iterator[Message]:
    """Parts in the order of reading, as far as MAX_PARTS; an attached mail is one part, not its content."""
    waiting, seen = [mail], 0
    while waiting and seen < MAX_PARTS:
        part = waiting.pop(0)
        seen += 1
        yield part
        if part.get_content_maintype() == "multipart" and isinstance(part.get_payload(), list):
            waiting[:0] = part.get_payload()


def clean(text: str) -> str:
    r"""Text fit for a database and a page: \n line ends, no controls, no lone surrogates."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"})


def _header(mail: Message, name: str) -> str:
    """A header on one line, decoded as far as possible."""
    raw = str(mail.get(name, ""))[:_MAX_HEADER]
    try:
        pieces = decode_header(raw)
    except (HeaderParseError, ValueError):
        pieces = [(raw, None)]
    text = "".join(piece if isinstance(piece, str) else _decoded(piece, charset) for piece, charset in pieces)
    return " ".join(clean(text).split())


def _addresses(mail: Message, name: str) -> list[str]:
    found = getaddresses([str(each)[:_MAX_HEADER] for each in mail.get_all(name, [])[:20]])
    return [address.lower() for _, address in found if _ADDRESS.fullmatch(address) and address.isprintable()]


def _identifiers(mail: Message) -> tuple[str, ...]:
    text = " ".join(str(mail.get(name, ""))[:_MAX_HEADER] for name in ("In-Reply-To", "References"))
    return tuple(dict.fromkeys(_MESSAGE_ID.findall(text)))[:100]


def _identifiers_of_original(parts: list[Message]) -> tuple[str, ...]:
    """Message-IDs of the mail that a report returns, whole or by its headers."""
    found: list[str] = []
    for part in parts:
        kind, payload = part.get_content_type(), part.get_payload()
        if kind == "message/rfc822" and isinstance(payload, list) and payload:
            found += _MESSAGE_ID.findall(str(payload[0].get("Message-ID", "")))
        elif kind == "text/rfc822-headers":
            original = message_from_bytes((part.get_payload(decode=True) or b"")[:_MAX_HEADER])
            found += _MESSAGE_ID.findall(str(original.get("Message-ID", "")))
    return tuple(dict.fromkeys(found))


def _message_id(mail: Message, raw: bytes) -> str:
    """The identifier of the mail; one made of its content when it has none that can be used."""
    found = _MESSAGE_ID.findall(str(mail.get("Message-ID", ""))[:_MAX_HEADER])
    return found[0] if found else f"<{hashlib.sha256(raw).hexdigest()}@without.message-id.invalid>"


def _is_automatic(mail: Message) -> bool:
    """Whether a program answered (RFC 3834, and what older ones do)."""
    said = str(mail.get("Auto-Submitted", "no")).strip().lower()
    precedence = str(mail.get("Precedence", "")).strip().lower()
    return (
        not said.startswith("no")
        or precedence in {"bulk", "junk", "list", "auto_reply"}
        or any(name in mail for name in ("X-Autoreply", "X-Autorespond"))
        or str(mail.get("Return-Path", "")).strip() == "<>"
    )


def _text(parts: list[Message], *, is_cut: bool) -> str:
    """What the person wrote: the plain version, else the words of the HTML one."""
    for kind in ("text/plain", "text/html"):
        bodies = [part for part in parts if part.get_content_type() == kind and not _file_name(part)]
        payload = next((each for each in (body.get_payload(decode=True) for body in bodies) if each), None)
        if payload:
            body = next(each for each in bodies if each.get_payload(decode=True))
            text = _decoded(payload, body.get_content_charset())
            text = own_words(clean(text_of_html(text) if kind == "text/html" else text))
            return text if len(text) <= MAX_TEXT and not is_cut else text[:MAX_TEXT].rstrip() + "\n[message coupé]"
    return ""


def _file_name(part: Message) -> str:
    """Name of an attachment; empty for a part that is a text of the mail."""
    if part.is_multipart() and part.get_content_type() != "message/rfc822":
        return ""
    name = part.get_filename()
    if name is None and part.get_content_disposition() != "attachment":
        return "" if part.get_content_maintype() in {"text", "multipart", "message"} else part.get_content_type()
    shown = Message()
    shown["Subject"] = str(name or "sans nom").replace("\n", " ").replace("\r", " ")
    return _header(shown, "Subject")[:120]


def _decoded(data: bytes, charset: str | None) -> str:
    for name in (charset or "utf-8", "utf-8"):
        try:
            if codecs.lookup(name).name.startswith(_TEXT_CODECS):  # no codec that is a program
                return data.decode(name)
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")


def _failures(parts: list[Message]) -> Iterator[Failure]:
    """Recipients that a report calls failed for good; delays are left out."""
    for part in parts:
        if part.get_content_type() != "message/delivery-status" or not isinstance(part.get_payload(), list):
            continue
        for block in part.get_payload()[:MAX_PARTS]:
            if str(block.get("Action", "")).strip().lower() != "failed":
                continue
            recipient = str(block.get("Final-Recipient", block.get("Original-Recipient", "")))[:_MAX_HEADER]
            address = recipient.rpartition(";")[2].strip().strip("<>").lower()
            status = re.search(r"\b[245]\.\d{1,3}\.\d{1,3}\b", str(block.get("Status", "")))
            yield Failure(address if address.isprintable() else "", status[0] if status else "")
