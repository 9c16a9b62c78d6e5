from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search import french
from search.excerpts import LENGTH, Part, excerpt


def shown(parts: tuple[Part, ...]) -> str:
    """The excerpt as one text, marked words in brackets."""
    return "".join(f"[{part.text}]" if part.is_marked else part.text for part in parts)


def test_words_are_marked_in_every_form_without_what_was_elided():
    assert shown(excerpt("L’emploi, des emplois.", "", {"emploi"})) == "L’[emploi], des [emplois]."


def test_the_summary_comes_first_then_the_body():
    assert shown(excerpt("Un atelier.", "Un emploi.", {"atelier", "ateli"})) == "Un [atelier]."
    assert shown(excerpt("Un atelier.", "Un emploi.", {"emploi"})) == "Un [emploi]."
    assert shown(excerpt("Un atelier.", "Un emploi.", {"convention"})) == "Un atelier."
    assert shown(excerpt("", "Un emploi.", {"convention"})) == "Un emploi."
    assert excerpt("", "", {"convention"}) == ()


def test_a_long_text_is_cut_between_words_around_what_was_found():
    text = "début " * 100 + "un emploi durable " + "fin " * 100
    parts = excerpt("", text, {"emploi"})
    assert "un [emploi] durable" in shown(parts)
    assert shown(parts).startswith("… début ")
    assert shown(parts).endswith("fin …")
    assert len(shown(parts)) <= LENGTH + 10


def test_the_stretch_with_most_different_words_is_shown():
    text = "emploi " * 10 + "rien " * 200 + "emploi et formation " + "rien " * 200
    assert "[emploi] et [formation]" in shown(excerpt("", text, {"emploi", "form"}))


def test_pieces_of_a_page_run_on_one_line():
    assert shown(excerpt("", "Titre\n\nUn emploi", {"emploi"})) == "Titre Un [emploi]"


@given(st.text(max_size=800), st.sampled_from(["emploi", "a", "e", "x"]))
def test_an_excerpt_says_nothing_that_is_not_in_the_text(text, stem):
    text = french.clean(text).strip()
    parts = excerpt("", text, {stem})
    plain = "".join(part.text for part in parts).removeprefix("… ").removesuffix(" …")
    assert " ".join(plain.split()) in " ".join(text.split())
    assert all(french.stems(part.text) == [stem] for part in parts if part.is_marked)
