"""The picture that other sites show beside a link to a page."""

from __future__ import annotations

import datetime
import gc
import io

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from PIL import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction

from portal.cms import share_drawing, share_pictures
from portal.models import PortalImage
from portal.web.pictures import SHARED
from tests.news.factories import (
    ConventionIndexPageFactory,
    ConventionPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    RegionFactory,
)


@pytest.fixture(autouse=True)
def _nothing_kept(settings, tmp_path):
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"


@pytest.fixture
def page(home_page):
    """A published convention of one region."""
    made = ConventionPageFactory(
        parent=ConventionIndexPageFactory(parent=home_page), regions=[RegionFactory(name="Normandie")]
    )
    made.save_revision().publish()
    made.refresh_from_db()
    return made


def address(client, url: str) -> str:
    found = BeautifulSoup(client.get(url).content, "html.parser").find("meta", property="og:image")["content"]
    assert found.startswith("http://testserver/")
    return found.removeprefix("http://testserver")


def test_a_published_page_has_a_picture_of_its_own(page, client):
    answer = client.get(address(client, page.url))
    assert answer["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)
    assert len(answer.content) < 60_000


def test_it_says_kind_title_region_and_the_portal(page, client, monkeypatch):
    said = []
    monkeypatch.setattr(share_drawing, "draw", lambda *words: said.extend(words) or b"-")  # words, not their pixels
    client.get(address(client, page.url))
    assert said == [page.title, "Convention", "Normandie", "Portail de l’insertion professionnelle"]


def test_another_publication_has_another_address_and_the_old_one_leads_there(page, client):
    first = address(client, page.url)
    page.title = "Autrement"
    page.save_revision().publish()
    page.__class__.objects.filter(pk=page.pk).update(last_published_at="2099-01-01T00:00Z")
    second = address(client, page.url)
    assert second != first
    assert client.get(first)["Location"] == second


def test_it_is_drawn_when_the_page_is_published(page, client, monkeypatch):
    assert share_pictures.draw_lately_published(timezone.now()) == "1 drawn"
    assert share_pictures.draw_lately_published(timezone.now()) == "0 drawn"
    monkeypatch.setattr(share_drawing, "draw", None)
    answer = client.get(address(client, page.url))
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)


def test_what_an_import_publishes_waits_for_several_turns(page, monkeypatch):
    page.get_parent().specific.save_revision().publish()
    monkeypatch.setattr(share_pictures, "A_TURN", 1)
    turns = [share_pictures.draw_lately_published(timezone.now()) for _ in range(3)]
    assert turns == ["1 drawn", "1 drawn", "0 drawn"]


def test_nothing_is_drawn_of_drafts_and_private_pages_nor_of_what_was_published_long_ago(page):
    later = timezone.now() + datetime.timedelta(days=2)
    assert share_pictures.draw_lately_published(later) == "0 drawn"
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    assert share_pictures.draw_lately_published(timezone.now()) == "0 drawn"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Willow leaves temporary files open
def test_the_photograph_of_a_page_is_made_ready_instead(home_page, client):
    photograph = PortalImage.objects.create(title="Un atelier", file=get_test_image_file(size=(64, 48)))
    article = NewsPageFactory(parent=NewsIndexPageFactory(parent=home_page), image=photograph)
    article.save_revision().publish()
    share_pictures.draw_lately_published(timezone.now())
    made = set(photograph.renditions.filter(filter_spec=SHARED))
    assert len(made) == 1
    assert address(client, article.url) == made.pop().url
    article.refresh_from_db()
    drawn = client.get(share_pictures.address_of(article))  # of links from before it had the photograph
    assert Image.open(io.BytesIO(drawn.content)).size == (1200, 630)
    gc.collect()  # what Wagtail leaves open is closed while its warning is still expected


def test_what_is_not_public_has_none(page, client):
    gone = address(client, page.url)
    page.unpublish()
    assert client.get(gone).status_code == 404
    assert client.get("/partage/999999-1.png").status_code == 404


def test_the_neutral_theme_keeps_the_common_picture(page, client, settings):
    settings.THEME = "neutre"
    assert address(client, page.url) == "/static/portal/partage.png"


@pytest.mark.parametrize("title", ["", "x" * 400, "mot " * 90, "Prix « Émergence » : œuvrer, dès l’été"])
def test_any_title_is_drawn(title):
    assert Image.open(io.BytesIO(share_drawing.draw(title, "", "", "Portail"))).size == (1200, 630)
