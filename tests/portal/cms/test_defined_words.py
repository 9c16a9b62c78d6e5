"""The first use of a word leads to its meaning: exactly once, where a link may stand, and only the word itself."""

from __future__ import annotations

import re
import string
import unicodedata

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from portal.cms import defined_words
from portal.cms.defined_words import DefinedWord, linked
from tests.harness.hostile_words import HOSTILE

WORDS = (
    DefinedWord(("SPIP", "service pénitentiaire d’insertion et de probation"), "/glossaire/#spip"),
    DefinedWord(("EA", "entreprise adaptée"), "/glossaire/#ea"),
    DefinedWord(("écrou",), "/glossaire/#ecrou"),
    DefinedWord(("mission locale",), "/glossaire/#mission-locale"),
    DefinedWord(("France Travail", "Pôle emploi"), "/glossaire/#france-travail"),
    DefinedWord(("R&D",), "/glossaire/#rd"),
)


def found(text: str) -> list[tuple[str, str]]:
    """What was linked: (words, anchor)."""
    links = BeautifulSoup(linked(text, WORDS), "html.parser").find_all("a", class_="p-term")
    return [(link.get_text(), link["href"].partition("#")[2]) for link in links]


def test_only_the_first_use_is_linked():
    assert found("<p>Le SPIP écrit. Le SPIP répond.</p><p>Puis le SPIP.</p>") == [("SPIP", "spip")]


def test_one_link_a_word_whatever_its_form():
    text = "<p>Le service pénitentiaire d'insertion et de probation (SPIP) suit la personne.</p>"
    assert found(text) == [("service pénitentiaire d'insertion et de probation", "spip")]


@pytest.mark.parametrize(
    "text",
    [
        "<h2>Le SPIP</h2>",
        '<p><a href="/x/">le <b>SPIP</b></a></p>',
        "<blockquote><p>Le SPIP m’a aidé.</p></blockquote>",
        "<details><summary>Le SPIP ?</summary></details>",
        "<table><caption>SPIP</caption><tr><th>SPIP</th></tr></table>",
        '<img alt="Le SPIP" src="/spip.jpg"><!-- le SPIP -->',
        "<svg><title>SPIP</title></svg>",
        "<figure><figcaption>Le SPIP</figcaption></figure>",
    ],
)
def test_titles_links_quotations_and_what_is_no_text_stay_as_they_are(text):
    assert linked(text, WORDS) == text


def test_a_use_after_a_title_is_the_first_one_that_can_be_linked():
    assert found("<h2>SPIP</h2><p>Le <b>SPIP</b> suit.</p>") == [("SPIP", "spip")]


@pytest.mark.parametrize(
    "text",
    ["spip", "SPIPs", "sous-SPIP", "SPIP-76", "a@SPIP.example", "www.SPIP.fr", "IDEA", "ÉA", "écrouer", "Mission"],
)
def test_parts_of_other_words_are_not_words(text):
    assert found(f"<p>{text}</p>") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("l’écrou", "écrou"),
        ("Écrou et levée", "Écrou"),
        ("les missions locales", "missions locales"),
        ("une mission&nbsp;locale", "mission\u00a0locale"),
        ("(SPIP)", "SPIP"),
        ("le SPIP.", "SPIP"),
        ("« SPIP »", "SPIP"),
        ("Pôle emploi", "Pôle emploi"),
        ("la R&amp;D", "R&D"),
    ],
)
def test_a_word_is_known_as_texts_write_it(text, words):
    assert [each for each, _ in found(f"<p>{text}</p>")] == [words]


def test_names_keep_their_capitals():
    assert found("<p>pôle emploi, france travail</p>") == []


@given(st.text(alphabet="SPIEA écrou<>/pbah2&;\"'", max_size=60))
def test_nothing_but_links_is_ever_added(text):
    html = f"<p>{text}</p>"
    result = linked(html, WORDS)
    assert result.replace("</a>", "").count("<") >= 2
    stripped = result
    for word in WORDS:
        stripped = stripped.replace(f'<a class="p-term" href="{word.url}">', "\0")
    while "\0" in stripped:
        before, _, rest = stripped.partition("\0")
        stripped = before + rest.replace("</a>", "", 1)
    assert stripped == html


def test_no_words_no_change():
    assert linked("<p>Le SPIP.</p>", ()) == "<p>Le SPIP.</p>"


def test_a_part_of_a_page_may_be_explained_too(monkeypatch):
    monkeypatch.setattr(defined_words, "_sources", [lambda: WORDS])
    page = Template("{% explained %}<p>Le SPIP</p>{% if more %}<p>le SPIP</p>{% endif %}{% endexplained %}<p>SPIP</p>")
    html = page.render(Context({"more": True}))
    assert html == '<p>Le <a class="p-term" href="/glossaire/#spip">SPIP</a></p><p>le SPIP</p><p>SPIP</p>'


@pytest.mark.parametrize(
    "defined", [*HOSTILE.values(), *string.punctuation, "\\", "a\\", "(", "[", "*", "l'", "’a", "mot ?"]
)
def test_every_word_can_be_defined(defined):
    words = (DefinedWord((defined, f"{defined} {defined}"), "/glossaire/#x"), *WORDS)
    assert [linked(f"<p>{escape(text)} SPIP</p>", words).count("#spip") for text in (defined, "", "l'écrou")] == [1] * 3


@given(st.text(min_size=1, max_size=30), st.text(max_size=10))
def test_no_word_and_no_text_make_it_fail(defined, around):
    text = f"<p>{escape(around)} {escape(defined)}</p>"
    html = linked(text, (DefinedWord((defined,), "/x/"),))
    assert html.replace('<a class="p-term" href="/x/">', "").replace("</a>", "") == text


@pytest.mark.parametrize(
    "defined", ["mise à l'essai", "mise à l’essai", unicodedata.normalize("NFD", "mise à l'essai")]
)
@pytest.mark.parametrize(
    "text",
    ["mise à l'essai", "Mise à l’essai", "mise à l&#x27;essai", "mise à l&rsquo;essais", "mise\u00a0a\u0300 l'essai"],
)
def test_a_word_is_found_with_either_apostrophe_and_however_accented(defined, text):
    assert (
        linked(f"<p>{text}</p>", (DefinedWord((defined,), "/x/"),)) == f'<p><a class="p-term" href="/x/">{text}</a></p>'
    )


@pytest.mark.parametrize("defined", ["amp", "#x27", "x27", "#39", "nbsp", "'", "…", "cole", "e"])
def test_signs_of_html_and_parts_of_letters_are_no_words(defined):
    text = "<p>R&amp;D, l&#x27;e\u0301cole, l&#39;e\u0301té&nbsp;'… </p>"
    assert linked(text, (DefinedWord((defined,), "/x/"),)) == text


def test_a_fault_in_explaining_leaves_the_text_and_is_told(monkeypatch, caplog):
    # No word is known to make it fail: a pattern is broken by hand.
    monkeypatch.setattr(defined_words, "_sources", [lambda: WORDS])
    monkeypatch.setattr(defined_words, "_compiled", lambda _words: re.compile("("))
    assert defined_words.explained("<p>Le SPIP</p>") == "<p>Le SPIP</p>"
    assert [(record.levelname, bool(record.exc_info)) for record in caplog.records] == [("ERROR", True)]
