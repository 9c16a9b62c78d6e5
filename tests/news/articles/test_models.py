from __future__ import annotations

import datetime
import gc
import io
import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.test.utils import WagtailPageTestCase

from directory.models import Region
from home.models import HomePage, StandardPage
from news.models import NewsIndexPage, NewsPage
from portal.models import PortalImage
from tests.directory.factories import ReferentFactory, load_small_territory
from tests.harness.photographs import trees
from tests.news.factories import (
    NewsCategoryFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    NewsThemeFactory,
    RegionFactory,
)

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="960" height="540"><path d="M0 0h9v9z"/></svg>'


@pytest.fixture
def index(home_page) -> NewsIndexPage:
    return NewsIndexPageFactory(parent=home_page)


@pytest.fixture
def photograph(db, settings, tmp_path):
    """A photograph of 1,600 by 900 pixels. Tests that show it are marked `makes_renditions`."""
    settings.MEDIA_ROOT = tmp_path
    gc.freeze()  # what is older need not be looked through at the end
    content = io.BytesIO()
    Image.new("RGB", (1600, 900), "teal").save(content, "JPEG")
    yield PortalImage.objects.create(
        title="Salle", description="Une salle vide.", credit="© Jeanne Modèle", file=ImageFile(content, "salle.jpg")
    )
    gc.collect()


@pytest.fixture
def drawing(db, settings, tmp_path) -> PortalImage:
    settings.MEDIA_ROOT = tmp_path
    file = ImageFile(io.BytesIO(DRAWING), "dessin.svg")
    return PortalImage.objects.create(title="Dessin", description="Un triangle.", file=file, width=960, height=540)


# Wagtail makes several renditions at once in threads, and leaves their temporary files to the garbage collector.
makes_renditions = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


class TestTree(WagtailPageTestCase):
    def test_news_live_in_their_list_only(self):
        self.assertCanCreateAt(NewsIndexPage, NewsPage)
        self.assertCanNotCreateAt(HomePage, NewsPage)
        self.assertCanNotCreateAt(NewsIndexPage, StandardPage)
        self.assertAllowedSubpageTypes(NewsPage, [])


def test_the_newest_item_leads_and_the_others_follow(index, soup):
    old = NewsPageFactory(parent=index, published_on=datetime.date(2019, 3, 1))
    new = NewsPageFactory(parent=index, published_on=datetime.date(2026, 3, 1))
    page = soup(index.url)
    assert page.find("article").h2.get_text() == new.title
    assert [row.h2.get_text() for row in page.select("main ul.p-archive > li")] == [old.title]
    assert page.find("time", datetime="2026-03-01").get_text() == "1er\u00a0mars 2026"


def test_a_list_without_news_says_so(index, soup):
    assert "Aucune actualité publiée pour le moment." in soup(index.url).main.get_text()


def test_drafts_and_private_items_appear_in_no_list(index, soup, home_page, make_private):
    shown = NewsPageFactory(parent=index, title="Visible")
    NewsPageFactory(parent=index, title="Brouillon", live=False)
    make_private(NewsPageFactory(parent=index, title="Réservée"))
    for url in (index.url, home_page.url, shown.url):
        text = soup(url).get_text()
        assert "Visible" in text
        assert "Brouillon" not in text
        assert "Réservée" not in text


def test_what_lies_below_a_private_page_is_private_too(index, make_private):
    NewsPageFactory(parent=index)
    make_private(index)
    assert list(NewsPage.objects.listed()) == []
    assert list(NewsPage.objects.live().public()) == [], "says what Wagtail says"


@pytest.mark.parametrize("number", ["abc", "0", "-1", "99", "1.5", "%00", "9" * 5000])
def test_a_page_of_the_list_that_is_none_is_not_found(index, client, number):
    NewsPageFactory(parent=index)
    response = client.get(f"{index.url}?page={number}")
    assert response.status_code == 404
    assert "Cette page n’existe pas" in response.content.decode()


def test_long_lists_have_pages(index, soup):
    NewsPageFactory.create_batch(24, parent=index)
    first, last = soup(index.url), soup(f"{index.url}?page=3")
    pager = first.find("nav", attrs={"aria-label": "Pages d’actualités"})
    assert pager.find(attrs={"aria-current": "page"}).get_text() == "1"
    assert [link["href"] for link in pager.find_all("a", href=True)] == ["?page=2", "?page=3", "?page=2"]
    assert len(last.select("main ul.p-archive > li")) == 4
    assert last.title.get_text().startswith("Actualités, page 3 - ")
    assert last.find("link", rel="canonical")["href"].endswith("/actualites/?page=3")


def test_rows_say_level_and_region_or_category(index, soup):
    two = [RegionFactory(name="Normandie"), RegionFactory(name="Bretagne")]
    NewsPageFactory(parent=index, level=NewsPage.Level.REGION, regions=two)
    NewsPageFactory(parent=index, category=NewsCategoryFactory(name="Prix", slug="prix"))
    NewsPageFactory(parent=index, level=NewsPage.Level.EUROPE, category=None)
    origins = [line.span.get_text() for line in soup(index.url).select("main .p-meta")]
    assert origins == ["Région · Bretagne, Normandie", "National · Prix", "Europe"]


def test_an_article_says_when_and_where(index, soup):
    region = RegionFactory()
    page = soup(
        NewsPageFactory(
            parent=index,
            level=NewsPage.Level.REGION,
            regions=[region],
            published_on=datetime.date(2020, 10, 12),
            updated_on=datetime.date(2024, 1, 2),
        ).url
    )
    text = " ".join(page.main.get_text(" ").split())
    assert "Paru le 12 octobre 2020 Mis à jour le 2 janvier 2024" in text
    contact = page.find("a", string="Vos référents en Normandie")
    assert contact["href"] == f"/regions/{region.slug}/"


def test_an_article_never_updated_says_nothing_of_it(index, soup):
    assert "Mis à jour" not in soup(NewsPageFactory(parent=index).url).get_text()


def test_sharing_asks_nobody_else(index, soup, settings):
    page = NewsPageFactory(parent=index, title="Travail & prison : « oui »")
    share = soup(page.url).find(attrs={"aria-labelledby": "partager"})
    link = share.a["href"]
    assert link.startswith("mailto:?subject=Travail%20%26%20prison")
    assert link.endswith("&body=http%3A%2F%2Ftestserver%2Factualites%2F" + page.slug + "%2F")
    assert share.button.has_attr("hidden"), "only a script can copy: it shows the button"
    networks = [link["href"] for link in share.find_all("a", rel="external")]
    assert [urlsplit(link).hostname for link in networks] == ["www.linkedin.com", "x.com", "www.facebook.com"]
    assert all(f"http%3A%2F%2Ftestserver%2Factualites%2F{page.slug}%2F" in link for link in networks)
    assert not share.find_all(["script", "iframe", "img"]), "nothing loads before a click"


@pytest.mark.parametrize("is_example", [True, False])
def test_invented_facts_are_said_to_be(index, soup, is_example):
    text = soup(NewsPageFactory(parent=index, is_example=is_example).url).get_text()
    assert ("Contenu d’exemple." in text) is is_example


def test_the_source_is_named(index, soup):
    page = NewsPageFactory(
        parent=index, source_url="https://dreets.example/communique", source_label="Lire le communiqué de la DREETS"
    )
    link = soup(page.url).find("a", href=page.source_url)
    assert link.get_text() == "En savoir + : lire le communiqué de la DREETS"


@makes_renditions
def test_a_photograph_is_offered_in_lean_formats_with_its_size(index, soup, photograph):
    page = soup(NewsPageFactory(parent=index, image=photograph, caption="La salle.").url)
    picture = page.find("picture")
    assert [source["type"] for source in picture.find_all("source")] == ["image/avif", "image/webp"]
    assert "480w" in picture.source["srcset"]
    assert picture.img["alt"] == "Une salle vide."
    assert (int(picture.img["width"]), int(picture.img["height"])) == (480, 270)
    assert not picture.img.has_attr("loading"), "it shows first: it is not put off"
    assert page.figcaption.get_text(" ", strip=True) == "La salle. © Jeanne Modèle"
    assert page.find("meta", property="og:image")["content"].startswith("http://testserver/media/")


def chosen(srcset: str, pixels: float) -> str:
    """Address of what a browser takes of a list for a place as wide as this: the least that is enough."""
    offered = sorted((int(width[:-1]), address) for address, width in (each.split() for each in srcset.split(", ")))
    return next((address for width, address in offered if width >= pixels), offered[-1][1])


@makes_renditions
@pytest.mark.parametrize("size", [(2400, 1800), (1800, 2400)], ids=["across", "upright"])
def test_a_real_photograph_at_the_head_of_a_page_is_light(index, soup, photograph, settings, size):
    """Of what the plain colour above weighs nothing follows."""
    photograph.file = ImageFile(io.BytesIO(trees(size)), "arbres.jpg")
    photograph.save()
    srcset = soup(NewsPageFactory(parent=index, image=photograph).url).find("source", type="image/avif")["srcset"]
    for pixels in (42 * 16, 390 * 2, 390 * 3):  # a wide screen, telephones
        file = Path(settings.MEDIA_ROOT) / chosen(srcset, pixels).removeprefix("/media/")
        assert 10_000 < file.stat().st_size <= 60_000, pixels


def test_a_drawing_stays_a_drawing(index, soup, drawing, home_page):
    article = NewsPageFactory(parent=index, image=drawing)
    image = soup(article.url).figure.img
    assert image["src"] == drawing.file.url
    assert (image["width"], image["height"], image["alt"]) == ("960", "540", "Un triangle.")
    teaser = soup(home_page.url).article.img
    assert (teaser["alt"], teaser["loading"]) == ("", "lazy")


@makes_renditions
def test_the_lead_picture_is_cut_around_its_focal_point(index, soup, photograph):
    photograph.focal_point_x, photograph.focal_point_y = 100, 450
    photograph.focal_point_width = photograph.focal_point_height = 50
    photograph.save()
    NewsPageFactory(parent=index, image=photograph)
    picture = soup(index.url).article.picture
    assert "480w" in picture.source["srcset"]
    assert (int(picture.img["width"]), int(picture.img["height"])) == (480, 270)
    keys = set(photograph.renditions.filter(filter_spec__contains="fill-").values_list("focal_point_key", flat=True))
    assert keys
    assert all(keys), "each size knows its focal point"


@makes_renditions
def test_a_picture_in_a_list_is_no_news_of_its_own(index, soup, photograph):
    NewsPageFactory(parent=index, image=photograph)
    assert soup(index.url).article.img["alt"] == ""


@makes_renditions
def test_an_article_costs_at_most_six_queries_more_than_a_bare_page(index, warm_cost, floor, photograph):
    """With a theme, a picture at its head and two in its text, a link, and somebody to ask in its region."""
    linked = NewsPageFactory(parent=index)
    load_small_territory()
    ReferentFactory()
    normandie = [Region.objects.get(slug="normandie")]
    text = f'<p><a linktype="page" id="{linked.pk}">Voir</a> et <a linktype="page" id="{index.pk}">la liste</a></p>'
    picture = {"image": {"image": photograph.pk, "alt_text": "Une salle", "decorative": False}, "caption": "Après"}
    gallery = {"title": "En images", "pictures": [picture, picture]}
    body = [
        {"type": "text", "value": text},
        {"type": "picture", "value": picture},
        {"type": "gallery", "value": gallery},
    ]
    page = NewsPageFactory(
        parent=index, regions=normandie, image=photograph, theme=NewsThemeFactory(), body=json.dumps(body)
    )
    few = warm_cost(page.url)
    assert few - floor(page) <= 6
    NewsPageFactory.create_batch(19, parent=index, regions=normandie)
    assert warm_cost(page.url) <= few


@makes_renditions
def test_one_picture_used_twice_keeps_what_each_use_says_of_it(index, soup, photograph):
    def picture(words: str, *, is_decorative: bool = False) -> dict:
        image = {"image": photograph.pk, "alt_text": words, "decorative": is_decorative}
        return {"type": "picture", "value": {"image": image, "caption": ""}}

    body = [picture("Avant la séance"), picture("Après la séance"), picture("", is_decorative=True)]
    gone = {"type": "picture", "value": {"image": {"image": 10**6, "alt_text": "Perdue"}, "caption": ""}}
    page = NewsPageFactory(parent=index, image=photograph, body=json.dumps([*body, gone]))
    assert [image["alt"] for image in soup(page.url).article.find_all("img")] == [
        "Une salle vide.", "Avant la séance", "Après la séance", "",
    ]  # fmt: skip


def test_a_category_that_is_renamed_is_renamed_in_its_articles(index, soup):
    category = NewsCategoryFactory(name="Prix")
    page = NewsPageFactory(parent=index, category=category, theme=None)
    assert soup(page.url).find("a", href="/actualites/?rubrique=formation").get_text() == "Prix"
    category.name = "Concours"
    category.save()
    assert soup(page.url).find("a", href="/actualites/?rubrique=formation").get_text() == "Concours"


def test_the_list_costs_the_same_for_one_and_twenty_items(index, warm_cost, floor):
    normandie = [RegionFactory()]
    NewsPageFactory(parent=index, regions=normandie)
    few = warm_cost(index.url)
    assert few - floor(index) <= 8
    NewsPageFactory.create_batch(19, parent=index, regions=normandie)
    assert warm_cost(index.url) <= few


def test_an_item_with_a_title_alone_shows(index, client):
    page = NewsPageFactory(parent=index, lead="", category=None)
    assert client.get(page.url).status_code == 200
