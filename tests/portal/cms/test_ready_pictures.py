"""Sizes of pictures are there before somebody reads the page."""

from __future__ import annotations

import datetime
import io

import pytest
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image
from wagtail.models import PageViewRestriction

from portal import periodic
from portal.audience.counting import tally
from portal.cms import ready_pictures
from portal.models import PortalImage, PortalRendition
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory

# Wagtail makes several renditions at once in threads, and leaves their temporary files to the garbage collector.
pytestmark = [
    pytest.mark.usefixtures("left_open_collected"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def publish(home_page, settings, tmp_path):
    """Publish news with a picture."""
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    index = NewsIndexPageFactory(parent=home_page)

    def publish():
        content = io.BytesIO()
        Image.new("RGB", (640, 360), "teal").save(content, "JPEG")
        image = PortalImage.objects.create(title="Salle", description="Vide.", file=ImageFile(content, "salle.jpg"))
        page = NewsPageFactory(parent=index, image=image)
        page.save_revision().publish()
        page.refresh_from_db()
        return page

    return publish


def made() -> int:
    return PortalRendition.objects.count()


def make() -> str:
    return ready_pictures.make_for_lately_published(timezone.now())


def test_nobody_waits_for_the_sizes_of_what_was_published(publish, client, home_page):
    page = publish()
    tally.counts.clear()
    assert make() == "1 built"
    ready = made()
    assert ready >= 3
    assert not tally.counts, "nobody read it"
    for address in (page.url, page.get_parent().url, home_page.url):
        assert client.get(address).status_code == 200
    assert made() == ready
    assert make() == "0 built"
    page.save_revision().publish()
    type(page).objects.filter(pk=page.pk).update(last_published_at=timezone.now() + datetime.timedelta(seconds=2))
    assert make() == "1 built", "another publication may show another picture"


def test_what_few_may_read_and_what_is_old_is_left_alone(publish):
    private, old = publish(), publish()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    type(old).objects.filter(pk=old.pk).update(last_published_at=timezone.now() - datetime.timedelta(days=2))
    assert make() == "0 built"
    assert made() == 0


def test_a_page_that_fails_keeps_none_from_being_built(publish, monkeypatch, caplog):
    first, second = publish(), publish()
    right = type(first).get_context

    def context(page, request, *args, **kwargs):
        if page.pk == second.pk:
            raise RuntimeError("of this page")
        return right(page, request, *args, **kwargs)

    monkeypatch.setattr(type(first), "get_context", context)
    assert make() == "2 built"
    assert "of this page" in caplog.text
    assert {each.image_id for each in PortalRendition.objects.all()} >= {first.image_id}
    assert make() == "0 built"


def test_a_turn_has_an_end(publish, monkeypatch):
    monkeypatch.setattr(ready_pictures, "A_TURN", 1)
    publish()
    publish()
    assert [make(), make(), make()] == ["1 built", "1 built", "0 built"]


def test_the_work_that_keeps_the_site_small_and_quick_is_registered():
    names = periodic.jobs().keys()
    assert {"portal.ready_pictures", "mail.retention", "portal.sessions", "search.repair"} <= names
