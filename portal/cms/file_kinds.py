"""What may be offered for download: a list of kinds, each known by its content and not by its name alone."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MEGABYTE = 1024 * 1024
HEAD = 4096  # bytes read to know a file
ZIP_ENTRIES = 5_000
ZIP_UNPACKED = 300 * MEGABYTE
ZIP_RATIO = 200  # times its packed size: ten times what dense office files reach
MARKUP = re.compile(r"<(?:!doctype\s+html|html|head|body|script|iframe|svg|object|embed)\b", re.IGNORECASE)
# Controls that no text has: all below the space but tabulation, line ends and form feed.
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
VIDEO_BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash", b"MSNV"}


class RefusedFile(ValueError):  # noqa: N818 - the word for what happened
    """The sentence to the editor is its text."""


@dataclass(frozen=True)
class Kind:
    """A kind of document: its extension, what servers call it, its largest size in bytes, and how to know it."""

    extension: str
    content_type: str
    largest: int
    check: Callable[[IO[bytes]], bool]


def starts(*signatures: bytes) -> Callable[[IO[bytes]], bool]:
    """A check for files that start with one of these bytes."""

    def check(file: IO[bytes]) -> bool:
        return file.read(HEAD).startswith(signatures)

    return check


def is_mp4(file: IO[bytes]) -> bool:
    """Whether it is a video of the MP4 family, by its first box."""
    head = file.read(HEAD)
    return head[4:8] == b"ftyp" and head[8:12] in VIDEO_BRANDS


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


def is_office(part: str) -> Callable[[IO[bytes]], bool]:
    """A check for Office Open XML files whose main folder is `part`."""

    def check(file: IO[bytes]) -> bool:
        with zipfile.ZipFile(file) as archive:
            names = unpacked_names(archive)
        if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js")) for name in names):
            raise RefusedFile("Ce fichier contient des macros : enregistrez-le sans elles.")
        return "[Content_Types].xml" in names and any(name.startswith(f"{part}/") for name in names)

    return check


def is_open_document(content_type: str) -> Callable[[IO[bytes]], bool]:
    """A check for OpenDocument files of this content type."""

    def check(file: IO[bytes]) -> bool:
        with zipfile.ZipFile(file) as archive:
            names = unpacked_names(archive)
            if "mimetype" not in names or archive.getinfo("mimetype").file_size > len(content_type) + 2:
                return False
            told = archive.read("mimetype").decode("ascii", errors="replace").strip()
        if any(name.startswith(("Basic/", "Scripts/")) for name in names):
            raise RefusedFile("Ce fichier contient des macros : enregistrez-le sans elles.")
        return told == content_type

    return check


def unpacked_names(archive: zipfile.ZipFile) -> set[str]:
    """Names inside an archive; RefusedFile when unpacking it would fill a disk. Reads its directory only."""
    entries = archive.infolist()
    unpacked, packed = sum(each.file_size for each in entries), sum(each.compress_size for each in entries)
    if (
        len(entries) > ZIP_ENTRIES
        or unpacked > ZIP_UNPACKED
        or (unpacked > 10 * MEGABYTE and unpacked > ZIP_RATIO * max(packed, 1))
    ):
        raise RefusedFile("Ce fichier se déplie en un contenu démesuré (« bombe de décompression »).")
    return {each.filename for each in entries}


_OFFICE = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
KINDS = {
    kind.extension: kind
    for kind in (
        Kind("pdf", "application/pdf", 20 * MEGABYTE, starts(b"%PDF-")),
        Kind("csv", "text/csv", 5 * MEGABYTE, is_text),
        Kind("txt", "text/plain", MEGABYTE, is_text),
        Kind("vtt", "text/vtt", MEGABYTE, is_captions),
        Kind("docx", f"{_OFFICE}.wordprocessingml.document", 20 * MEGABYTE, is_office("word")),
        Kind("xlsx", f"{_OFFICE}.spreadsheetml.sheet", 20 * MEGABYTE, is_office("xl")),
        Kind("pptx", f"{_OFFICE}.presentationml.presentation", 20 * MEGABYTE, is_office("ppt")),
        *(
            Kind(extension, f"{_ODF}.{name}", 20 * MEGABYTE, is_open_document(f"{_ODF}.{name}"))
            for extension, name in (("odt", "text"), ("ods", "spreadsheet"), ("odp", "presentation"))
        ),
        Kind("mp4", "video/mp4", 200 * MEGABYTE, is_mp4),
        Kind("webm", "video/webm", 200 * MEGABYTE, is_webm),
    )
}
VIDEOS = ("mp4", "webm")


def check_document(file: IO[bytes], name: str, size: int) -> None:
    """Raise RefusedFile unless the content is what the name says, of a kind that may be offered, and not too large."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    kind = KINDS.get(extension)
    if kind is None:
        raise RefusedFile(
            f"Les fichiers « .{extension} » ne sont pas acceptés. Choisissez parmi : {', '.join(sorted(KINDS))}."
        )
    if size == 0:
        raise RefusedFile("Ce fichier est vide.")
    if size > kind.largest:
        raise RefusedFile(f"Ce fichier est trop lourd : {kind.largest // MEGABYTE} Mo au plus pour un .{extension}.")
    file.seek(0)
    try:
        is_genuine = kind.check(file)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, OSError):
        is_genuine = False
    finally:
        file.seek(0)
    if not is_genuine:
        raise RefusedFile(
            f"Ce fichier s’appelle « .{extension} », mais son contenu n’est pas celui d’un .{extension} : "
            "enregistrez-le de nouveau depuis le logiciel d’origine."
        )
