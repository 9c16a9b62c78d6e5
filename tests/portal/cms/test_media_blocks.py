"""Pictures, galleries, documents and videos in a text, drawn as readers get them."""

from __future__ import annotations

import io

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image
from wagtail import blocks
from wagtail.models import Collection

from portal.cms.blocks import ArticleBlocks
from portal.models import PortalDocument, PortalImage
from tests.portal.files import crafted_files as crafted

# Wagtail makes several renditions at once in threads, and leaves their temporary files to the garbage collector.
pytestmark = [
    pytest.mark.usefixtures("left_open_collected"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def media(db, settings, tmp_path):
    """A folder of its own for files."""
    settings.MEDIA_ROOT = tmp_path
    if not Collection.get_first_root_node():
        Collection.add_root(name="Racine")
    return tmp_path


@pytest.fixture
def picture(media):
    """Store a picture: `picture("RGB", "JPEG")`."""

    def store(mode: str = "RGB", kind: str = "JPEG", **options) -> PortalImage:
        content = io.BytesIO()
        Image.new(mode, (480, 270)).save(content, kind, **options)
        file = ImageFile(content, f"image.{kind.lower()}")
        return PortalImage.objects.create(title="Salle", description="Une salle.", credit="© Modèle", file=file)

    return store


@pytest.fixture
def document(media):
    """Store a document: `document("film.mp4", b"…")`."""

    def store(name: str, content: bytes, size: int | None = None) -> PortalDocument:
        stored = PortalDocument(title=f"Document {name}", file_size=size)
        stored.collection = Collection.get_first_root_node()
        stored.file.save(name, ContentFile(content))
        return stored

    return store


def rendered(kind: str, value) -> BeautifulSoup:
    block = ArticleBlocks().child_blocks[kind]
    return BeautifulSoup(block.render(block.to_python(value)), "html.parser")


def shown(image: PortalImage, alt: str = "Une salle vide.") -> dict:
    return {"image": image.pk, "alt_text": alt, "decorative": False}


def test_a_gallery_gives_each_picture_its_alternative_caption_and_credit(picture):
    pictures = [{"image": shown(picture(), f"Vue {number}."), "caption": f"Légende {number}"} for number in (1, 2)]
    html = rendered("gallery", {"title": "En images", "pictures": pictures})
    assert [image["alt"] for image in html.find_all("img")] == ["Vue 1.", "Vue 2."]
    assert html.figcaption.get_text(" ", strip=True) == "Légende 1 © Modèle"
    for image in html.find_all("img"):
        assert (image["loading"], image["width"], image["height"]) == ("lazy", "360", "202")
    assert [source["type"] for source in html.picture.find_all("source")] == ["image/avif", "image/webp"]


def test_a_gallery_of_one_is_refused(picture):
    block = ArticleBlocks().child_blocks["gallery"]
    value = block.to_python({"title": "", "pictures": [{"image": shown(picture()), "caption": ""}]})
    with pytest.raises(blocks.StructBlockValidationError):
        block.clean(value)


def test_many_pictures_cost_what_few_cost(picture, queries_used):
    def gallery(number: int) -> list:
        pictures = [{"image": shown(picture()), "caption": ""} for _ in range(number)]
        return [{"type": "gallery", "value": {"title": "", "pictures": pictures}}]

    block = ArticleBlocks()
    few, many = (block.to_python(gallery(number)) for number in (2, 6))
    for stream in (few, many):
        str(stream)  # makes the sizes
    two, six = (queries_used(lambda raw=raw: str(block.to_python(list(raw.raw_data)))) for raw in (few, many))
    assert six == two == 2


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("CMYK", "JPEG"), ("L", "JPEG"), ("P", "GIF"), ("LA", "PNG"), ("RGBA", "PNG"), ("1", "PNG"),
     ("RGBA", "WEBP"), ("RGB", "AVIF")],
)  # fmt: skip
def test_pictures_of_every_kind_can_be_shown(picture, mode, kind):
    html = rendered("picture", {"image": shown(picture(mode, kind)), "caption": ""})
    assert html.img["src"].startswith("/media/images/")


def test_a_moving_picture_can_be_shown(picture):
    frames = [Image.new("RGB", (480, 270), colour) for colour in ("red", "blue")]
    image = picture("RGB", "GIF", save_all=True, append_images=frames)
    assert rendered("picture", {"image": shown(image), "caption": ""}).img["src"].startswith("/media/images/")


def test_a_document_says_its_format_and_weight(document):
    stored = document("lettre.pdf", crafted.PDF, size=1_240_000)
    html = rendered("document", {"document": stored.pk, "title": "La lettre", "note": "4 pages"})
    assert " ".join(html.a.get_text().split()) == "La lettre (PDF, 1,2 Mo)"
    assert html.a["href"] == stored.url
    assert "4 pages" in html.get_text()


@pytest.mark.parametrize(("size", "said"), [(None, "(PDF)"), (400, "(PDF, 1 ko)"), (3_000_000, "(PDF, 3 Mo)")])
def test_a_weight_is_said_as_far_as_it_is_known(document, size, said):
    html = rendered("document", {"document": document("a.pdf", crafted.PDF, size).pk, "title": "", "note": ""})
    assert " ".join(html.a.get_text().split()) == f"Document a.pdf {said}"


@pytest.fixture
def video(picture, document) -> dict:
    return {
        "title": "Une journée à l’atelier",
        "image": shown(picture(), "Un établi."),
        "video": document("film.mp4", crafted.MP4, 12_000_000).pk,
        "duration": "3 min",
        "captions": document("film.vtt", b"WEBVTT\n").pk,
        "transcript": "<p>Une voix raconte.</p>",
    }


def test_a_video_waits_for_a_click_and_comes_from_here(video):
    html = rendered("video", video)
    details = html.find("details", attrs={"data-video": True})
    assert not details.has_attr("open")
    assert details.summary.find("span").get_text() == "Lire la vidéo (3 min, transcription ci-dessous)"
    assert details.summary.img["alt"] == "Un établi."
    assert (details.video["preload"], details.video.has_attr("autoplay")) == ("none", False)
    assert details.video.source["src"].startswith("/documents/")
    assert details.video.source["type"] == "video/mp4"
    assert details.video.track["kind"] == "captions"
    assert html.find(class_="p-transcript").p.get_text() == "Une voix raconte."
    assert not html.find_all(["iframe", "script"])


@pytest.mark.parametrize(("field", "name"), [("video", "film.pdf"), ("captions", "paroles.txt")])
def test_a_video_of_another_kind_of_file_is_refused(video, document, field, name):
    block = ArticleBlocks().child_blocks["video"]
    block.clean(block.to_python(video))
    video[field] = document(name, b"%PDF-").pk
    with pytest.raises(blocks.StructBlockValidationError) as refusal:
        block.clean(block.to_python(video))
    assert set(refusal.value.block_errors) == {field}


def test_what_was_deleted_leaves_no_hole(video, document):
    PortalDocument.objects.all().delete()
    assert rendered("video", video).get_text(strip=True) == ""
    assert rendered("document", {"document": 999, "title": "", "note": ""}).get_text(strip=True) == ""


def test_a_timeline_keeps_its_order():
    moments = [{"when": "2017", "title": "Signer", "text": ""}, {"when": "2020", "title": "Renouveler", "text": ""}]
    html = rendered("timeline", {"title": "Chronologie", "moments": moments})
    said = [" ".join(item.get_text(" ").split()) for item in html.ol.find_all("li")]
    assert said == ["2017 Signer", "2020 Renouveler"]


def test_every_block_can_be_previewed_before_it_is_chosen(media, picture, document):
    picture()
    document("lettre.pdf", crafted.PDF)
    for name, block in ArticleBlocks().child_blocks.items():
        if name != "video":  # shown by its icon: no file of a site is surely a video
            html = block.render(block.get_preview_value())
            assert BeautifulSoup(html, "html.parser").get_text(strip=True) or "<img" in html, name
