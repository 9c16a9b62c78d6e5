"""« 1er » is raised in the text of pages, and stays what it is everywhere else; headings break where they may."""

from __future__ import annotations

import datetime

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from portal.web.finishing import kept_together, raised
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("<p>Le 1er mars 2026</p>", "<p>Le 1<sup>er</sup> mars 2026</p>"),
        ("<p>la 1re fois, les 1ers\u00a0mois</p>", "<p>la 1<sup>re</sup> fois, les 1<sup>ers</sup>\u00a0mois</p>"),
        ("<b>1er</b>", "<b>1<sup>er</sup></b>"),
        ("1<sup>er</sup> mars", "1<sup>er</sup> mars"),
        ("21er, 2.1er, 1ère, 1erg", "21er, 2.1er, 1ère, 1erg"),
        ('<a title="le 1er > le 2" href="/1er/">x</a>', '<a title="le 1er > le 2" href="/1er/">x</a>'),
        ("<title>Le 1er mars</title>", "<title>Le 1er mars</title>"),
        ("<select><option>1er</option></select>", "<select><option>1er</option></select>"),
        ("<textarea>Le 1er\n</textarea>", "<textarea>Le 1er\n</textarea>"),
        ('<script type="application/ld+json">"1er"</script>', '<script type="application/ld+json">"1er"</script>'),
        ("<svg><text>1er</text></svg><!-- 1er -->", "<svg><text>1er</text></svg><!-- 1er -->"),
    ],
)  # fmt: skip
def test_only_text_is_raised(page, shown):
    assert raised(page) == shown


@given(st.text(alphabet="<>\"'/1er ptile-!", max_size=60))
def test_nothing_but_the_marks_is_added(page):
    assert raised(page).replace("<sup>", "").replace("</sup>", "") == page.replace("<sup>", "").replace("</sup>", "")


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("<h2>Former et recruter</h2>", "<h2>Former [et recruter]</h2>"),
        ("<h1 class='x'>À qui parler ou écrire\u00a0?</h1>", "<h1 class='x'>À [qui parler] [ou écrire\u00a0?]</h1>"),
        ("<h3><a href='/de la/'>À Saint-Denis</a></h3>", "<h3><a href='/de la/'>À [Saint-Denis]</a></h3>"),
        ("<h2>Est-ce prêt\u00a0? Et après\u00a0?</h2>", "<h2>[Est-ce] prêt\u00a0? Et après\u00a0?</h2>"),
        ("<h1>Demande K4X-DR3-2</h1>", "<h1>Demande [K4X-DR3-2]</h1>"),
        ("<h1>Normandie\u00a0: qui contacter</h1>", "<h1>Normandie\u00a0: [qui contacter]</h1>"),
        ("<h1>Travailler\u00a0: à qui parler\u00a0?</h1>", "<h1>Travailler\u00a0: [à qui parler\u00a0?]</h1>"),
        ("<h2>Dedans ou à la sortie</h2>", "<h2>Dedans [ou à la sortie]</h2>"),
        ("<h2>Provence-Alpes-Côte d’Azur</h2>", "<h2>[Provence-Alpes-Côte] d’Azur</h2>"),
        ("<h2>Qu’est-ce que la SEP ?</h2>", "<h2>Qu’est-ce [que la SEP] ?</h2>"),
        ("<h3>Les heures peut-on les choisir ?</h3>", "<h3>Les heures [peut-on] les choisir ?</h3>"),
        ("<h3>La qualité sera-t-elle là ?</h3>", "<h3>La qualité [sera-t-elle] là ?</h3>"),
        ("<h1>Mayotte : qui contacter, quels accords</h1>", "<h1>Mayotte : [qui contacter,] [quels accords]</h1>"),
        ("<h2>Un rendez-vous, peut-être</h2>", "<h2>Un [rendez-vous], peut-être</h2>"),
        ("<p>Former et recruter</p><h4>et puis</h4>", "<p>Former et recruter</p><h4>et puis</h4>"),
        ("<h2>Travailler et</h2>", "<h2>Travailler et</h2>"),
    ],
)  # fmt: skip
def test_no_line_of_a_heading_ends_with_a_small_word_or_within_a_name(heading, shown):
    assert kept_together(heading) == shown.replace("[", '<span class="p-whole">').replace("]", "</span>")


@pytest.mark.django_db
def test_a_date_is_raised_on_the_page_and_plain_in_the_feed(client, home_page):
    day = datetime.date(2026, 3, 1)
    news = NewsPageFactory(
        parent=NewsIndexPageFactory(parent=home_page), title="Ouverte le 1er avril", published_on=day
    )
    answer = client.get(news.url)
    page = BeautifulSoup(answer.content, "html.parser")
    assert "1<sup>er</sup>\u00a0mars 2026" in answer.content.decode()
    assert str(page.h1.sup) == "<sup>er</sup>"
    assert page.h1.get_text() == "Ouverte le 1er\u00a0avril"
    assert page.title.get_text().startswith("Ouverte le 1er avril")
    feed = client.get("/flux/actualites.atom").content.decode()
    assert "Ouverte le 1er avril" in feed
    assert "<sup>" not in feed
