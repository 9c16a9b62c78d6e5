"""Office files (Office Open XML, OpenDocument): unpacked within bounds, and refused when they hold a program.

What a part is called proves nothing, a renamed one runs as well: macros are known by content types, relationships and
the bytes of OLE containers. Runs in a child process; knows no framework.
"""

from __future__ import annotations

import io
import re
import zipfile
from posixpath import basename
from typing import TYPE_CHECKING

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError

from portal.files.refusal import RefusedFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MEGABYTE = 1024 * 1024
ZIP_ENTRIES = 5_000
ZIP_UNPACKED = 300 * MEGABYTE
ZIP_RATIO = 200  # times its packed size: ten times what dense office files reach
PART = 32 * MEGABYTE  # of XML looked into; a part larger than that is no letter and no table
RELATIONS = 4 * MEGABYTE  # of what says how the parts belong together
NESTED = 2  # archives within archives
MACROS = "Ce fichier contient des macros ou un programme : enregistrez-le sans elles."
OUTSIDE = "Ce fichier va chercher un modèle ou un contenu ailleurs ({what}) : incorporez-le, ou retirez le lien."
BOMB = "Ce fichier se déplie en un contenu démesuré (« bombe de décompression »)."
NOT_GENUINE = "not genuine"  # for the caller, which says it with the file's name

_PROGRAMS = re.compile(r"vba|macro|activex|dialogsheet|webextension", re.IGNORECASE)
_PROGRAM_NAMES = re.compile(
    r"(?:^|/)(?:basic|scripts|macrosheets|dialogsheets|activex)/|vba(?:project|data)|"
    r"\.(?:exe|dll|com|scr|js|jse|vbs|vbe|wsf|hta|ps1|bat|cmd|lnk|jar|msi|docm|dotm|xlsm|xltm|xlam|pptm|"
    r"potm|ppam|ppsm|sldm)$",
    re.IGNORECASE,
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_OLE_MACROS = re.compile("_VBA_PROJECT|Macros|VBA\x00".encode("utf-16-le"))
_FIELD = re.compile(rb"<w:instrText[^>]{0,200}>\s{0,20}\"?DDE(?:AUTO)?\b|<ddeLink\b|:ddeLink\b", re.IGNORECASE)
_CALLS = re.compile(rb"vnd\.sun\.star\.script:|\bmacro-name=")
# Of a relationship or a template: an address of another machine. A letter saved from a template of one's own disk names
# it as file:///C:/…, which leads nowhere elsewhere.
_ELSEWHERE = re.compile(
    r"\s*(?:[a-z][a-z0-9+.-]*:)?[/\\]{2,}(?![/\\]?[a-z]:)|\s*(?:https?|ftp|mhtml|ms-[a-z]+):", re.IGNORECASE
)


def complaint_of_word(content: bytes) -> bytes:
    """For .docx: a sentence, NOT_GENUINE, or nothing; all in UTF-8, as for the others below."""
    return _complaint(content, _office("word"))


def complaint_of_workbook(content: bytes) -> bytes:
    """For .xlsx."""
    return _complaint(content, _office("xl"))


def complaint_of_slides(content: bytes) -> bytes:
    """For .pptx."""
    return _complaint(content, _office("ppt"))


def complaint_of_open_document(content: bytes) -> bytes:
    """For .odt, .ods, .odp; the first line of the bytes is the content type that the file should have."""
    content_type, _, content = content.partition(b"\n")
    return _complaint(content, _open_document(content_type.decode()))


def _complaint(content: bytes, check: Callable[[zipfile.ZipFile], bool]) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            bounded(archive)
            is_genuine = check(archive)
            look_for_programs(archive)
    except RefusedFile as refusal:
        return str(refusal).encode()
    except DefusedXmlException:
        return MACROS.encode()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ParseError, NotImplementedError, EOFError, RuntimeError, OSError,
            ValueError, KeyError):  # fmt: skip
        is_genuine = False
    return b"" if is_genuine else NOT_GENUINE.encode()


def bounded(archive: zipfile.ZipFile) -> None:
    """Raise RefusedFile when unpacking an archive would fill a disk; reads its directory only."""
    entries = archive.infolist()
    unpacked, packed = sum(each.file_size for each in entries), sum(each.compress_size for each in entries)
    if (
        len(entries) > ZIP_ENTRIES
        or unpacked > ZIP_UNPACKED
        or (unpacked > 10 * MEGABYTE and unpacked > ZIP_RATIO * max(packed, 1))
    ):
        raise RefusedFile(BOMB)


def _office(folder: str) -> Callable[[zipfile.ZipFile], bool]:
    def check(archive: zipfile.ZipFile) -> bool:
        names = set(archive.namelist())
        return "[Content_Types].xml" in names and any(name.startswith(f"{folder}/") for name in names)

    return check


def _open_document(content_type: str) -> Callable[[zipfile.ZipFile], bool]:
    def check(archive: zipfile.ZipFile) -> bool:
        names = set(archive.namelist())
        if "mimetype" not in names or archive.getinfo("mimetype").file_size > len(content_type) + 2:
            return False
        return archive.read("mimetype").decode("ascii", errors="replace").strip() == content_type

    return check


def look_for_programs(archive: zipfile.ZipFile, depth: int = 0) -> None:
    """Raise RefusedFile when a part is a program, calls one, or is fetched from elsewhere; also in what is embedded."""
    for entry in archive.infolist():
        if _PROGRAM_NAMES.search(entry.filename):
            raise RefusedFile(MACROS)
        with archive.open(entry) as part:
            head = part.read(8)
            rest = head + part.read(PART) if _is_looked_into(entry.filename, head) else b""
            if len(rest) > PART and head.startswith((_OLE, _ZIP)):
                raise RefusedFile(BOMB)
        if head.startswith(_OLE) and _OLE_MACROS.search(rest):
            raise RefusedFile(MACROS)
        if head.startswith(b"MZ") and entry.filename.lower().endswith((".bin", ".dat")):
            raise RefusedFile(MACROS)
        if head.startswith(_ZIP):
            look_inside(rest, depth)
        elif entry.filename.lower().endswith((".xml", ".rels")):
            _look_into_xml(entry.filename, rest)


def _is_looked_into(name: str, head: bytes) -> bool:
    return head.startswith((_OLE, _ZIP)) or name.lower().endswith((".xml", ".rels"))


def look_inside(content: bytes, depth: int) -> None:
    """The same for an archive in an archive."""
    if depth >= NESTED:
        raise RefusedFile(BOMB)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            bounded(archive)
            look_for_programs(archive, depth + 1)
    except zipfile.BadZipFile:
        return


def _look_into_xml(name: str, original: bytes) -> None:
    content = original.replace(b"\x00", b"")  # UTF-16, where the words looked for have a zero beside each letter
    if _FIELD.search(content) or _CALLS.search(content):
        raise RefusedFile(MACROS)
    last = basename(name).lower()
    if len(original) > RELATIONS and last.endswith((".rels", "types].xml")):
        raise RefusedFile(BOMB)
    if last.endswith(".rels") or last in {"[content_types].xml", "meta.xml", "settings.xml"}:
        for attributes in _attributes(original):
            _check_relation(last, attributes)


def _attributes(content: bytes) -> Iterator[dict[str, str]]:
    """The attributes of each element by their local names, `tag` among them."""
    for element in ElementTree.fromstring(content, forbid_dtd=True).iter():
        local = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
        yield local | {"tag": str(element.tag).rpartition("}")[2]}


def _check_relation(part: str, attributes: dict[str, str]) -> None:
    kind = attributes.get("Type", "").rpartition("/")[2]
    if _PROGRAMS.search(f"{attributes.get('ContentType', '')} {kind}"):
        raise RefusedFile(MACROS)
    target = attributes.get("Target", "")
    if part.endswith(".rels") and attributes.get("TargetMode") == "External" and kind.lower() != "hyperlink":
        if _ELSEWHERE.match(target):
            raise RefusedFile(OUTSIDE.format(what=kind[:40] or "relation"))
    elif attributes["tag"] == "template" and _ELSEWHERE.match(attributes.get("href", "")):
        raise RefusedFile(OUTSIDE.format(what="modèle"))
