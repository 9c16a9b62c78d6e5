from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import french


def one_stem(*words: str) -> bool:
    """Whether all these words are the same to a search."""
    return len({tuple(french.stems(french.clean(word))) for word in words}) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("réinsertion", "reinsertion", "RÉINSERTIONS", "re\u0301insertion"),
        ("détenu", "détenus", "détenue", "détenues", "DETENUS"),
        ("œuvre", "oeuvres", "Œuvre"),
        ("régional", "régionaux", "régionales"),
        ("travail", "travaux", "travailler"),
        ("emploi", "emplois", "employer", "employés"),
        ("formation", "formations", "former", "formateur", "formatrices"),
        ("employeur", "employeuse", "employeurs"),
        ("recrutement", "recruter", "recrute"),
        ("établissement", "établissements"),
        ("professionnel", "professionnelles"),
        ("ouvrier", "ouvrières"),
        ("niveau", "niveaux"),
        ("l’insertion", "d'insertion", "l`insertion", "insertions"),
        ("qu’employer", "lorsqu'employer", "employer"),
        ("prud’hommes", "prudhommes", "prud'homme"),
        ("SPIP", "spip", "SPIPs"),
    ],
    ids=lambda words: words[0],
)
def test_forms_of_a_word_are_one(words):
    assert one_stem(*words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("département", "départ"),
        ("détenu", "détention"),
        ("peine", "pénitentiaire"),
        ("accès", "accord"),
        ("prix", "prison"),
    ],
)
def test_different_words_stay_apart(one, other):
    assert not one_stem(one, other)


def test_short_words_and_acronyms_keep_their_letters():
    words = ["SEP", "DISP", "CFA", "IAE", "ESS", "MRS", "R2IP", "76600"]
    assert [french.stems(word) for word in words] == [[word.lower()] for word in words]


def test_hyphens_and_punctuation_part_words():
    assert french.stems("dedans-dehors, semi-liberté (2019)") == ["dedan", "dehor", "semi", "libert", "2019"]


def test_a_word_stands_where_it_is_read_without_what_was_elided():
    text = "À l’œuvre, d’abord"
    assert [text[span.start : span.end] for span in french.spans(text)] == ["À", "œuvre", "abord"]


def test_what_nobody_can_read_becomes_a_blank():
    assert french.clean("a\x00b\ud800c\x9fd\ne") == "a b c d\ne"


def test_no_word_is_longer_than_an_index_takes():
    assert french.stems("xy" * 20_000) == ["xy" * (french.LONGEST_WORD // 2)]


def test_whole_texts_become_the_same_words():
    text = "À l’œuvre, d'abord : les prud’hommes de l’Île, 4\u202f347 détenues"
    forms, stems = french.analysed(text)
    assert forms == "a oeuvre abord les prudhommes de ile 4 347 detenues"
    assert stems.split() == french.stems(text)


def test_wanted_words_are_found_where_they_stand():
    text = "L’emploi ; d’autres emplois"
    assert [text[span.start : span.end] for span in french.find(text, {"emploi"})] == ["emploi", "emplois"]


@pytest.mark.parametrize(("one", "other"), [("batiment", "battimant"), ("accueil", "acueil"), ("photo", "foto")])
def test_spellings_of_one_sound_are_heard_alike(one, other):
    assert french.sound(one) == french.sound(other) != french.sound("prison")


@given(st.text(max_size=200))
def test_a_text_is_read_alike_word_by_word_and_whole(text):
    text = french.clean(text)
    assert french.analysed(text)[1].split() == french.stems(text)
    assert french.find(text, set(french.stems(text))) == list(french.spans(text))


@given(st.text(max_size=200))
def test_any_text_becomes_plain_stems(text):
    stems = french.stems(french.clean(text))
    assert all(stem.isalnum() for stem in stems)


@given(st.text(max_size=100))
def test_spans_lie_in_the_text_in_order(text):
    text = french.clean(text)
    edges = [edge for span in french.spans(text) for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(text):
    assert french.clean(french.clean(text)) == french.clean(text)
    french.clean(text).encode()
