"""Media in a bucket: the real admin and pages, beside a real server that speaks S3, also when it is lost."""

from __future__ import annotations

import gc
import re
import signal
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest
from botocore.config import Config
from django.core.cache import cache
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from portal.backup import media as saving
from portal.files.bucket import PATIENCE, StorageError
from portal.health import probing
from portal.models import PortalDocument, PortalImage
from portal.settings import media
from tests.harness.s3_server import BUCKET, running_s3
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory
from tests.portal.files import crafted_files as crafted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.harness.s3_server import S3Server

pytestmark = [
    pytest.mark.servers,
    pytest.mark.ignore_template_errors,
    # Wagtail and boto3 leave files and connections to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]
FILM = crafted.MP4 + bytes(range(256)) * 40_000  # 10 MB: more than is read at once


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[S3Server]:
    with running_s3(tmp_path_factory.mktemp("s3")) as server:
        yield server
    gc.collect()


@pytest.fixture
def use(settings):
    """Keep media at an address, as MEDIA_STORAGE_URL would."""

    def use(address: str) -> None:
        settings.STORAGES = settings.STORAGES | {"default": media.storage(address)}
        settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

    return use


@pytest.fixture
def bucket(server, use) -> Iterator[S3Server]:
    """The server, empty, and used."""
    server.empty()
    use(server.address())
    yield server
    server.signal(signal.SIGCONT)


@pytest.fixture
def send(administrator):
    """Send a file through the admin's form; what it answers."""

    def send(kind: str, name: str, content: bytes, **more: str):
        data = {
            "title": f"Titre de {name}",
            "description": "Une salle vide.",
            "file": SimpleUploadedFile(name, content),
            "collection": Collection.get_first_root_node().pk,
        } | more
        return administrator.post(reverse(f"wagtail{kind}:add"), data)

    return send


def read(response) -> bytes:
    """All of it, after which Django's client closes what streams; doing so here would end the test's connection too."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def outsider(server: S3Server, name: str) -> int:
    """What the bucket answers somebody without a key."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/{BUCKET}/{name}", timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code


def test_a_picture_goes_in_is_shown_and_goes_away(bucket, send, client, home_page, administrator):
    assert send("images", "salle vide.jpg", crafted.picture("JPEG", (1600, 900))).status_code == 302
    image = PortalImage.objects.get()
    assert (image.width, image.height, bool(image.file_hash)) == (1600, 900, True)
    assert bucket.names() == [f"media/{image.file.name}"]
    page = NewsPageFactory(parent=NewsIndexPageFactory(parent=home_page), image=image)
    client.logout()
    html = client.get(page.url).content.decode()
    shown = set(re.findall(r"/media/images/[^\s\",]+", html))
    assert shown
    assert str(bucket.port) not in html
    for address in shown:
        response = client.get(address)
        content = read(response)
        assert (response.status_code, response["Content-Type"].partition("/")[0]) == (200, "image")
        assert int(response["Content-Length"]) == len(content) > 100
        again = client.get(address, headers={"If-Modified-Since": response["Last-Modified"]})
        assert again.status_code == 304
        assert outsider(bucket, address.removeprefix("/")) == 403
    assert client.get(f"/media/{image.file.name}").status_code == 404, "an original may say where it was taken"
    assert client.get("/media/images/nichts.jpg").status_code == 404

    administrator.force_login(image.uploaded_by_user)
    address = reverse("wagtailimages:delete", args=[image.pk])
    with pytest.MonkeyPatch.context() as patch:  # Wagtail waits for the end of the test's transaction
        patch.setattr("django.db.transaction.on_commit", lambda work, **_: work())
        assert administrator.post(address).status_code == 302
    assert bucket.names() == []


def test_two_files_of_one_name_are_two(bucket, send):
    for content in (crafted.PDF, crafted.PDF + b"\n%"):
        assert send("docs", "lettre.pdf", content).status_code == 302
    first, second = PortalDocument.objects.order_by("pk")
    assert first.file.name != second.file.name
    assert (read_of(first), read_of(second)) == (crafted.PDF, crafted.PDF + b"\n%")


def read_of(document: PortalDocument) -> bytes:
    with document.open_file() as file:
        return file.read()


def test_a_document_is_passed_on_to_whom_it_is_for(bucket, send, client):
    assert send("docs", "lettre.pdf", crafted.PDF).status_code == 302
    document = PortalDocument.objects.get()
    client.logout()
    response = client.get(document.url)
    assert read(response) == crafted.PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]
    assert client.get(document.url, headers={"If-None-Match": response["ETag"]}).status_code == 304
    document.collection = Collection.get_first_root_node().add_child(name="Réservé")
    document.save()
    CollectionViewRestriction.objects.create(collection=document.collection, restriction_type="login")
    assert client.get(document.url).status_code == 302
    assert client.get(f"/media/{document.file.name}").status_code == 404
    assert outsider(bucket, f"media/{document.file.name}") == 403
    assert outsider(bucket, "") == 403, "nor may they list what there is"


def test_a_player_gets_the_part_of_a_film_that_it_asks_for(bucket, send, client):
    assert send("docs", "film.mp4", FILM).status_code == 302
    address = PortalDocument.objects.get().url
    for asked, status, part in (
        ("bytes=0-99", 206, slice(0, 100)),
        ("bytes=9000000-9000099", 206, slice(9_000_000, 9_000_100)),
        ("bytes=-50", 206, slice(-50, None)),
        ("bytes=999999999-", 416, slice(0, 0)),
        ("pages=1", 200, slice(None)),
    ):
        response = client.get(address, headers={"Range": asked})
        assert (response.status_code, read(response)) == (status, FILM[part]), asked


@pytest.fixture
def impatient(monkeypatch):
    """A frozen bucket is given up after a second of silence: the real patience would only be waited for."""
    longest = PATIENCE.retries["total_max_attempts"] * (PATIENCE.connect_timeout + PATIENCE.read_timeout)
    assert longest < 20, "a worker is given thirty seconds"
    monkeypatch.setattr("portal.files.bucket.PATIENCE", PATIENCE.merge(Config(read_timeout=1)))


@pytest.mark.parametrize(
    ("kind", "lost"),
    [("images", "wrong secret"), ("docs", "no such bucket"), ("docs", "nobody listens"), ("images", "frozen")],
)
def test_an_editor_is_told_and_loses_no_word(bucket, use, send, impatient, kind, lost):
    if lost == "frozen":
        bucket.signal(signal.SIGSTOP)
    use(
        {
            "wrong secret": bucket.address(secret="wrong"),
            "no such bucket": bucket.address(bucket="elsewhere"),
            "nobody listens": "s3+http://key:secret@127.0.0.1:9/bucket",
            "frozen": bucket.address(),
        }[lost]
    )
    file = ("a.pdf", crafted.PDF) if kind == "docs" else ("a.png", crafted.picture("PNG"))
    response = send(kind, *file, title="Salle vide de Toulouse", tags="atelier")
    assert response.status_code == 200
    html = response.content.decode()
    assert "Le fichier n’a pas pu être enregistré" in html
    assert "Salle vide de Toulouse" in html
    assert (PortalImage if kind == "images" else PortalDocument).objects.count() == 0
    bucket.signal(signal.SIGCONT)
    use(bucket.address())
    cache.clear()  # as five seconds do
    assert send(kind, *file).status_code == 302


def test_a_file_that_takes_the_place_of_another_leaves_it_when_it_cannot_be_stored(bucket, use, send, administrator):
    send("images", "a.png", crafted.picture("PNG"))
    image = PortalImage.objects.get()
    use(bucket.address(secret="wrong"))
    file = SimpleUploadedFile("b.png", crafted.picture("PNG", (30, 20)))
    data = {"title": "Autre", "description": "Une salle.", "file": file, "collection": image.collection_id}
    response = administrator.post(reverse("wagtailimages:edit", args=[image.pk]), data)
    assert "Le fichier n’a pas pu être enregistré" in response.content.decode()
    kept = PortalImage.objects.get()
    assert (kept.file.name, kept.title) == (image.file.name, image.title)
    assert bucket.names() == [f"media/{kept.file.name}"]


def test_the_log_names_a_file_that_stays_though_it_was_deleted(bucket, use, caplog):
    name = default_storage.save("original_images/a.png", ContentFile(b"a"))
    use(bucket.address(secret="wrong"))
    with pytest.raises(StorageError):
        default_storage.delete(name)
    assert f"A deleted file stays in the bucket of media: {name}" in caplog.text
    use(bucket.address())
    cache.clear()  # as five seconds do
    assert default_storage.exists(name)


def test_pages_go_on_without_the_bucket(bucket, use, send, impatient, client, home_page, caplog):
    use(bucket.address())
    send("images", "salle.jpg", crafted.picture("JPEG", (1600, 900)))
    page = NewsPageFactory(parent=NewsIndexPageFactory(parent=home_page), image=PortalImage.objects.get())
    client.logout()
    bucket.signal(signal.SIGSTOP)
    response = client.get(page.url)  # its sizes were never made
    assert response.status_code == 200
    assert page.title in response.content.decode()
    client.raise_request_exception = False
    missing = client.get("/media/images/a.jpg")
    assert (missing.status_code, missing["Retry-After"]) == (503, "10")
    assert client.get(page.url).status_code == 200
    assert caplog.text.count("The bucket of media is unavailable") == 1
    assert "tests" not in caplog.text.partition("The bucket of media")[2].partition("\n")[0], "no secret"
    assert "media" in probing.troubles(1)[1]
    bucket.signal(signal.SIGCONT)
    cache.clear()  # as five seconds do
    html = client.get(page.url).content.decode()
    assert re.search(r"/media/images/salle\.[^\s\"]+", html)
    assert probing.troubles(5)[1].get("media") is None


def said() -> list[str]:
    return [each.msg for each in run_checks(tags=["files"], include_deployment_checks=True)]


def test_the_check_of_a_release_asks_the_bucket(bucket, use, monkeypatch):
    assert said() == []
    assert bucket.names() == [], "its probe is gone"
    use(bucket.address(secret="wrong"))
    assert "SignatureDoesNotMatch" in said()[0]
    use(bucket.address(bucket="elsewhere"))
    assert "NoSuchBucket" in said()[0]
    use("s3+http://key:secret@127.0.0.1:9/bucket")
    assert "EndpointConnectionError" in said()[0]
    monkeypatch.setattr("portal.checks.find_spec", lambda _: None)
    assert ["make s3" in each for each in said()] == [True]


def test_a_bucket_that_outsiders_may_read_is_an_error(use, tmp_path):
    with running_s3(tmp_path, is_open=True) as careless:
        use(careless.address())
        assert "outsiders may read it" in said()[0]
        assert careless.names() == []


def test_media_are_saved_from_a_bucket_and_put_back_into_it(bucket, tmp_path):
    for name in ("images/é.png", "documents/lettre de l’été.pdf"):
        default_storage.save(name, ContentFile(name.encode()))
    room, saved = tmp_path / "room", tmp_path / "saved"
    room.mkdir()
    for name, file in saving.files(room):
        (saved / name).parent.mkdir(parents=True)
        (saved / name).write_bytes(file.read_bytes())
    assert not list(room.iterdir())
    assert saving.are_there()
    default_storage.delete("images/é.png")
    default_storage.save("images/newer.png", ContentFile(b"newer"))
    aside = saving.put_in_place(saved).removesuffix("/ of the bucket")
    assert re.fullmatch(r"media-\d{8}T\d{6}", aside)
    assert [each for each in bucket.names() if each.startswith(aside)] == [
        f"{aside}/documents/lettre de l’été.pdf", f"{aside}/images/newer.png",
    ]  # fmt: skip
    assert default_storage.names() == ["documents/lettre de l’été.pdf", "images/é.png"]
    with default_storage.open("images/é.png") as file:
        assert file.read() == "images/é.png".encode()


def test_a_bucket_that_is_lost_is_no_empty_one(use, db):
    use("s3+http://key:secret@127.0.0.1:9/bucket")
    with pytest.raises(OSError, match="EndpointConnectionError"):
        saving.are_there()


@pytest.mark.parametrize(
    "address",
    ["http://key:hidden@host/bucket", "s3://host/seau", "s3://key@host/seau", "s3://key:hidden@host",
     "s3://key:hidden@host/a/b", "s3://key:hidden@/seau", "seau"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_without_its_secret(address):
    with pytest.raises(ImproperlyConfigured, match="no address such as") as refusal:
        media.storage(address)
    assert "hidden" not in str(refusal.value)


def test_an_address_says_where_and_who():
    options = media.storage("s3://k%40y:a%2Fb@s3.example:8443/seau?region=fr-par")["OPTIONS"]
    assert options == {
        "bucket_name": "seau", "endpoint_url": "https://s3.example:8443", "region_name": "fr-par",
        "access_key": "k@y", "secret_key": "a/b",
    }  # fmt: skip


def test_without_an_address_files_lie_in_a_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert not hasattr(default_storage, "stream")
    assert media.storage("")["BACKEND"].endswith("FileSystemStorage")
