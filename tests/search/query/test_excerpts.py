from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from portal.french.clean_text import clean_text
from search.language import french
from search.query.excerpts import LENGTH, Marks, Part, excerpt


def marks(*stems: str) -> Marks:
    """Stems that are marked by themselves."""
    return Marks(frozenset(stems))


def shown(parts: tuple[Part, ...]) -> str:
    """The excerpt as one text, marked words in brackets."""
    return "".join(f"[{part.text}]" if part.is_marked else part.text for part in parts)


def test_words_are_marked_in_every_form_without_what_was_elided():
    assert shown(excerpt("L’emploi, des emplois.", "", marks("emploi"))) == "L’[emploi], des [emplois]."


def test_the_summary_comes_first_then_the_body():
    assert shown(excerpt("Un atelier.", "Un emploi.", marks("atelier", "ateli"))) == "Un [atelier]."
    assert shown(excerpt("Un atelier.", "Un emploi.", marks("emploi"))) == "Un [emploi]."
    assert shown(excerpt("Un atelier.", "Un emploi.", marks("convention"))) == "Un atelier."
    assert shown(excerpt("", "Un emploi.", marks("convention"))) == "Un emploi."
    assert excerpt("", "", marks("convention")) == ()


def test_a_long_text_is_cut_between_words_around_what_was_found():
    text = "début " * 100 + "un emploi durable " + "fin " * 100
    parts = excerpt("", text, marks("emploi"))
    assert "un [emploi] durable" in shown(parts)
    assert shown(parts).startswith("… début ")
    assert shown(parts).endswith("fin …")
    assert len(shown(parts)) <= LENGTH + 10


def test_the_stretch_with_most_different_words_is_shown():
    text = "emploi " * 10 + "rien " * 200 + "emploi et formation " + "rien " * 200
    assert "[emploi] et [formation]" in shown(excerpt("", text, marks("emploi", "form")))


def test_pieces_of_a_page_stand_on_one_line_and_apart():
    assert shown(excerpt("", "Titre\n\nUn emploi\nsuite", marks("emploi"))) == "Titre · Un [emploi] · suite"
    assert (
        shown(excerpt("", "Une phrase.\nUn emploi :\nle mien", marks("emploi"))) == "Une phrase. Un [emploi] : le mien"
    )
    assert shown(excerpt("", "10\nemplois\n1\u00a0000\nheures", marks("emploi"))) == "10 [emplois] · 1\u00a0000 heures"


def test_a_stretch_neither_begins_nor_ends_with_a_dot():
    for word in ("à", "deux"):
        text = shown(excerpt("", f"{word}\n" * 150 + "emploi\n" + f"{word}\n" * 150, marks("emploi")))
        assert f" · [emploi] · {word} · " in text
        assert text.startswith(f"… {word} · ")
        assert text.endswith(f" · {word} …")


def test_a_name_that_was_not_typed_is_marked_as_a_whole():
    asked = Marks(frozenset({"spip"}), frozenset({("servic", "penitentiair", "insertion")}))
    text = "Les services de l’État et le service pénitentiaire d’insertion, dit SPIP, pour l’insertion."
    assert shown(excerpt("", text, asked)) == (
        "Les services de l’État et le [service] [pénitentiaire] d’[insertion], dit [SPIP], pour l’insertion."
    )
    assert shown(excerpt("Les services.", "Le SPIP.", asked)) == "Le [SPIP]."


@given(st.text(max_size=800), st.sampled_from(["emploi", "a", "e", "x"]))
def test_an_excerpt_says_nothing_that_is_not_in_the_text(text, stem):
    text = clean_text(text).strip()
    parts = excerpt("", text, marks(stem))
    plain = "".join(part.text for part in parts).removeprefix("… ").removesuffix(" …")
    assert " ".join(plain.replace("·", " ").split()) in " ".join(text.replace("·", " ").split())
    assert all(french.stems(part.text) == [stem] for part in parts if part.is_marked)
