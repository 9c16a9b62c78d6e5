"""Where lines of a page may not end, whoever wrote them."""

from __future__ import annotations

import datetime

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from portal.french.unbroken import held_together, unbroken
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory

SET = {
    "sous 5 jours ouvrés": "sous 5\u00a0jours ouvrés",
    "sous 5\n      jours": "sous 5\u00a0jours",
    "le 18 décembre 2026": "le 18\u00a0décembre 2026",
    "le 1er janvier": "le 1er\u00a0janvier",
    "le 1<sup>er</sup> janvier": "le 1<sup>er</sup>\u00a0janvier",
    "<strong>3</strong> ans": "<strong>3</strong>\u00a0ans",
    "3 <strong>ans</strong>": "3\u00a0<strong>ans</strong>",
    "45 % de 1 200 €": "45\u00a0% de 1 200\u00a0€",
    "à 15 km": "à 15\u00a0km",
    "n° 12 et n°\n12": "n°\u00a012 et n°\u00a012",
    "article R. 412-78 du code": "article\u00a0R.\u00a0412-78 du code",
    "Art. D. 412-64, articles 719 et 720": "Art. D.\u00a0412-64, articles\u00a0719 et 720",
    "M. Modèle et Mme Fictive": "M.\u00a0Modèle et Mme\u00a0Fictive",
}
LEFT = [
    "5 joueurs, 3 maisons, 2 heureux",
    "5 personnes",
    "le NR. 5, 20 \u202fkg",
    '<input value="5 jours" aria-label="le 18 décembre">',
    '<textarea name="a">sous 5 jours, art. R. 412-78, 20 %</textarea>',
    "<script>const a = '5 jours'</script>",
    "<option>5 jours</option>",
    '<svg><title>3 ans</title><text x="1">R. 412</text></svg>',
    "plusieurs articles en 2026",
]


@pytest.mark.parametrize("text", SET)
def test_what_is_read_as_one_word_stays_on_one_line(text):
    assert unbroken(text) == unbroken(unbroken(text)) == SET[text]


@pytest.mark.parametrize("text", LEFT)
def test_the_rest_breaks_as_it_did(text):
    assert unbroken(text) == text


@given(st.text(st.sampled_from("5 jours\nR.412n°<b>/%-à"), max_size=40))
def test_no_sign_but_spaces_is_changed(text):
    assert "".join(unbroken(text).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            '<a href="mailto:a-b@c-d.fr">a-b@c-d.fr</a>.',
            '<a class="p-whole" href="mailto:a-b@c-d.fr">a-b@c-d.fr</a>.',
        ),
        ('<a href="mailto:a-b@c.fr">Écrire</a>', '<a href="mailto:a-b@c.fr">Écrire</a>'),
        ("Services d’outre-mer", 'Services <span class="p-one-line">d’outre-mer</span>'),
        ('<a title="Outre-mer">ici</a> <svg><text>Outre-mer</text></svg>', None),
    ],
)
def test_addresses_and_hyphens_are_held_by_the_style_sheet(written, shown):
    assert held_together(written) == (shown or written)


@pytest.mark.django_db
def test_what_editors_wrote_and_what_templates_say_is_set_as_the_page_leaves(client, home_page):
    news = NewsPageFactory(
        parent=NewsIndexPageFactory(parent=home_page),
        title="Répondre sous 5 jours",
        lead="Avant le 18 décembre, article R. 412-78.",
        published_on=datetime.date(2026, 3, 1),
    )
    page = client.get(news.url).content.decode()
    assert "sous 5\u00a0jours</h1>" in page
    assert "le 18\u00a0décembre, article\u00a0R.\u00a0412-78" in page
    assert "1<sup>er</sup>\u00a0mars 2026" in page
    assert f'<a class="p-whole" href="mailto:{settings.NATIONAL_MAILBOX}">' in page
    assert "<title>Répondre sous 5 jours" in page
