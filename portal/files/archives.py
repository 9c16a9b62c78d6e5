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
# Names of elements and attributes, which no reference to a character can spell otherwise.
_CALLS = re.compile(
    rb"<(?:[\w.-]{1,40}:)?ddeLink\b|:dde-(?:source|connection)|(?i:vnd\.sun\.star\.script:)|\bmacro-name\s*="
)
_FIELD = re.compile(rb"fldCharType|:?instrText\b[^>]{0,500}>([^<]*)|\binstr\s*=\s*[\"']([^\"']*)")
_DDE = re.compile(rb"\s*(?:\"|&quot;|&#0*34;|&#[xX]0*22;)?DDE(?:AUTO)?\b", re.IGNORECASE)
_REFERENCE = re.compile(rb"&#(?:0*(\d{1,3})|[xX]0*([0-9a-fA-F]{1,2}));")
_BETWEEN_WORDS = re.compile(rb"<!\[CDATA\[|\]\]>|<!--.*?-->|<\?.*?\?>", re.DOTALL)
_ENTITY = re.compile(rb"<!ENTITY\b")
# Of a relationship or a template: an address of another machine, or one that a program answers. A letter saved from a
# template of one's own disk names it as file:///C:/…, or C:\…, which leads nowhere elsewhere.
_ELSEWHERE = re.compile(r"\s*(?!file:[/\\]{0,3}[a-z]:)(?:[a-z][a-z0-9+.-]+:|[/\\]{2})", re.IGNORECASE)


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
        elif not head.startswith(_OLE) and rest:
            _look_into_xml(entry.filename, rest)


def _is_looked_into(name: str, head: bytes) -> bool:
    """Whether it is an archive or XML, by whatever name: the list of types may call any part a letter."""
    return head.startswith((_OLE, _ZIP)) or name.lower().endswith((".xml", ".rels")) or _is_xml(head)


def _is_xml(head: bytes) -> bool:
    return head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] in {b"<", b""}


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
    if b"&#" in content:
        content = _REFERENCE.sub(_meant, content)
    if _ENTITY.search(content) or _CALLS.search(content) or any(map(_DDE.match, _fields(content))):
        raise RefusedFile(MACROS)
    last = basename(name).lower()
    if len(original) > RELATIONS and last.endswith((".rels", "types].xml")):
        raise RefusedFile(BOMB)
    if last.endswith(".rels") or last in {"[content_types].xml", "meta.xml", "settings.xml"}:
        for attributes in _attributes(original):
            _check_relation(last, attributes)


def _meant(reference: re.Match[bytes]) -> bytes:
    """The sign of ASCII that a reference stands for, so that no word hides in numbers."""
    code = int(reference[1]) if reference[1] else int(reference[2], 16)
    return bytes([code]) if code < 128 and code not in b"<&\"'" else reference[0]


def _fields(content: bytes) -> Iterator[bytes]:
    """The instructions of a letter's fields, each put together from the pieces that stand between two marks."""
    if b"instr" not in content:
        return
    pieces: list[bytes] = []
    for found in _FIELD.finditer(_BETWEEN_WORDS.sub(b"", content)):
        if found[1] is not None:
            pieces.append(found[1])
            continue
        yield b"".join(pieces)
        yield found[2] or b""
        pieces = []
    yield b"".join(pieces)


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
