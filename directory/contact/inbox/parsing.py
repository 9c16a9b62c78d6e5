"""Whatever arrives by mail, as plain data with bounds: never an exception for what it holds, never a guess. Pure.

Every value comes from outside: headers may be missing, forged, in unknown charsets or of absurd length.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from itertools import islice
from typing import TYPE_CHECKING, Any

from directory.contact.inbox import forwarded, senders
from directory.contact.inbox.automatic import Automatic, automatic_kind
from directory.contact.inbox.bodies import MAX_HEADER, decoded, words_of
from directory.contact.inbox.html_text import text_of_html
from directory.contact.inbox.quoting import own_words
from directory.contact.inbox.reports import Failure, report_of
from portal.french.clean_text import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 1_000_000  # read of one mail, beside its files
MAX_TEXT = 20_000  # characters kept of what was written
MAX_WHOLE = 100_000  # characters kept of a mail whose quotations were left out
MAX_PARTS = 100  # read of one mail
MAX_PARSED_PARTS, MAX_DEPTH = 1000, 20  # beyond, the mail was made to do harm
_MAX_NAMES, _MAX_IDENTIFIERS, _MAX_ADDRESSES, _MAX_FROM = 20, 100, 200, 5
_FILE_LINES = 2_700  # lines of base64 kept of a file: 200 kB of it
_FILE = re.compile(rb"((?:[A-Za-z0-9+/]{60,76}\r?\n){%d})(?:[A-Za-z0-9+/]{60,76}\r?\n)+" % _FILE_LINES)
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{3,253}>")
_ADDRESSED = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
_CUT = "\n[message coupé]"
_NO_WORDS = {"image", "audio", "video"}
_REPORTED = ("text/plain", "text/html")


@dataclass(frozen=True)
class Incoming:
    """What we take of a mail. Addresses are bare and in lower case; `sender` is empty when there is not exactly one.

    `text` is what its author wrote, `whole` all its words, when something was left out of them. `automatic` says what
    kind of program wrote it: a value of `automatic.Automatic`.
    """

    message_id: str
    sender: str
    addressed_to: tuple[str, ...]
    refers_to: tuple[str, ...]
    subject: str
    text: str
    attachments: tuple[str, ...]
    automatic: str = Automatic.NO
    sender_name: str = ""
    whole: str = ""
    is_report: bool = False
    failures: tuple[Failure, ...] = ()
    delays: tuple[Failure, ...] = ()

    @property
    def is_automatic(self) -> bool:
        """Whether a program wrote it."""
        return bool(self.automatic)


class TooMuchError(Exception):
    """The mail has more parts, depth or parameters than any that a person sends."""


def read_mail(raw: bytes) -> Incoming:
    """Read a mail, whatever it holds: its words as far as MAX_BYTES, without its files. Raises TooMuchError."""
    raw, is_cut = without_files(raw)
    mail = parsed(raw)
    parts = list(parts_of(mail))
    sender, subject = senders.sender_in(", ".join(_given(mail, "From")[:_MAX_FROM])), _header(mail, "Subject")
    refers_to = _identifiers(mail)
    enclosed = list(_enclosed_reports(parts))
    reported = "\n\n".join(_reported([*parts, *enclosed]))
    report = report_of(mail, parts, enclosed, subject=subject, sender=sender, words=reported)
    text, whole = ("", "") if report else _told(words_of(mail, parts), is_cut=is_cut)
    if not report:
        text = "\n\n".join(filter(None, (text, *forwarded.told(parts, parts_of, _header))))
    automatic = Automatic.REPLY if report else automatic_kind(mail, parts, subject=subject, sender=sender)
    named = (*report.refers_to, *refers_to) if report else refers_to
    return Incoming(
        message_id=_message_id(mail, raw),
        sender=sender,
        sender_name=senders.name_in(_header(mail, "From"))[:150] if sender else "",
        addressed_to=tuple(_addressed_to(mail)),
        refers_to=tuple(dict.fromkeys(named))[:_MAX_IDENTIFIERS],
        subject=subject,
        text=text,
        whole=whole,
        attachments=tuple(islice((name for name in map(file_name, parts) if name), _MAX_NAMES)),
        automatic=automatic,
        is_report=report is not None,
        failures=report.failures if report else (),
        delays=report.delays if report else (),
    )


def read_as_json(raw: bytes) -> bytes:
    """The same as JSON: what leaves a child process is data and nothing else."""
    return json.dumps(asdict(read_mail(raw))).encode()


def without_files(raw: bytes) -> tuple[bytes, bool]:
    """The mail with only the beginning of each long file, and whether it is cut beyond that.

    So words are found that stand below a picture, however large it is.
    """
    short = _FILE.sub(rb"\1", raw) if len(raw) > MAX_BYTES // 2 else raw
    return short[:MAX_BYTES], len(short) > MAX_BYTES


class _Bounded(Compat32):
    """The old policy with short headers: the parser's work on parameters is quadratic in their number."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        if len(value) > MAX_HEADER and name.lower().startswith("content-"):
            raise TooMuchError
        return name[:MAX_HEADER], value[:MAX_HEADER]


def parsed(raw: bytes) -> Message:
    """The mail as a tree of parts. Raises TooMuchError."""
    count = 0

    class Counted(Message):
        def __init__(self, policy: Any) -> None:
            super().__init__(policy)
            nonlocal count
            count += 1
            if count > MAX_PARSED_PARTS:
                raise TooMuchError

    return message_from_bytes(raw, Counted, policy=_Bounded())


def parts_of(mail: Message) -> Iterator[Message]:
    """Parts in the order of reading, as far as MAX_PARTS; an attached mail is one part, not its content."""
    waiting, seen = [(mail, 0)], 0
    while waiting and seen < MAX_PARTS:
        part, depth = waiting.pop(0)
        seen += 1
        yield part
        if part.get_content_maintype() == "multipart" and isinstance(part.get_payload(), list):
            if depth == MAX_DEPTH:
                raise TooMuchError
            waiting[:0] = [(each, depth + 1) for each in part.get_payload()]


def _given(mail: Message, name: str) -> list[str]:
    """The values of a header as they stand there; also letters beyond ASCII, which have no right to."""
    raw = (str(value)[:MAX_HEADER] for each, value in mail.raw_items() if each.lower() == name.lower())
    return [_unescaped(each) for each in islice(raw, _MAX_NAMES)]


def _unescaped(text: str) -> str:
    """The letters behind the bytes that the parser only escaped."""
    return text if text.isascii() else decoded(text.encode("utf-8", "surrogateescape"), None)


def _header(mail: Message, name: str) -> str:
    """A header on one line, decoded as far as possible."""
    raw = next(iter(_given(mail, name)), "")
    try:
        pieces = decode_header(raw)
    except (HeaderParseError, ValueError):
        pieces = [(raw, None)]
    text = "".join(piece if isinstance(piece, str) else decoded(piece, charset) for piece, charset in _joined(pieces))
    return " ".join(clean_text(text).split())


def _joined(pieces: list[tuple[Any, str | None]]) -> Iterator[tuple[Any, str | None]]:
    """Neighbours of one charset together: programs cut words in the middle of a letter."""
    waiting: tuple[bytes, str | None] | None = None
    for piece, charset in pieces:
        if waiting and charset is not None and waiting[1] == charset:
            waiting = (waiting[0] + piece, charset)
            continue
        if waiting:
            yield waiting
        waiting = (piece, charset) if isinstance(piece, bytes) and charset is not None else None
        if waiting is None:
            yield piece, charset
    if waiting:
        yield waiting


def _addressed_to(mail: Message) -> list[str]:
    headers = (each for name in _ADDRESSED for each in _given(mail, name))
    return list(dict.fromkeys(each for header in headers for each in senders.addresses_in(header)))[:_MAX_ADDRESSES]


def _identifiers(mail: Message) -> tuple[str, ...]:
    text = " ".join(str(mail.get(name, ""))[:MAX_HEADER] for name in ("In-Reply-To", "References"))
    return tuple(dict.fromkeys(_MESSAGE_ID.findall(text)))[:_MAX_IDENTIFIERS]


def _message_id(mail: Message, raw: bytes) -> str:
    """The identifier of the mail; one made of its content when it has none that can be used."""
    found = _MESSAGE_ID.findall(str(mail.get("Message-ID", ""))[:MAX_HEADER])
    return found[0] if found else f"<{hashlib.sha256(raw).hexdigest()}@without.message-id.invalid>"


def _told(words: str, *, is_cut: bool) -> tuple[str, str]:
    """What the person wrote, and all the words when that is less than all."""
    whole = clean_text(words).strip()
    text = own_words(whole)
    if len(text) > MAX_TEXT or is_cut:
        text = text[:MAX_TEXT].rstrip() + _CUT
    return text, "" if text == whole else whole[:MAX_WHOLE]


def _enclosed_reports(parts: list[Message]) -> Iterator[Message]:
    """The parts of reports that a server passes on, whole, in a mail of its own."""
    for part in parts:
        inner = forwarded.mail_in(part)
        if inner is not None and inner.get_content_type() == "multipart/report":
            yield from parts_of(inner)


def _reported(parts: list[Message]) -> Iterator[str]:
    """All words in which a server may say what became of a mail: its own, and the mail that it returns."""
    for part in parts:
        kind, payload = part.get_content_type(), part.get_payload()
        if (inner := forwarded.mail_in(part)) is not None and inner.get_content_type() == "multipart/report":
            continue  # its own parts follow
        if kind == "message/rfc822" and isinstance(payload, list):
            # Below a mark of ours, so that its words are not taken for those of the server.
            heads = "\n".join(f"{name}: {value}" for each in payload[:1] for name, value in each.items()[:200])
            yield f"------ returned message ------\n{heads}"
        elif kind.startswith("text/rfc822"):
            yield "------ returned message ------\n" + decoded(part.get_payload(decode=True) or b"", None)
        elif kind in _REPORTED or (isinstance(payload, str) and part.get_content_maintype() not in _NO_WORDS):
            text = decoded((part.get_payload(decode=True) or b"")[: MAX_TEXT * 3], part.get_content_charset())
            yield text_of_html(text) if kind == "text/html" else text


def file_name(part: Message) -> str:
    """Name of an attachment; empty for a part that is a text of the mail."""
    if part.is_multipart() and part.get_content_type() != "message/rfc822":
        return ""
    name = part.get_filename()
    is_mail = part.get_content_type() == "message/rfc822"
    if is_mail:
        name = name or forwarded.subject_of(part) or "message joint"
    elif name is None and part.get_content_disposition() != "attachment":
        return "" if part.get_content_maintype() in {"text", "multipart", "message"} else part.get_content_type()
    shown = Message()
    shown["Subject"] = str(name or "sans nom").replace("\n", " ").replace("\r", " ")
    said = _header(shown, "Subject")[:120]
    return f"{said.removesuffix('.eml')[:100]}.eml" if is_mail else said
