"""What a printer sets by himself, and what he leaves alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.french.typography import typeset

SET = {
    "Qui répond ?": "Qui répond\u00a0?",
    "Bonjour! Ça va?": "Bonjour\u00a0! Ça va\u00a0?",
    "Voici: un, deux ; trois": "Voici\u00a0: un, deux\u00a0; trois",
    'Il dit "oui" et "non".': "Il dit «\u00a0oui\u00a0» et «\u00a0non\u00a0».",
    "Il dit “oui”.": "Il dit «\u00a0oui\u00a0».",
    "« oui »": "«\u00a0oui\u00a0»",
    "«oui»": "«\u00a0oui\u00a0»",
    "l'emploi d'aujourd'hui": "l’emploi d’aujourd’hui",
    "10 600 personnes, 9,1 %": "10\u202f600 personnes, 9,1\u00a0%",
    "et puis...": "et puis…",
    "n° 12": "n°\u00a012",
    "<p>Qui ? <b>Vous</b>, l'ami</p>": "<p>Qui\u00a0? <b>Vous</b>, l’ami</p>",
    '<a href="/a?b=c">"Oui"</a>': '<a href="/a?b=c">«\u00a0Oui\u00a0»</a>',
}
LEFT = [
    "Voir https://exemple.fr/a?b='c';d: fin",
    "à 14:30 et 9h",
    "jeanne.modele@exemple.fr",
    "/contact/?projet=atelier",
    "01 99 00 12 34",
    "en 2019 300 personnes",
    "Travail&nbsp;: oui &amp; non",
    'un écran de 12" de large',
    "2028-03-01",
    "C:\\Temp",
    "",
    "«\u00a0a\u202f!\u00a0»",
]


@pytest.mark.parametrize("typed", SET)
def test_what_is_typed_is_set(typed):
    done = typeset(typed)
    assert done.text == SET[typed]
    assert done.changes


@pytest.mark.parametrize("typed", LEFT)
def test_what_is_right_or_no_sentence_is_left_alone(typed):
    assert typeset(typed) == (typed, 0, 0, 0)


@given(st.text(alphabet="ab éÀ0123456789\"“”«»'’;:!?%€°.,-/<>&@\u00a0\u202f\n"))
def test_setting_twice_changes_nothing_more(text):
    once = typeset(text)
    assert typeset(once.text) == (once.text, 0, 0, 0)
