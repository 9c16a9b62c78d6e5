"""The bucket of media gone and frozen: pages go on, pictures come back, an editor is told, an employer sees nothing."""

from __future__ import annotations

import contextlib
import re
import secrets
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.files.forms import NOT_STORED
from tests.harness.freezing import frozen
from tests.harness.s3_server import BUCKET, S3Server, running_s3
from tests.ops.demo import Demo, running_demo
from tests.ops.editors import Editor
from tests.ops.surviving import ADDRESSES, COME_BACK, database, survive
from tests.ops.visitors import Answer, Readers, ask, send_request
from tests.portal.files import crafted_files as crafted
from tests.portal.mail.servers import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.servers,
    pytest.mark.full,
    # boto3 leaves connections to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

SHOWN = re.compile(r"/media/images/[^\s\",]+")
DOCUMENT = "SELECT id, replace(file, 'documents/', '') FROM portal_portaldocument WHERE file LIKE '%pdf'"
DRAWING = "SELECT min(file) FROM portal_portalimage WHERE file LIKE 'original_images/%svg'"
FILES = "SELECT file FROM portal_portalimage UNION ALL SELECT file FROM portal_portaldocument"
RENDITIONS = " UNION ALL SELECT file FROM portal_portalrendition"
JOINED = """
SELECT file.content FROM contact_requestfile file JOIN contact_contactrequest request ON request.id = file.request_id
WHERE request.organisation = %s
"""


@pytest.fixture(scope="module")
def bucket(tmp_path_factory) -> Iterator[S3Server]:
    with running_s3(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture(scope="module")
def demo(tmp_path_factory, bucket) -> Iterator[Demo]:
    with running_demo(tmp_path_factory.mktemp("checkout"), MEDIA_STORAGE_URL=bucket.address()) as running:
        yield running


@pytest.fixture(scope="module")
def editor(demo) -> Editor:
    return Editor(demo, "camille")


@contextlib.contextmanager
def gone(bucket: S3Server) -> Iterator[None]:
    """Nobody listens where it was; what it held is there again with it."""
    bucket.stop()
    try:
        yield
    finally:
        bucket.start()


def frozen_bucket(bucket: S3Server) -> contextlib.AbstractContextManager[None]:
    """It takes every connection and says nothing."""
    return frozen(bucket.process.pid)


def upload(editor: Editor, title: str) -> Answer:
    """Send a picture through the admin's form."""
    file = SimpleUploadedFile(f"{title}.jpg", crafted.picture("JPEG", (1600, 900)), "image/jpeg")
    return editor.send("/admin/images/add/", "file", file=file, title=title, description="Une salle vide.")


def number_of(demo: Demo, title: str) -> int | None:
    """Of a picture."""
    with database(demo) as asked:
        found = asked.execute("SELECT id FROM portal_portalimage WHERE title = %s", [title]).fetchone()
    return found and found[0]


def held(bucket: S3Server) -> dict[str, bytes]:
    """What lies in the bucket, by its name."""
    client = bucket.client()
    return {each: client.get_object(Bucket=BUCKET, Key=each)["Body"].read() for each in bucket.names()}


def illustrated(demo: Demo, editor: Editor, word: str) -> str:
    """Address of a page with a picture out of the bucket, published by the editor."""
    answer = upload(editor, word)
    picture = number_of(demo, word)
    assert picture, answer.text
    editor.begin(word, image=str(picture))
    return f"/actualites/{word}/"


@pytest.mark.parametrize("fault", [gone, frozen_bucket])
def test_nothing_is_lost_without_the_bucket(demo, bucket, editor, fault):
    word = f"seau{secrets.token_hex(3)}"
    address, unseen = illustrated(demo, editor, word), illustrated(demo, editor, f"{word}-inedit")
    pictures = sorted(set(SHOWN.findall(ask(f"{demo.url}{address}").text)))
    assert any("/images/" in each for each in pictures)
    page = number_of_page(demo, word)
    assert upload(editor, f"{word}-en-trop").status == 200
    before, unwanted = held(bucket), number_of(demo, f"{word}-en-trop")
    with database(demo) as asked:
        document = "/documents/{}/{}".format(*asked.execute(DOCUMENT).fetchone())
        (drawing,) = asked.execute(DRAWING).fetchone()

    def happen(demo: Demo) -> None:
        with Readers(demo.url, [*pictures[:3], f"/media/{drawing}", document]) as viewers:
            wait_until(lambda: viewers.met[200] > 10, "pictures")
            with fault(bucket):
                wait_until(lambda: viewers.met[COME_BACK] > 3, "pictures that are missing")
                assert f"{word}-inedit" in ask(f"{demo.url}{unseen}").text, "without its sizes, which were never made"
                told = upload(editor, f"{word}-perdu")
                assert told.status == 200
                assert NOT_STORED in told.text
                assert f"{word}-perdu" in told.text, "what was typed is kept"
                assert number_of(demo, f"{word}-perdu") is None
                assert editor.open("/admin/images/").status == 200
                assert editor.send(f"/admin/images/{unwanted}/delete/", "csrfmiddlewaretoken").status == 200
                assert number_of(demo, f"{word}-en-trop") is None
                assert f"stays in the bucket of media: original_images/{word}-en-trop.jpg" in logs(demo)
                editor.publish(page, f"{word} sans image")
                assert f"{word} sans image" in ask(f"{demo.url}{address}").text
                send_request(demo.url, f"Atelier {word}", files=SimpleUploadedFile("plan.pdf", crafted.PDF))
            wait_until(lambda: {ask(f"{demo.url}{each}").status for each in pictures} == {200}, "pictures again")
        print(f"pictures: {dict(viewers.met)}, the longest {viewers.longest:.1f} s")
        assert {status for status in viewers.met if viewers.met[status]} == {200, COME_BACK}
        assert all('<html lang="fr"' in each.text for each in viewers.failures)

    survive(demo, f"media {fault.__name__}", happen, addresses=(*ADDRESSES, address))
    with database(demo) as asked:
        assert [bytes(content) for (content,) in asked.execute(JOINED, [f"Atelier {word}"])] == [crafted.PDF]
        named = {f"media/{name}" for (name,) in asked.execute(FILES + RENDITIONS)}
    after = held(bucket)
    assert before.items() <= after.items()
    assert named <= set(after), "every file that is known is there"
    assert upload(editor, f"{word}-perdu").status == 200
    assert number_of(demo, f"{word}-perdu")
    wait_until(lambda: "/media/images/" in ask(f"{demo.url}{unseen}").text, "sizes that are made now")


def number_of_page(demo: Demo, slug: str) -> int:
    """Of a page."""
    with database(demo) as asked:
        return asked.execute("SELECT id FROM wagtailcore_page WHERE slug = %s", [slug]).fetchone()[0]


def logs(demo: Demo) -> str:
    """What both nodes said."""
    return "".join((demo.folder / f"web-{number}.log").read_text() for number in (1, 2))
