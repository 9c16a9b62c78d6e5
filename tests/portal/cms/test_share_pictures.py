"""The picture that other sites show beside a link to a page."""

from __future__ import annotations

import io

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from portal.cms import share_pictures
from tests.news.factories import ConventionIndexPageFactory, ConventionPageFactory, RegionFactory


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
    monkeypatch.setattr(share_pictures, "draw", lambda *words: said.extend(words) or b"-")  # words, not their pixels
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
    assert Image.open(io.BytesIO(share_pictures.draw(title, "", "", "Portail"))).size == (1200, 630)
