"""Files of editors: what is let in, through the admin's own forms, with files crafted to do harm."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.files import pictures
from portal.files.kinds import KINDS, check_document
from portal.files.refusal import RefusedFile
from portal.models import PortalDocument, PortalImage
from tests.portal.files import crafted_files as crafted

REFUSED_DRAWINGS = {
    "script": crafted.svg("<script>alert(1)</script>"),
    "handler": crafted.svg(attributes=' onload="alert(1)"'),
    "handler in capitals": crafted.svg('<path d="M0 0" ONCLICK="alert(1)"/>'),
    "foreign object": crafted.svg('<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'),
    "html by its namespace": crafted.svg('<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>'),
    "link to a program": crafted.svg('<a href="javascript:alert(1)"><path d="M0 0"/></a>'),
    "animated link": crafted.svg('<animate attributeName="href" to="javascript:alert(1)"/>'),
    "outside picture": crafted.svg('<image href="https://ailleurs.example/pixel.png"/>'),
    "drawing in a drawing": crafted.svg('<image href="data:image/svg+xml;base64,PHN2Zz4="/>'),
    "outside shape": crafted.svg(
        '<use xlink:href="//ailleurs.example/a.svg#b" xmlns:xlink="http://www.w3.org/1999/xlink"/>'
    ),
    "outside style": crafted.svg("<style>@import url(https://ailleurs.example/a.css);</style>"),
    "outside fill": crafted.svg('<path fill="url(https://ailleurs.example/a.svg#b)" d="M0 0"/>'),
    "escaped style": crafted.svg("<style>path{background:u\\72l(//ailleurs.example)}</style>"),
    "style sheet": b'<?xml-stylesheet href="https://ailleurs.example/a.css"?>' + crafted.svg(),
    "entities": b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + crafted.svg("<text>&b;</text>"),
    "outside entity": b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + crafted.svg("<text>&a;</text>"),
    "other encoding": crafted.svg("<script>alert(1)</script>").decode().encode("utf-16"),
    "copies of copies": crafted.svg(
        '<g id="a"><path d="M0 0"/></g><g id="b"><use href="#a"/><use href="#a"/></g><use href="#b"/>'
    ),
    "no drawing": crafted.PAGE,
    "cut off": crafted.svg()[:60],
}  # fmt: skip
REFUSED_PICTURES = {
    "page.jpg": crafted.PAGE,
    "page.png": crafted.PAGE,
    "dessin.png": crafted.svg("<script>alert(1)</script>"),
    "photo.png": crafted.picture("JPEG"),
    "bombe.png": crafted.png_that_claims(60_000, 60_000),
    "grande.png": crafted.png_that_claims(9_000, 9_000),
    "ruban.png": crafted.picture("PNG", (13_000, 2)),
    "coupee.jpg": crafted.picture("JPEG", (1600, 900))[:900],
    "coupee.webp": crafted.picture("WEBP", (1600, 900))[:60],
    "vide.jpg": b"",
    "seize-bits.png": crafted.picture("PNG", mode="I;16"),
    "photo.bmp": crafted.picture("BMP"),
    "photo.tiff": crafted.picture("TIFF"),
}
REFUSED_DOCUMENTS = {
    "page.html": crafted.PAGE,
    "page.pdf": crafted.PAGE,
    "page.PDF": b"\n" + crafted.PAGE + crafted.PDF,
    "page.csv": crafted.PAGE,
    "page.txt": b"Bonjour\n<ScRiPt src=//ailleurs.example></script>",
    "page.vtt": b"WEBVTT\n\n<script>alert(1)</script>",
    "dessin.svg": crafted.svg(),
    "programme.txt": b"MZ\x90\x00\x03\x00\x00\x00",
    "programme.exe": b"MZ\x90\x00",
    "sans-nom": crafted.PDF,
    "archive.zip": crafted.archive({"a.txt": b"a"}),
    "archive.docx": crafted.archive({"a.txt": b"a"}),
    "macro.docx": crafted.docx(**{"word/vbaProject.bin": b"\xd0\xcf"}),
    "bombe.docx": crafted.zip_bomb(),
    "tableur.xlsx": crafted.docx(),
    "texte.odt": crafted.archive({"mimetype": b"text/html", "content.xml": b"<a/>"}),
    "macro.odt": crafted.archive({"mimetype": crafted.ODT.encode(), "Basic/Standard/a.xml": b"<a/>"}),
    "page.mp4": crafted.PAGE,
    "page.webm": crafted.PAGE,
    "vide.pdf": b"",
}
ACCEPTED_DOCUMENTS = {
    "lettre.pdf": crafted.PDF,
    "tableau.csv": "région;nombre\nNormandie;4\n".encode("cp1252"),
    "texte.txt": "Une région < une autre.".encode(),
    "paroles.vtt": b"WEBVTT\n\n00:00.000 --> 00:02.000\nBonjour.",
    "texte.docx": crafted.docx(),
    "texte.odt": crafted.archive({"mimetype": crafted.ODT.encode(), "content.xml": b"<a/>"}),
    "film.mp4": crafted.MP4,
}


def assert_clear_french(complaints: list[str]) -> None:
    assert len(complaints) >= 1
    assert any(word in " ".join(complaints).lower() for word in ("fichier", "image", "dessin")), complaints


@pytest.mark.parametrize("case", REFUSED_DRAWINGS)
def test_a_drawing_that_does_more_than_draw_is_refused(upload, case):
    assert_clear_french(upload("image", "dessin.svg", REFUSED_DRAWINGS[case]))
    assert not PortalImage.objects.exists()


def test_a_drawing_with_a_script_is_told_why(upload):
    [complaint] = upload("image", "dessin.svg", REFUSED_DRAWINGS["script"])
    assert complaint.startswith("Ce dessin (SVG) contient un programme ou un lien vers l’extérieur (<script>)")


def test_a_drawing_that_only_draws_is_let_in(upload):
    gradient = '<linearGradient id="a"><stop offset="0"/></linearGradient><path fill="url(#a)" d="M0 0h9v9z"/>'
    notes = ' xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:export-filename="C:\\\\a.png"'
    assert upload("image", "dessin.svg", crafted.svg(f"{gradient}<style>path{{fill:red}}</style>", notes)) == []
    assert PortalImage.objects.get().is_svg


@pytest.mark.parametrize("name", REFUSED_PICTURES)
def test_a_picture_that_is_none_or_too_big_is_refused(upload, name):
    assert_clear_french(upload("image", name, REFUSED_PICTURES[name]))
    assert not PortalImage.objects.exists()


@pytest.mark.parametrize("name", ["photo.jpg", "photo.png", "photo.webp", "photo.avif", "photo.gif"])
def test_a_picture_that_can_be_read_is_let_in(upload, name):
    kind = {"jpg": "JPEG"}.get(name[6:], name[6:].upper())
    assert upload("image", name, crafted.picture(kind)) == []


def test_a_picture_that_weighs_too_much_is_refused(upload, settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 2000
    assert "trop" in upload("image", "photo.png", crafted.picture("PNG", mode="RGB", size=(1600, 900)))[0]


@pytest.mark.parametrize("name", REFUSED_DOCUMENTS)
def test_a_document_that_is_not_what_it_says_is_refused(upload, name):
    assert_clear_french(upload("document", name, REFUSED_DOCUMENTS[name]))
    assert not PortalDocument.objects.exists()


@pytest.mark.parametrize("name", ACCEPTED_DOCUMENTS)
def test_an_honest_document_is_let_in(upload, name):
    assert upload("document", name, ACCEPTED_DOCUMENTS[name]) == []


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_document_has_its_largest_size(tmp_path, kind):
    with (tmp_path / "a").open("w+b") as file, pytest.raises(RefusedFile, match="trop lourd"):
        check_document(file, f"fichier.{kind}", KINDS[kind].largest + 1)


def test_what_several_files_at_once_bring_is_checked_too(administrator):
    """The multiple uploader posts each file by itself, and answers in JSON."""
    file = SimpleUploadedFile("dessin.svg", REFUSED_DRAWINGS["script"])
    answer = administrator.post(reverse("wagtailimages:add_multiple"), {"title": "a", "files[]": file}).json()
    assert (answer["success"], "programme" in answer["error_message"]) == (False, True)
    file = SimpleUploadedFile("page.pdf", crafted.PAGE)
    answer = administrator.post(reverse("wagtaildocs:add_multiple"), {"title": "a", "files[]": file}).json()
    assert (answer["success"], "contenu" in answer["error_message"]) == (False, True)


def test_wagtail_is_told_the_limits():
    assert settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS == pictures.PIXELS == 40_000_000
    assert settings.WAGTAILDOCS_INLINE_CONTENT_TYPES == []
