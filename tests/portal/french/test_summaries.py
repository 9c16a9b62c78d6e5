"""Descriptions for search engines, in the length that they show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from portal.french.summaries import LONGEST, SHORTEST, summary

ABOUT = "Portail de l’insertion professionnelle\u00a0: travail et formation avec les personnes suivies par la justice."


def test_a_text_of_the_right_length_stays():
    text = "Qui s’engage, à quoi, jusqu’à quand\u00a0: chaque convention a sa page et son contact."
    assert summary(f" {text}\n", ABOUT) == text


def test_a_short_one_goes_on_with_what_the_site_is_about():
    assert summary("Un atelier", ABOUT).startswith("Un atelier. Portail de l’insertion professionnelle\u00a0: travail")
    assert summary("", ABOUT) == ABOUT


def test_a_long_one_ends_with_a_sentence_or_says_that_it_goes_on():
    first = "Le référent connaît les établissements de sa direction et vous guide dès la première question."
    assert summary(f"{first} {ABOUT}", ABOUT) == first
    cut = summary("mot " * 80, ABOUT)
    assert cut.endswith("mot\u00a0…")


@given(st.text())
def test_the_length_always_fits(text):
    assert SHORTEST <= len(summary(text, ABOUT)) <= LONGEST
