"""Programs in office files, under their own names and under others."""

from __future__ import annotations

import pytest

from tests.portal.files import crafted_files as crafted

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"{mode}/>'
    "</Relationships>"
)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/{part}" ContentType="{kind}"/></Types>'  # noqa: E501


def relation(kind: str, target: str, *, is_outside: bool = True) -> bytes:
    return RELATIONS.format(kind=kind, target=target, mode=' TargetMode="External"' if is_outside else "").encode()


def typed(part: str, kind: str) -> dict[str, bytes]:
    return {"[Content_Types].xml": TYPES.format(part=part, kind=kind).encode()}


def xlsx(more: dict[str, bytes]) -> bytes:
    return crafted.archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"} | more)


def odt(more: dict[str, bytes]) -> bytes:
    return crafted.archive({"mimetype": crafted.ODT.encode(), "content.xml": b"<a/>"} | more)


def docx(more: dict[str, bytes]) -> bytes:
    return crafted.docx(**more)


def ods(more: dict[str, bytes]) -> bytes:
    return crafted.archive(
        {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"} | more
    )


IN_PIECES = (
    b'<x:instrText>PAGE</x:instrText><x:fldChar x:fldCharType="begin"/>'
    b"<x:instrText> DD</x:instrText><x:r/><x:instrText>E a</x:instrText>"
)
FIELDS = b'<w:instrText> MERGEFIELD Adde </w:instrText><w:fldSimple w:instr="PAGE"/>&#233;&#60;'
VBA = relation("vbaProject", "a.bin", is_outside=False)
INNER = docx({"word/vbaProject.bin": OLE})
PROGRAMS = {
    "vba.docx": docx({"word/VBAPROJECT.BIN": OLE}),
    "renamed.docx": docx({"word/media/image1.png": OLE + "_VBA_PROJECT".encode("utf-16-le")}),
    "type.docx": docx(typed("word/a.bin", "application/vnd.ms-office.vbaProject")),
    "enabled.docx": docx(typed("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml")),
    "relation.docx": docx({"word/_rels/document.xml.rels": VBA}),
    "utf-16.docx": docx({"word/_rels/document.xml.rels": VBA.decode().encode("utf-16")}),
    "entities.docx": docx({"word/_rels/document.xml.rels": b'<!DOCTYPE a [<!ENTITY b "vbaProject">]><a Type="&b;"/>'}),
    "activex.docx": docx({"word/activeX/activeX1.xml": b"<a/>"}),
    "activex-type.docx": docx(typed("word/a1.xml", "application/vnd.ms-office.activeX+xml")),
    "dde.docx": docx({"word/document.xml": b'<w:instrText xml:space="preserve"> DDEAUTO a</w:instrText>'}),
    "dde-simple.docx": docx({"word/document.xml": b'<w:fldSimple w:instr=" DDE a"/>'}),
    "dde-quoted.docx": docx({"word/document.xml": b'<w:fldSimple w:instr="&#x22;DDE&#34; a"/>'}),
    "dde-pieces.docx": docx({"word/document.xml": IN_PIECES}),
    "dde-numbers.docx": docx({"word/document.xml": b"<w:instrText>&#68;&#x44;E a</w:instrText>"}),
    "dde-sections.docx": docx({"word/document.xml": b"<w:instrText><![CDATA[D]]>D<!-- > -->E<?a?> a</w:instrText>"}),
    "dde-elsewhere.docx": docx({"word/letter.dat": b"\xef\xbb\xbf<?xml?><w:instrText>DDE a</w:instrText>"}),
    "inside.docx": docx({"word/embeddings/a.docx": INNER}),
    "xlm.xlsx": xlsx({"xl/macrosheets/sheet1.xml": b"<a/>"}),
    "xlm-type.xlsx": xlsx(typed("xl/worksheets/sheet9.xml", "application/vnd.ms-excel.macrosheet+xml")),
    "xlm-relation.xlsx": xlsx({"xl/_rels/workbook.xml.rels": relation("xlMacrosheet", "a.xml", is_outside=False)}),
    "dde.xlsx": xlsx({"xl/externalLinks/externalLink1.xml": b"<externalLink><ddeLink/></externalLink>"}),
    "basic.odt": odt({"Basic/Standard/a.xml": b"<a/>"}),
    "script.odt": odt({"Scripts/python/a.py": b"a"}),
    "event.odt": odt({"content.xml": b'<a href="vnd.sun.star.script:Standard.a?language=Basic"/>'}),
    "event-numbers.odt": odt({"content.xml": b'<a href="vnd.sun.star&#46;s&#x63;ript:Standard.a?language=Basic"/>'}),
    "event-entity.odt": odt({"content.xml": b'<!DOCTYPE a [<!ENTITY s "script">]><a href="vnd.sun.star.&s;:a"/>'}),
    "dde.ods": ods({"content.xml": b'<office:dde-source office:dde-item="a"/>'}),
}  # fmt: skip
FETCHING = {
    "template.docx": docx({"word/_rels/settings.xml.rels": relation("attachedTemplate", "https://ailleurs.example/a.dotm")}),
    "share.docx": docx({"word/_rels/settings.xml.rels": relation("attachedTemplate", "file://serveur/a.dotm")}),
    "unc.docx": docx({"word/_rels/settings.xml.rels": relation("attachedTemplate", "\\\\serveur\\a.dotm")}),
    "object.docx": docx({"word/_rels/document.xml.rels": relation("oleObject", "mhtml:https://ailleurs.example/a!x-usc:a")}),
    "search.docx": docx({"word/_rels/settings.xml.rels": relation("attachedTemplate", "search-ms:query=a")}),
    "help.docx": docx({"word/_rels/document.xml.rels": relation("oleObject", "mk:@MSITStore:\\\\serveur\\a.chm")}),
    "picture.docx": docx({"word/_rels/document.xml.rels": relation("image", "https://ailleurs.example/a.png")}),
    "template.odt": odt({"meta.xml": b'<m xmlns:x="http://www.w3.org/1999/xlink"><template x:href="https://ailleurs.example/a.ott"/></m>'}),
}  # fmt: skip
HONEST = {
    "disque.docx": docx({"word/_rels/settings.xml.rels": relation("attachedTemplate", "C:\\Users\\a\\Normal.dotm")}),
    "champs.docx": docx({"word/document.xml": FIELDS}),
    "lien.docx": docx({"word/_rels/document.xml.rels": relation("hyperlink", "https://justice.example/")}),
    "modele.docx": docx({"word/_rels/settings.xml.rels": relation("attachedTemplate", "file:///C:\\Users\\a\\Normal.dotm")}),
    "objet.docx": docx({"word/embeddings/oleObject1.bin": OLE}),
    "incorpore.docx": docx({"word/embeddings/a.xlsx": xlsx({})}),
    "formulaire.xlsx": xlsx({"xl/printerSettings/printerSettings1.bin": bytes(100)}),
    "texte.odt": odt({"meta.xml": b'<m xmlns:x="http://www.w3.org/1999/xlink"><template x:href="../a.ott"/></m>'}),
}  # fmt: skip


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_is_found_under_any_name(upload, name):
    [complaint] = upload("document", name, PROGRAMS[name])
    assert complaint.startswith("Ce fichier contient des macros ou un programme")


@pytest.mark.parametrize("name", FETCHING)
def test_what_is_fetched_from_elsewhere_is_refused(upload, name):
    [complaint] = upload("document", name, FETCHING[name])
    assert complaint.startswith("Ce fichier va chercher un modèle ou un contenu ailleurs")


@pytest.mark.parametrize("name", HONEST)
def test_links_templates_of_the_own_disk_and_objects_are_honest(upload, name):
    assert upload("document", name, HONEST[name]) == []
