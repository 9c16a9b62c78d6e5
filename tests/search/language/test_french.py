from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.french.clean_text import clean_text
from search.language import french


def one_stem(*words: str) -> bool:
    """Whether all these words are the same to a search."""
    return len({tuple(french.stems(clean_text(word))) for word in words}) == 1


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


def test_no_word_is_longer_than_an_index_takes():
    assert french.stems("xy" * 20_000) == ["xy" * (french.LONGEST_WORD // 2)]


def test_whole_texts_become_the_same_words():
    text = "À l’œuvre, d'abord : les prud’hommes de l’Île, 4\u202f347 détenues"
    forms, stems = french.analysed(text)
    assert forms == "a oeuvre abord les prudhommes de ile 4347 detenues"
    assert stems.split() == french.stems(text)


def test_wanted_words_are_found_where_they_stand():
    text = "L’emploi ; d’autres emplois"
    assert [text[span.start : span.end] for span in french.find(text, {"emploi"})] == ["emploi", "emplois"]


@pytest.mark.parametrize(("one", "other"), [("batiment", "battimant"), ("accueil", "acueil"), ("photo", "foto")])
def test_spellings_of_one_sound_are_heard_alike(one, other):
    assert french.sound(one) == french.sound(other) != french.sound("prison")


@given(st.text(max_size=200))
def test_a_text_is_read_alike_word_by_word_and_whole(text):
    text = clean_text(text)
    stems, read = french.stems(text), french.analysed(text)[1].split()
    assert read[: len(stems)] == stems  # behind them stand compounds, as one word
    assert len(read) == len(stems) or "-" in text or "\u2010" in text or "\u2011" in text
    assert set(french.find(text, set(stems))) >= set(french.spans(text))


@given(st.text(max_size=200))
def test_any_text_becomes_plain_stems(text):
    stems = french.stems(clean_text(text))
    assert all(stem.isalnum() for stem in stems)


@given(st.text(max_size=100))
def test_spans_lie_in_the_text_in_order(text):
    text = clean_text(text)
    edges = [edge for span in french.spans(text) for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(text):
    assert clean_text(clean_text(text)) == clean_text(text)
    clean_text(text).encode()


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("le S.P.I.P. et la D.I.S.P", ["le", "spip", "et", "la", "disp"]),
        ("R.2.I.P", ["r2ip"]),
        ("13 000 euros, 13\u202f000 €", ["13000", "euros", "13000"]),
        ("en 2020 100 personnes", ["en", "2020", "100", "personnes"]),
        ("35h, 35 h, 35 heures", ["35", "heures"] * 3),
        ("L412-3, L. 412-3, L 412 3", ["l", "412", "3"] * 3),
        ("les détenu·e·s, détenu(e)s, détenu.e.s", ["les", "detenu", "detenu", "detenu"]),
        ("employeur·euses et conseiller•ère", ["employeur", "et", "conseiller"]),
        ("candidat-e-s, un référent-e, formateur-trice", ["candidat", "un", "referent", "formateur"]),
        ("dites-le, celui-ci, aide-mémoire", ["dites", "le", "celui", "ci", "aide", "memoire"]),
        ("Il sort. Les autres. M. A. Dupont", ["il", "sort", "les", "autres", "m", "a", "dupont"]),
    ],
)
def test_what_people_write_in_several_ways_is_one_word(typed, forms):
    assert [form for _, _, form in french.words(typed)] == forms


def test_compounds_are_written_as_one_word_too_behind_the_others():
    forms, stems = french.analysed("La sous-traitance, la covid-19, l’article 412-3")
    assert forms == "la sous traitance la covid 19 article 412 3 soustraitance covid19"
    assert stems.split()[-2:] == [french.stem("soustraitance"), "covid19"]
    (span,) = french.find("Une main-d’œuvre formée", {french.stem("maindoeuvre")})
    assert (span.start, span.end) == (4, 16)
