"""How uploaded files are served: whatever lies in the folder, no browser runs it under our address."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Collection, CollectionViewRestriction

from portal.models import PortalDocument
from tests.portal.files import crafted_files as crafted

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    for name in ("images", "original_images", "documents"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def document(db, folder):
    """Store a document as it is: `document("a.pdf", b"…")`."""
    if not Collection.get_first_root_node():
        Collection.add_root(name="Racine")

    def store(name: str, content: bytes) -> PortalDocument:
        stored = PortalDocument(title=name, collection=Collection.get_first_root_node())
        stored.file.save(name, ContentFile(content))
        return stored

    return store


def read(response) -> bytes:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("lettre.pdf", crafted.PDF),
        ("page.html", crafted.PAGE),
        ("dessin.svg", crafted.svg("<script>alert(1)</script>")),
        ("page.xhtml", crafted.PAGE),
        ("film.mp4", crafted.MP4),
        ("sans-nom", crafted.PAGE),
    ],
)
def test_a_document_is_kept_and_never_opened_here(document, client, name, content):
    response = client.get(document(name, content).url)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert read(response) == content


def test_a_document_of_a_private_collection_asks_who_is_there(document, client):
    private = document("lettre.pdf", crafted.PDF)
    private.collection = Collection.get_first_root_node().add_child(name="Réservé")
    private.save()
    CollectionViewRestriction.objects.create(collection=private.collection, restriction_type="login")
    assert client.get(private.url).status_code == 302
    assert client.get(f"/media/{private.file.name}").status_code == 404, "there is no way around"


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-99", 206, 0, 99),
        ("bytes=100-", 206, 100, None),
        ("bytes=-50", 206, -50, None),
        ("bytes=0-999999999", 206, 0, None),
        ("bytes=999999999-", 416, 0, 0),
        ("bytes=9-1", 416, 0, 0),
        ("bytes=-", 200, 0, None),
        ("bytes=0-1,4-5", 200, 0, None),
        ("pages=1-2", 200, 0, None),
        ("bytes=" + "9" * 5000 + "-", 200, 0, None),
    ],
)
def test_a_player_gets_the_part_of_a_video_it_asks_for(document, client, asked, status, first, last):
    response = client.get(document("film.mp4", crafted.MP4).url, headers={"Range": asked})
    assert response.status_code == status
    content = read(response)
    if status == HTTPStatus.PARTIAL_CONTENT:
        expected = crafted.MP4[first : None if last is None else last + 1]
        assert content == expected
        assert int(response["Content-Length"]) == len(expected)
        assert response["Content-Range"].endswith(f"/{len(crafted.MP4)}")
        assert response["Content-Type"] == "video/mp4"
    elif status == HTTPStatus.OK:
        assert content == crafted.MP4


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("images/a.avif", "image/avif"), ("images/a.webp", "image/webp"), ("images/a.jpg", "image/jpeg"),
     ("original_images/a.svg", "image/svg+xml")],
)  # fmt: skip
def test_a_picture_says_what_it_is_on_every_machine(folder, db, client, name, content_type):
    (folder / name).write_bytes(crafted.svg("<script>alert(1)</script>"))
    response = client.get(f"/media/{name}")
    assert response["Content-Type"] == content_type
    assert "sandbox" in response["Content-Security-Policy"]
    assert "script-src" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "max-age=604800" in response["Cache-Control"]
    read(response)


@pytest.mark.parametrize(
    "name",
    ["documents/a.pdf", "images/a.html", "original_images/a.jpg", "a.svg", "images/b/c.jpg", "images/nichts.jpg",
     "images/../portal.sqlite3", "images/..%2f..%2fetc%2fpasswd.jpg", "images/%00.jpg", "",
     "images/" + "a" * 5000 + ".jpg"],
)  # fmt: skip
def test_nothing_else_of_the_folder_has_an_address(folder, client, db, home_page, name):
    for each in ("documents/a.pdf", "images/a.html", "original_images/a.jpg", "a.svg"):
        (folder / each).write_bytes(crafted.PAGE)
    assert client.get(f"/media/{name}").status_code in {400, 404}


def test_files_are_read_only(folder, client, db):
    assert client.post("/media/images/a.jpg").status_code == 405
    assert client.post("/documents/1/a.pdf").status_code == 405


@pytest.mark.parametrize("key", ["0", "999999999", "9" * 30])
def test_a_document_that_is_none_is_not_found(home_page, client, key):
    assert client.get(f"/documents/{key}/a.pdf").status_code == 404
