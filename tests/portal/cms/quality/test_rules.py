"""The check of a page: each rule finds its fault, names where it stands, and leads to a field; a good page has none."""

from __future__ import annotations

import datetime

import pytest
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Site

from home.models import HomePage
from news.models import NewsIndexPage, NewsPage
from portal.cms.quality.checking import remarks_on
from portal.cms.quality.rules import NAMES, RULES
from portal.models import PortalDocument, PortalImage, PortalSettings


@pytest.fixture
def news(home_page) -> NewsIndexPage:
    parent = NewsIndexPage(title="Actualités", slug="actualites")
    home_page.add_child(instance=parent)
    return parent


@pytest.fixture
def found(news):
    """Give a function: codes and anchors of the remarks on a news item of these fields."""

    def found(*body, **fields) -> list[tuple[str, str]]:
        page = NewsPage(**{"title": "Un atelier", "slug": "un-atelier", "body": list(body)} | fields)
        news.add_child(instance=page)
        return [(remark.code, remark.anchor) for remark in remarks_on(page)]

    return found


def image(**fields) -> PortalImage:
    return PortalImage.objects.create(title="Salle", file=get_test_image_file(), **fields)


@pytest.fixture
def pictures(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_good_page_has_no_remark(found, pictures, news):
    good = image(description="Une salle", credit="© Camille Exemple")
    body = [
        (
            "text",
            (
                "<h2>Ici</h2><p>En 2019, 10\u202f600 personnes\u00a0: "
                f'<a linktype="page" id="{news.pk}">les actualités</a></p><h3>Là</h3>'
            ),
        ),
        (
            "key_figures",
            {"title": "Chiffres", "figures": [{"value": "12", "label": "personnes", "scope": "2019, Rouen"}]},
        ),
        ("action", {"label": "Décrire mon projet", "address": "/contact/"}),
        ("picture", {"image": {"image": good, "alt_text": "Une salle"}, "caption": ""}),
    ]
    assert found(*body, image=good, updated_on=datetime.date(2076, 1, 1)) == []


def test_pictures(found, pictures):
    assert found(image=image(credit="© Nous")) == [("alternative", "id_image")]
    assert found(image=image(description="Une salle"), slug="b") == [("credit", "id_image")]
    assert found(image=image(is_decorative=True), slug="c") == []


def test_pictures_of_the_text(found, pictures):
    bare = image(credit="© Nous")
    block = {"image": {"image": bare, "alt_text": "", "decorative": False}, "caption": ""}
    assert found(("picture", block)) == [("alternative", "body-0-value-image-alt_text")]
    assert found(("picture", block | {"image": {"image": bare, "alt_text": "", "decorative": True}}), slug="b") == []


def test_broken_links(found, news, home_page):
    draft = NewsPage(title="Brouillon", slug="brouillon", live=False)
    news.add_child(instance=draft)
    paper = PortalDocument.objects.create(title="Lettre")
    links = [
        f'<a linktype="page" id="{draft.pk}">le brouillon</a>',
        '<a linktype="page" id="99999">une page partie</a>',
        '<a linktype="document" id="99999">une lettre partie</a>',
        f'<a linktype="document" id="{paper.pk}">la lettre</a>',
        '<a href="/nulle-part/">un oubli</a>',
        '<a href="/contact/">écrire</a>',
        '<a href="mailto:a@exemple.fr">un message</a>',
        f'<a linktype="page" id="{news.pk}">les actualités</a>',
    ]
    codes = found(
        ("text", "".join(f"<p>{each}</p>" for each in links)),
        ("action", {"label": "Voir les projets", "address": "/rien/"}),
    )
    assert codes == [("broken-link", "body-0-value")] * 4 + [("broken-link", "body-1-value-label")]


def test_links_that_say_little(found):
    text = '<p><a href="https://exemple.fr/">cliquez ici</a> ou https://exemple.fr/</p>'
    more = {"label": "En savoir plus", "address": "/contact/"}
    assert found(("text", text), ("action", more), source_label="Lien") == [
        ("bare-link", "body-0-value"), ("vague-link", "body-0-value"), ("vague-link", "body-1-value-label"),
        ("vague-link", "id_source_label"),
    ]  # fmt: skip


def test_titles_and_headings(found):
    assert found(title="Un titre qui dit tout " * 6) == [("title", "id_title")]
    assert found(("text", "<h3>Trop bas</h3>"), slug="b") == [("heading", "body-0-value")]
    assert found(("text", "<h2>Haut</h2>"), ("text", "<h3>Bas</h3><h2>Haut</h2>"), slug="c") == []


def test_words_dates_and_figures(found):
    assert found(("text", "<p>La DREETS répond.</p>")) == [("acronym", "body-0-value")]
    assert found(("text", "<p>Mardi 2 mars 2026.</p>"), slug="b") == [("dates", "body-0-value")]
    day = datetime.date(2026, 3, 2)
    assert found(published_on=day, updated_on=day - datetime.timedelta(1), slug="c") == [("dates", "id_updated_on")]
    assert found(("text", "<p>Plus de 4\u202f000 personnes.</p>"), slug="d") == [("number", "body-0-value")]
    figures = {"title": "Chiffres", "figures": [{"value": "12", "label": "personnes", "scope": "Rouen"}]}
    assert found(("key_figures", figures), slug="e") == [("number", "body-0-value-figures-0-value-scope")]


def test_examples_are_forgotten_on_a_real_site_alone(found):
    assert found(lead="Contenu d’exemple.") == [("example", "id_lead")]
    assert found(is_example=True, slug="b") == [("example", "id_is_example")]
    settings = PortalSettings.for_site(Site.objects.get(is_default_site=True))
    settings.is_demonstration = True
    settings.save()
    assert found(is_example=True, lead="Contenu d’exemple.", slug="c") == []


def test_typography_that_no_form_set(found):
    assert found(lead="Qui répond ?") == [("typography", "id_lead")]


def test_advice_never_stops_an_editor(found, monkeypatch, caplog):
    def broken(content):
        raise KeyError(content)

    monkeypatch.setattr("portal.cms.quality.checking.RULES", (broken, *RULES))
    assert found(lead="Qui répond ?") == [("typography", "id_lead")]
    assert "is left out" in caplog.text


def test_each_remark_has_a_name(home_page):
    assert isinstance(home_page, HomePage)
    assert remarks_on(home_page) is not None
    assert len(NAMES) == len(set(NAMES.values()))
