"""Numbered letters: their contents, their file that everybody can read, and where they are announced."""

from __future__ import annotations

import datetime

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.models import Collection

from news.models import PublicationIndexPage, PublicationPage
from portal.models import PortalDocument
from tests.news.factories import NewsIndexPageFactory, PublicationIndexPageFactory, PublicationPageFactory
from tests.portal.files import crafted_files as crafted

UNTAGGED = crafted.pdf().replace(b"%%EOF", b"% /StructTreeRoot\n%%EOF")
TAGGED = crafted.pdf(is_tagged=True)
TAGGED_INSIDE = crafted.pdf(is_tagged=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


@pytest.fixture
def index(home_page) -> PublicationIndexPage:
    return PublicationIndexPageFactory(parent=home_page)


@pytest.fixture
def pdf(db, settings, tmp_path):
    """Store a PDF: `pdf(TAGGED)`."""
    settings.MEDIA_ROOT = tmp_path

    def store(content: bytes) -> PortalDocument:
        collection = Collection.get_first_root_node() or Collection.add_root(name="Racine")
        document = PortalDocument(title="Lettre", collection=collection, file_size=240_000)
        document.file.save("lettre.pdf", ContentFile(content))
        return document

    return store


def test_an_issue_says_its_number_contents_and_file(index, soup, pdf):
    issue = PublicationPageFactory(
        parent=index, number=12, title="Apprendre dedans", document=pdf(TAGGED), published_on=datetime.date(2026, 3, 1),
        contents=[("entry", {"title": "Un atelier ouvre", "text": "Six postes.", "page": "3"})],
        body=[("text", "<h2>Un atelier ouvre</h2><p>Il compte six postes.</p>")],
    )  # fmt: skip
    page = soup(issue.url)
    text = " ".join(page.main.get_text(" ").split())
    assert str(page.find("time", datetime="2026-03-01").sup) == "<sup>er</sup>"
    assert page.title.get_text().startswith("Apprendre dedans, La lettre, n°\u00a012 - ")
    assert "Paru le 1 er mars 2026" in text
    assert "Au sommaire Un atelier ouvre page 3 Six postes." in text
    assert "Il compte six postes." in text
    assert page.find("a", href="#un-atelier-ouvre").get_text() == "Un atelier ouvre"
    link = page.find("a", href=issue.document.url)
    assert " ".join(link.get_text().split()) == "La lettre, n° 12 (PDF, 240 ko)"
    assert [heading["id"] for heading in page.main.find_all("h2", id=True)][:2] == ["sommaire", "un-atelier-ouvre"]


@pytest.mark.parametrize(("content", "is_accepted"), [(TAGGED, True), (TAGGED_INSIDE, True), (UNTAGGED, False)])
def test_a_pdf_without_tags_needs_its_text_here(index, pdf, content, is_accepted):
    issue = PublicationPage(title="Lettre", slug="lettre", number=1, document=pdf(content))
    if is_accepted:
        issue.clean()
    else:
        with pytest.raises(ValidationError, match="balisé"):
            issue.clean()
        issue.body = [("text", "<p>Le texte entier.</p>")]
        issue.clean()


def test_a_number_is_given_once_in_a_series(index):
    PublicationPageFactory(parent=index, number=3)
    with pytest.raises(ValidationError, match="déjà un numéro 3"):
        PublicationPage(title="Autre", slug="autre", number=3).clean()
    PublicationPage(title="Autre", slug="autre", number=3, series="Repères").clean()


def test_the_list_shows_the_newest_first_by_year(index, soup):
    old = PublicationPageFactory(parent=index, published_on=datetime.date(2024, 1, 1))
    new = PublicationPageFactory(parent=index, published_on=datetime.date(2026, 1, 1))
    PublicationPageFactory(parent=index, live=False)
    titles = [heading.get_text() for heading in soup(index.url).select("main h2 > a")]
    assert titles == [new.title, old.title]
    narrowed = soup(f"{index.url}?annee=2024")
    assert [heading.get_text() for heading in narrowed.select("main h2 > a")] == [old.title]
    assert "Aucune publication en 2011." in soup(f"{index.url}?annee=2011").main.get_text()


@pytest.mark.parametrize("query", ["?annee=abc", "?annee=" + "9" * 5000, "?annee=%00", "?page=1"])
def test_nonsense_shows_the_list(index, client, query):
    PublicationPageFactory(parent=index)
    assert client.get(f"{index.url}{query}").status_code == 200


def test_the_newest_are_announced_at_home_and_with_the_news(index, soup, home_page, make_private):
    news = NewsIndexPageFactory(parent=home_page)
    issues = PublicationPageFactory.create_batch(4, parent=index)
    make_private(PublicationPageFactory(parent=index, title="Réservée", published_on=datetime.date(2030, 1, 1)))
    for url in (home_page.url, news.url):
        heading = soup(url).find("h2", string="Dernières publications")
        links = [link.get_text() for link in heading.find_next("ul").find_all("a")]
        assert links == [issue.title for issue in issues[:3]], url


def test_other_issues_of_the_series_stand_beside_one(index, soup):
    page = PublicationPageFactory(parent=index)
    others = PublicationPageFactory.create_batch(4, parent=index)
    PublicationPageFactory(parent=index, series="Repères", number=1)
    shown = soup(page.url).find("h2", string="Autres numéros").find_next("ul")
    assert [link.get_text() for link in shown.find_all("a")] == [each.title for each in others[:3]]


def test_publications_have_their_feed(index, client):
    issue = PublicationPageFactory(parent=index, number=7, title="Apprendre")
    for url, kind in (("/flux/publications.rss", "rss"), ("/flux/publications.atom", "atom")):
        response = client.get(url)
        assert kind in response["Content-Type"]
        assert "La lettre, n°\u00a07\u00a0: Apprendre" in response.content.decode()
        assert issue.full_url in response.content.decode()


def test_lists_and_issues_stay_within_their_queries(index, warm_cost, floor, pdf):
    issue = PublicationPageFactory(parent=index, document=pdf(TAGGED))
    few = warm_cost(index.url)
    assert few - floor(index) <= 8
    assert warm_cost(issue.url) - floor(issue) <= 6
    PublicationPageFactory.create_batch(10, parent=index, document=issue.document)
    assert warm_cost(index.url) <= few
