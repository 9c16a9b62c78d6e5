"""Uploads and requests made to exhaust whoever reads them: each is refused with a sentence, and the next is read.

What is asserted is counted, never timed; the limits of `portal.contained` bound how long a failing test may take.
"""

from __future__ import annotations

import io
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal.files import pictures, refusal
from portal.files.pdf import is_tagged
from portal.models import PortalDocument, PortalImage
from tests.portal.files import crafted_files as crafted
from tests.portal.files.conftest import administrator, upload

__all__ = ["administrator", "upload"]  # fixtures


def gif(frames: int) -> bytes:
    """A moving picture of one pixel, so many times."""
    one = io.BytesIO()
    Image.new("P", (1, 1)).save(one, "GIF")
    head, frame = one.getvalue()[:-1].split(b",", 1)
    return head + (b"," + frame) * frames + b";"


def packed_pdf(size: int) -> bytes:
    """A PDF whose packed stream of objects unpacks to so many bytes."""
    stream = zlib.compress(b"1 0 " + bytes(size))
    head = b"%%PDF-1.5\n1 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(stream)
    return head + stream + b"\nendstream endobj\ntrailer<</Root 2 0 R>>\n%%EOF"


DRAWINGS = {
    "groups in groups": crafted.svg("<g>" * 3_000 + "</g>" * 3_000),
    "groups never closed": crafted.svg("<g>" * 200_000),
    "many shapes": crafted.svg('<path d="M0 0"/>' * 50_000),
    "declarations": b"<?xml " * 170_000,
    "names of copies": crafted.svg('<g id="a">' * 90 + '<use href="#b"/>' * 600 + "</g>" * 90),
    "attributes": crafted.svg("<g " + " ".join(f"a{n}='1'" for n in range(80_000)) + ">"),
    "size of digits": crafted.svg().replace(b'width="120"', b'width="' + b"1" * 500_000 + b'"', 1)[:-9],
    "box of blanks": crafted.svg().replace(b'viewBox="0 0 120 90"', b'viewBox="0' + b" ," * 200_000 + b'"')[:-9],
}
PICTURES = {
    "moves for ever.gif": gif(300_000),
    "unpacks.png": crafted.png_that_claims(60_000, 60_000),
    "half a bomb.png": crafted.png_that_claims(11_000, 11_000),
}
PDFS = {
    "streams without end": b"%PDF-1.5\n" + b"/ObjStm " * 2_000_000,
    "objects": b"%PDF-1.5\n" + b"1 0 obj<<" * 1_500_000,
    "arrays in arrays": b"%PDF-1.5\n1 0 obj" + b"[" * 5_000_000 + b"\ntrailer<</Root 1 0 R>>",
    "a packed catalogue": packed_pdf(200 * 1024 * 1024),
}
OFFICE = {
    "unpacks.docx": crafted.zip_bomb(),
    "many parts.docx": crafted.docx(**{f"word/{n}.xml": b"<a/>" for n in range(5_001)}),
    "deep.docx": crafted.docx(**{"word/_rels/document.xml.rels": b"<a>" * 3_000_000}),
    "entities.docx": crafted.docx(**{"word/_rels/a.rels": b'<!DOCTYPE a [<!ENTITY b "b">]>' + b"<a/>"}),
    "archives in archives.docx": crafted.docx(
        **{"a.docx": crafted.archive({"b": crafted.archive({"c": crafted.archive({"d": b"e"})})})}
    ),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_no_work_without_end(upload, name):
    [complaint] = upload("image", "dessin.svg", DRAWINGS[name])
    assert "dessin (SVG)" in complaint
    assert upload("image", "dessin.svg", crafted.svg("<g>" * 90 + "</g>" * 90)) == []
    assert PortalImage.objects.count() == 1


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_no_work_without_end(upload, name):
    [complaint] = upload("image", name, PICTURES[name])
    assert complaint in {refusal.TOO_MUCH, pictures.TOO_LARGE, pictures.UNREADABLE}
    assert not PortalImage.objects.exists()


@pytest.mark.parametrize("name", PDFS)
def test_a_pdf_is_read_within_limits_or_not_at_all(upload, name):
    complaints = upload("document", "lettre.pdf", PDFS[name])
    assert complaints in ([], [refusal.TOO_MUCH])
    assert not is_tagged(io.BytesIO(PDFS[name]))


@pytest.mark.parametrize("name", OFFICE)
def test_an_office_file_is_no_work_without_end(upload, name):
    [complaint] = upload("document", name, OFFICE[name])
    assert complaint.startswith("Ce fichier")
    assert not PortalDocument.objects.exists()


def test_a_check_that_takes_all_its_time_refuses_the_file(monkeypatch):
    """No file is left that would take so long: a function that never ends stands for one."""
    limits = refusal.Limits(processor=1)
    with pytest.raises(refusal.RefusedFile, match="demande trop de travail"):
        refusal.contained_check("tests.harness.endless_work:turn", b"", "illisible", limits)
    with pytest.raises(refusal.RefusedFile, match="illisible"):
        refusal.contained_check("tests.harness.endless_work:fall", b"", "illisible", limits)


def test_hundreds_of_thousands_of_parameters_are_no_request(administrator, home_page):
    many = "&".join(f"a{n}=1" for n in range(200_000))
    assert administrator.get(f"/recherche/?{many}").status_code == 400
    form = "application/x-www-form-urlencoded"
    assert administrator.post("/contact/", many, content_type=form).status_code in {400, 413}
    assert administrator.post("/admin/login/", many, content_type=form).status_code in {400, 413}


def test_hundreds_of_parts_and_files_are_no_request(administrator, home_page):
    files = {f"f{n}": SimpleUploadedFile("a.txt", b"a") for n in range(200)}
    assert administrator.post("/admin/documents/multiple/add/", files).status_code == 400
    assert (
        administrator.post("/admin/documents/multiple/add/", {f"a{n}": "1" for n in range(20_000)}).status_code == 400
    )
