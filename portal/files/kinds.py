"""File types that may be uploaded: an allow-list, each known by its content and not by its name alone."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from portal.contained.calling import NotDoneError
from portal.files import archives
from portal.files.pdf import describe
from portal.files.refusal import TOO_MUCH, RefusedFile, contained_check

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MEGABYTE = 1024 * 1024
HEAD = 4096  # bytes read to know a file
PDF_STARTS_BEFORE = 1024  # bytes: what stands before is what a mailer or a scanner added, and readers skip it
MARKUP = re.compile(r"<(?:!doctype\s+html|html|head|body|script|iframe|svg|object|embed)\b", re.IGNORECASE)
# Controls that no text has: all below the space but tabulation, line ends and form feed.
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
# Brands of the MP4 family (ISO 14496-12 and its kin), as telephones, cameras and encoders write them; no pictures.
VIDEO_BRANDS = re.compile(
    rb"iso[0-9a-z]|mp4[12]|mp7[1t]|avc[1-4]|av01|hev1|hvc1|M4V.|f4v |dash|dsms|cmf[a-z]|ms[dis][hvx]|mmp4|"
    rb"3g[2eghprst].|XAVC|ND[SX].|CAEP|caqv|dby1|dv[hx]1|piff|uvvu|qt  |MSNV"
)
BOXES_BEFORE = {b"free", b"skip", b"wide", b"uuid", b"pdin"}
BOX_HEAD = 8  # bytes: length, name
AUDIO_OR_PICTURE = re.compile(rb"M4[ABP] |hei[cxms]|hev[cmsx]|mif1|msf1|avi[fs]|crx |jp[2mx] ")
PROTECTED = (
    "Ce PDF est protégé (mot de passe, ou lecture interdite aux lecteurs d’écran) : enregistrez-le sans protection."
)


@dataclass(frozen=True)
class Kind:
    """A kind of document: its extension, what servers call it, its largest size in bytes, and how to know it."""

    extension: str
    content_type: str
    largest: int
    check: Callable[[IO[bytes]], bool]


def is_mp4(file: IO[bytes]) -> bool:
    """Whether it is a video of the MP4 family: one of the brands in its first box that says any is known."""
    head, at = file.read(HEAD), 0
    while head[at + 4 : at + 8] in BOXES_BEFORE and (length := int.from_bytes(head[at : at + 4], "big")) >= BOX_HEAD:
        at += length
    if head[at + 4 : at + 8] != b"ftyp":
        return False
    major, others = head[at + 8 : at + 12], head[at + 16 : at + int.from_bytes(head[at : at + 4], "big")]
    brands = [major, *(others[each : each + 4] for each in range(0, len(others), 4))]
    return not AUDIO_OR_PICTURE.fullmatch(major) and any(VIDEO_BRANDS.fullmatch(brand) for brand in brands)


def is_webm(file: IO[bytes]) -> bool:
    """Whether it is a Matroska file that calls itself WebM."""
    head = file.read(HEAD)
    return head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head


def is_text(file: IO[bytes]) -> bool:
    """Whether it is plain text; RefusedFile when it is a web page."""
    content = file.read()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if MARKUP.search(text):
        raise RefusedFile("Ce fichier contient une page web (HTML) : un navigateur pourrait l’exécuter.")
    return not CONTROLS.search(text)


def is_captions(file: IO[bytes]) -> bool:
    """Whether it holds the captions of a video (WebVTT)."""
    content = file.read()
    return content.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT") and is_text(io.BytesIO(content))


def is_pdf(file: IO[bytes]) -> bool:
    """Whether it is a PDF that opens; RefusedFile when it wants a password, or is made to exhaust its readers."""
    head = file.read(HEAD)
    start = head.find(b"%PDF-", 0, PDF_STARTS_BEFORE)
    if start < 0 or MARKUP.search(head[:start].decode("latin-1")):
        return False
    try:
        found = describe(file)
    except NotDoneError:
        raise RefusedFile(TOO_MUCH) from None
    if found.is_protected:
        raise RefusedFile(PROTECTED)
    return True


def is_archive(function: str, first_line: str = "") -> Callable[[IO[bytes]], bool]:
    """A check for office files, by the `function` of `portal.files.archives` that a child process runs."""

    def check(file: IO[bytes]) -> bool:
        content = (f"{first_line}\n".encode() if first_line else b"") + file.read()
        try:
            contained_check(f"{archives.__name__}:{function}", content, archives.NOT_GENUINE)
        except RefusedFile as refusal:
            if str(refusal) != archives.NOT_GENUINE:
                raise
            return False
        return True

    return check


_OFFICE = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
KINDS = {
    kind.extension: kind
    for kind in (
        Kind("pdf", "application/pdf", 20 * MEGABYTE, is_pdf),
        Kind("csv", "text/csv", 5 * MEGABYTE, is_text),
        Kind("txt", "text/plain", MEGABYTE, is_text),
        Kind("vtt", "text/vtt", MEGABYTE, is_captions),
        Kind("docx", f"{_OFFICE}.wordprocessingml.document", 20 * MEGABYTE, is_archive("complaint_of_word")),
        Kind("xlsx", f"{_OFFICE}.spreadsheetml.sheet", 20 * MEGABYTE, is_archive("complaint_of_workbook")),
        Kind("pptx", f"{_OFFICE}.presentationml.presentation", 20 * MEGABYTE, is_archive("complaint_of_slides")),
        *(
            Kind(extension, f"{_ODF}.{name}", 20 * MEGABYTE, is_archive("complaint_of_open_document", f"{_ODF}.{name}"))
            for extension, name in (("odt", "text"), ("ods", "spreadsheet"), ("odp", "presentation"))
        ),
        Kind("mp4", "video/mp4", 200 * MEGABYTE, is_mp4),
        Kind("webm", "video/webm", 200 * MEGABYTE, is_webm),
    )
}
VIDEOS = ("mp4", "webm")


def starts(signature: bytes) -> Callable[[IO[bytes]], bool]:
    """A check for files that start with these bytes."""
    return lambda file: file.read(HEAD).startswith(signature)


# Photographs, where files are kept for somebody to download and never shown in a page.
PHOTOGRAPHS = {
    kind.extension: kind
    for kind in (
        Kind("jpg", "image/jpeg", 20 * MEGABYTE, starts(b"\xff\xd8\xff")),
        Kind("jpeg", "image/jpeg", 20 * MEGABYTE, starts(b"\xff\xd8\xff")),
        Kind("png", "image/png", 20 * MEGABYTE, starts(b"\x89PNG\r\n\x1a\n")),
    )
}


def check_document(file: IO[bytes], name: str, size: int, *, kinds: Mapping[str, Kind] = KINDS) -> Kind:
    """What the file is; RefusedFile unless its content is what the name says, of one of `kinds`, and not too large."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    kind = kinds.get(extension)
    if kind is None:
        raise RefusedFile(
            f"Les fichiers « .{extension} » ne sont pas acceptés. Choisissez parmi : {', '.join(sorted(kinds))}."
        )
    if size == 0:
        raise RefusedFile("Ce fichier est vide.")
    if size > kind.largest:
        raise RefusedFile(f"Ce fichier est trop lourd : {kind.largest // MEGABYTE} Mo au plus pour un .{extension}.")
    file.seek(0)
    try:
        is_genuine = kind.check(file)
    finally:
        file.seek(0)
    if not is_genuine:
        raise RefusedFile(
            f"Ce fichier s’appelle « .{extension} », mais son contenu n’est pas celui d’un .{extension} : "
            "enregistrez-le de nouveau depuis le logiciel d’origine."
        )
    return kind
