"""Honest files in the many shapes that programs and telephones give them."""

from __future__ import annotations

import codecs
import io

import pikepdf
import pytest
from PIL import Image
from wagtail.images.models import Filter
from willow.image import Image as WillowImage

from portal.files.kinds import is_mp4
from portal.files.pdf import is_tagged
from portal.models import PortalDocument, PortalImage
from tests.portal.files.crafted_files import pdf

SHAPE = '<rect width="50" height="50" fill="red"/>'


def drawing(attributes: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{SHAPE}</svg>'.encode()


def size_of(file: object) -> tuple[int, int]:
    """Size of what the picture library made."""
    return WillowImage.open(file.f).get_size()


@pytest.mark.parametrize(
    ("attributes", "width", "height"),
    [
        ('width="auto" height="auto" viewBox="0 0 100 80"', 100, 80),
        ('width="calc(100% - 2px)" viewBox="0 0 20 20"', 20, 20),
        ('viewBox="0 0 40px 39px"', 40, 39),
        ('viewBox="0,0,40,39"', 40, 39),
        ('viewBox=" 0 0  40\n39 "', 40, 39),
        ('width="100%" height="100%" viewBox="0 0 40 39"', 40, 39),
        ('width="100vw" viewBox="0 0 40 39"', 40, 39),
        ('width="0" height="0" viewBox="0 0 40 39"', 40, 39),
        ('width="-3" height="80" viewBox="0 0 40 20"', 160, 80),
        ('width="80" viewBox="0 0 40 20"', 80, 40),
        ('width="80" height="40" viewBox="0 0 10"', 80, 40),
        ('width="25.4mm" height="2.54cm"', 96, 96),
        ('width="40Q" height="3rem" viewBox="0 0 9 9"', 38, 48),
        ('width="1e2" height="50."', 100, 50),
        ('width="40" height="40" preserveAspectRatio="middle"', 40, 40),
        ('width="40" height="40" preserveAspectRatio="defer xMidYMid slice"', 40, 40),
        ('width="0.5" height="0.25"', 32, 16),
        ('width="90000" height="60000" viewBox="0 0 9 6"', 4000, 2667),
        ("", 300, 150),
    ],
)
def test_a_drawing_has_the_size_that_browsers_give_it(upload, attributes, width, height):
    assert upload("image", "dessin.svg", drawing(attributes)) == []
    image = PortalImage.objects.get()
    assert (image.width, image.height) == (width, height)
    assert size_of(Filter("fill-10x10").run(image, io.BytesIO())) == (10, 10)
    assert size_of(Filter("width-10").run(image, io.BytesIO()))[0] == 10


@pytest.mark.parametrize(
    "attributes",
    [
        'width="0" height="0" viewBox="0 0 0 0"',
        'viewBox="0 0 10"',
        'viewBox="a b c d"',
        'viewBox="0 0 -5 5"',
        'width="80"',
        'width="1e400" height="10"',
        'width="1" height="90000"',
    ],
)
def test_a_drawing_without_a_size_is_refused_with_a_sentence(upload, attributes):
    [complaint] = upload("image", "dessin.svg", drawing(attributes))
    assert "exportez-le" in complaint
    assert not PortalImage.objects.exists()


@pytest.mark.parametrize("before", [codecs.BOM_UTF8, b"\n  ", codecs.BOM_UTF8 + b'<?xml version="1.0"?>\n'])
def test_marks_and_blanks_before_a_drawing_are_nothing(upload, before):
    assert upload("image", "dessin.svg", before + drawing('viewBox="0 0 100 80"')) == []
    assert PortalImage.objects.get().width == 100


def test_what_a_drawing_holds_stays_as_it_is(upload):
    inside = (
        '<!-- note --><g xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:label="a"><path d="M0 0h9v9z"/></g>'
    )
    content = drawing('width="auto" viewBox="0 0 100 80"').replace(SHAPE.encode(), inside.encode())
    upload("image", "dessin.svg", content)
    with PortalImage.objects.get().file.open() as file:
        assert inside.encode() in file.read()


def test_a_picture_that_moves_is_a_picture(upload):
    content, frames = io.BytesIO(), [Image.new("RGB", (80, 45), color) for color in ("teal", "navy", "white")]
    frames[0].save(content, "PNG", save_all=True, append_images=frames[1:])
    assert b"acTL" in content.getvalue()
    assert upload("image", "anime.png", content.getvalue()) == []
    made = Filter("fill-40x20|format-webp").run(PortalImage.objects.get(), io.BytesIO())
    assert (made.format_name, size_of(made)) == ("webp", (40, 20))


@pytest.mark.parametrize("name", ["IMG_0001.HEIC", "photo.jpg", "photo.heif"])
def test_a_photograph_of_a_telephone_is_told_how_to_become_a_jpeg(upload, name):
    [complaint] = upload("image", name, b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic" + bytes(100))
    assert "HEIC" in complaint
    assert "JPEG" in complaint


@pytest.mark.parametrize(
    "brand",
    [
        b"isom",
        b"iso8",
        b"iso9",
        b"mp42",
        b"M4V ",
        b"M4VH",
        b"M4VP",
        b"avc1",
        b"3gp5",
        b"MSNV",
        b"f4v ",
        b"hvc1",
        b"qt  ",
    ],
)
def test_the_videos_of_telephones_and_encoders_are_known(brand):
    assert is_mp4(io.BytesIO(b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x00\x00isommp42" + bytes(100)))


def test_an_unknown_brand_counts_when_it_says_that_it_is_mp4_too():
    assert is_mp4(io.BytesIO(b"\x00\x00\x00\x18ftypnew1\x00\x00\x00\x00new1mp42" + bytes(100)))
    assert is_mp4(io.BytesIO(b"\x00\x00\x00\x08free\x00\x00\x00\x14ftypisom\x00\x00\x00\x00isom" + bytes(100)))
    assert not is_mp4(io.BytesIO(b"\x00\x00\x00\x14ftypnew1\x00\x00\x00\x00new2isom" + bytes(100)))


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif", b"M4A ", b"M4B "])
def test_pictures_and_sounds_are_no_videos(brand):
    assert not is_mp4(io.BytesIO(b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x00\x00isommp42" + bytes(100)))


SHUT = pikepdf.Permissions(accessibility=False)


@pytest.mark.parametrize(
    "before", [b"\n", b"\xef\xbb\xbf", b"%!PS-Adobe-3.0 PDF-1.7\n" * 20, b"HTTP/1.1 200 OK\r\n\r\n"]
)
def test_what_mailers_put_before_a_pdf_is_nothing(upload, before):
    assert upload("document", "lettre.pdf", before + pdf()) == []
    assert PortalDocument.objects.count() == 1


@pytest.mark.parametrize(
    "content",
    [
        pdf(encryption=pikepdf.Encryption(user="secret", owner="secret")),
        pdf(encryption=pikepdf.Encryption(user="", owner="b", allow=SHUT, R=3, aes=False, metadata=False)),
        pdf().replace(b"trailer <<", b"trailer << /Encrypt 8 0 R"),
    ],
    ids=["password", "no screen reader", "broken"],
)  # fmt: skip
def test_a_pdf_that_asks_for_a_password_is_told(upload, content):
    [complaint] = upload("document", "lettre.pdf", content)
    assert "protégé" in complaint


def test_a_pdf_that_everybody_may_read_is_let_in_whatever_else_it_forbids(upload):
    options = pikepdf.Encryption(user="", owner="b", allow=pikepdf.Permissions(print_highres=False))
    assert upload("document", "lettre.pdf", pdf(encryption=options)) == []


def test_structure_is_what_the_catalogue_says_and_no_word_on_a_page():
    packed = pikepdf.ObjectStreamMode.generate
    assert is_tagged(io.BytesIO(pdf(is_tagged=True)))
    assert is_tagged(io.BytesIO(pdf(is_tagged=True, object_stream_mode=packed)))
    assert not is_tagged(io.BytesIO(pdf()))
    assert not is_tagged(io.BytesIO(pdf().replace(b"%%EOF", b"% /StructTreeRoot\n%%EOF")))
    assert not is_tagged(io.BytesIO(b"no PDF /StructTreeRoot"))
