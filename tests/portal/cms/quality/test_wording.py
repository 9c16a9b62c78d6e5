"""Rules about words: what each finds, and what only looks like a fault."""

from __future__ import annotations

import pytest

from portal.cms.quality.wording import (
    bare_addresses,
    forgotten_examples,
    is_vague,
    lacks_of_scope,
    numbers_without_year,
    unexplained_acronyms,
    untypeset,
    wrong_dates,
)


@pytest.mark.parametrize(
    "words", ["cliquez ici", "Cliquez ici !", "ici", "En savoir plus", "lire la suite…", "ce lien", "Télécharger"]
)
def test_words_that_say_nothing_of_their_link(words):
    assert is_vague(words)


@pytest.mark.parametrize(
    "words",
    ["Lire le communiqué de la DREETS", "Télécharger la convention", "la page des référents", "Icitte", "ici à Rouen"],
)
def test_words_that_say_where_they_lead(words):
    assert not is_vague(words)


def test_addresses_among_words():
    assert list(bare_addresses("Voir https://exemple.fr/a, ou www.exemple.fr.")) == [
        "https://exemple.fr/a",
        "www.exemple.fr",
    ]
    assert list(bare_addresses("Écrire à jeanne@exemple.fr, sur exemple.fr ou par HTTP.")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("La DREETS répond.", ["DREETS"]),
        ("La DREETS répond. La DREETS décide.", ["DREETS"]),
        ("La direction du travail (DREETS) répond. La DREETS décide.", []),
        ("La DREETS (direction du travail) répond.", []),
        ("DREETS : direction régionale du travail.", []),
        ("Le SPIP répond.", []),  # of the glossary
        ("Un CDD, un PDF, la TVA, la SNCF et 12 CV.", []),
        ("Louis XIV et l’article L412-3.", []),
        ("TOUT EST OUVERT", []),
        ("Écrire à R2IP@exemple.fr", []),
    ],
)
def test_acronyms(text, found):
    assert list(unexplained_acronyms([text], {"SPIP"})) == found


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Rendez-vous mardi 2 mars 2026.", ["le 2 mars 2026 est un lundi, et non un mardi."]),
        ("Rendez-vous lundi 2 mars 2026.", []),
        ("Le 31 février 2026.", ["le 31 février 2026 n’existe pas."]),
        ("Du 12 au 3 mars 2026.", ["«\u00a0Du 12 au 3 mars 2026\u00a0» finit avant de commencer."]),
        ("Du 28 février au 3 mars 2026, du 30 décembre 2025 au 2 janvier 2026.", []),
        ("Le 1er mars 2026 et le lundi suivant.", []),
    ],
)
def test_dates(text, wrong):
    assert list(wrong_dates(text)) == wrong


@pytest.mark.parametrize(
    ("paragraph", "found"),
    [
        ("10 600 personnes travaillent.", ["10 600 personnes"]),
        ("9,1 % des personnes travaillent.", ["9,1 %"]),
        ("En 2019, 10 600 personnes travaillent, soit 9,1 %.", []),
        ("Douze personnes, puis 12 personnes.", []),
        ("Le taux est de 45 % du Smic, 20 % au plus.", []),
        ("Au 12 rue Fictive, 76000 Rouen, 01 99 00 12 34.", []),
    ],
)
def test_figures_without_a_year(paragraph, found):
    assert list(numbers_without_year(paragraph)) == found


@pytest.mark.parametrize(
    ("scope", "lack"),
    [
        ("2019, Occitanie", ""),
        ("Occitanie", "l’année"),
        ("2019", "le périmètre"),
        ("", "l’année"),
        ("31/12/2019, France", ""),
    ],
)
def test_a_scope_has_a_year_and_a_place(scope, lack):
    assert lacks_of_scope(scope) == lack


def test_what_was_to_be_replaced():
    assert list(forgotten_examples("Contenu d’exemple. [à compléter] Lorem ipsum.")) == [
        "Contenu d’exemple", "[à compléter]", "Lorem ipsum"
    ]  # fmt: skip
    assert list(forgotten_examples("Par exemple, un exemple à suivre.")) == []


def test_what_no_printer_set():
    assert untypeset("Qui ?")
    assert untypeset('Un "mot')
    assert not untypeset("Qui\u00a0? «\u00a0Lui\u00a0», l’ami.")
