"""What is read of a text document, in a process of its own: its pieces, what was left out, and no work without end."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest

from portal.cms.importing import documents
from portal.contained.calling import Limits
from portal.files.refusal import TOO_MUCH, RefusedFile
from tests.portal.files import crafted_files as crafted
from tests.portal.files.written_documents import document, picture


def read(extension: str, content: bytes) -> documents.Document:
    return documents.read(io.BytesIO(content), f"lettre.{extension}", len(content))


@pytest.mark.parametrize("extension", ["docx", "odt", "html"])
def test_a_letter_keeps_its_order_its_lists_tables_and_pictures(extension):
    found = read(extension, document(extension))
    assert found.title.replace("’", "'") == 'L\'atelier "du bois"'
    assert [each["kind"] for each in found.pieces] == ["text", "table", "quotation", "picture", "text"]
    text, table, quotation, picture, last = found.pieces
    assert '<b>référent</b>, sur <a href="https://exemple.fr/a">sa page</a> plus bas.</p><h2>Ce qui' in text["html"]
    assert "<ul><li>Scier<ul><li>à la main</li></ul></li><li>Coller</li></ul><h3>Les chiffres</h3>" in text["html"]
    assert table["rows"] == [["Projet", "Où"], ["Atelier", "dedans"]]
    assert quotation["text"].replace("’", "'") == "J'ai appris un métier."
    assert picture["extension"] == "png"
    assert last["html"] == "<p>Fin.</p>"
    assert found.left_out == {}


def test_what_a_page_cannot_hold_is_counted():
    page = """<h2>Un</h2><p>a<script>alert(1)</script></p><h4>Deux</h4><h6>Trois</h6>
    <iframe src="https://ailleurs.example"></iframe>
    <img src="https://ailleurs.example/a.png"><img src="data:image/x-emf;base64,AAAA"><form><input></form>
    <table><tr><td colspan="2">Fusion</td></tr><tr><td>b</td><td>c</td></tr></table>
    <p><a href="javascript:alert(1)">lien</a></p>"""
    found = read("html", page.encode())
    assert found.left_out == {
        "programme": 1, "niveau de titre, ramené au niveau 3": 1, "contenu d’un autre site": 1,
        "image à aller chercher ailleurs": 1, "image d’un format que les navigateurs ne montrent pas": 1,
        "formulaire": 1, "fusion de cases": 1,
    }  # fmt: skip
    assert found.pieces[0]["html"] == "<h2>Un</h2><p>a</p><h3>Deux</h3><h3>Trois</h3>"
    assert found.pieces[1]["rows"] == [["Fusion", ""], ["b", "c"]]
    assert found.pieces[2]["html"] == "<p>lien</p>"


def test_a_picture_that_no_browser_should_get_is_left_out():
    broken = base64.b64encode(picture()[:40]).decode()
    found = read("html", f'<p>Texte</p><img src="data:image/png;base64,{broken}">'.encode())
    assert [each["kind"] for each in found.pieces] == ["text"]
    assert found.left_out == {"image refusée": 1}


def test_comments_and_headers_of_word_are_told():
    letter = io.BytesIO(document("docx"))
    word = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(letter, "a") as parts:
        parts.writestr("word/comments2.xml", b'<w:comments %b><w:comment w:id="0"/></w:comments>' % word)
        parts.writestr("word/header1.xml", b"<w:hdr %b><w:p><w:r><w:t>Lettre</w:t></w:r></w:p></w:hdr>" % word)
        parts.writestr("word/header2.xml", b"<w:hdr %b><w:p/></w:hdr>" % word)
    assert read("docx", letter.getvalue()).left_out == {"commentaire": 1, "en-tête ou pied de page": 1}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("lettre.doc", b"\xd0\xcf\x11\xe0"),
        ("lettre.pdf", crafted.PDF),
        ("lettre.docx", crafted.zip_bomb()),
        ("lettre.docx", b"<html>"),
        ("lettre.docx", crafted.docx()),
        ("lettre.odt", crafted.archive({"mimetype": crafted.ODT.encode(), "content.xml": b"<a"})),
        ("lettre.html", b""),
        ("lettre.html", b"<p> </p>"),
        ("lettre.html", b"<p>a</p>" * 1_000_000),
    ],
)
def test_what_is_no_document_is_refused_with_a_sentence(name, content):
    with pytest.raises(RefusedFile) as refused:
        documents.read(io.BytesIO(content), name, len(content))
    assert str(refused.value).endswith((".", ")."))


@pytest.mark.parametrize(
    "page",
    [
        b"<div>" * 200_000,
        b"<b>" * 100_000 + b"a",
        b"<table><tr>" + b"<td rowspan=9999 colspan=9999>a" * 3_000,
        b"<ul><li>" * 50_000,
    ],
)
def test_crafted_pages_end(page):
    try:
        found = read("html", page)
    except RefusedFile:
        return
    assert len(found.pieces) < 600


def test_a_document_that_costs_too_much_is_stopped_with_what_converts_it(monkeypatch):
    monkeypatch.setattr(documents, "LIMITS", Limits(processor=1, clock=60, megabytes=1024))
    rows = "<tr>" + "<td>case</td>" * 30 + "</tr>"
    with pytest.raises(RefusedFile) as refused:
        read("docx", document("docx", f"<table>{rows * 1500}</table>"))
    assert str(refused.value) == TOO_MUCH
