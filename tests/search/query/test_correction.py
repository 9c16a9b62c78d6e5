from __future__ import annotations

import pytest

from search.language import french
from search.query.correction import as_written, correct
from search.query.plan import plan_for
from search.query.understanding import understand
from tests.search.collection import CollectionInMemory

KNOWN = CollectionInMemory(
    "Apprentissage à Draguignan", "Un centre d’appels", "Le contrat d’emploi pénitentiaire", "La convention",
    "La Normandie",
    "L’entreprise adaptée", "Les boulangeries", "Travail des détenus", "Le bois", "L’accueil de loisirs", "Le permis",
    "Un bracelet électronique", "La semi-liberté", "Un hôtel d’entreprises",
)  # fmt: skip


def corrected(typed: str, **glossary) -> str | None:
    plan = plan_for(typed, **glossary)
    correction = correct(plan, KNOWN.facts(plan.words, kin_of=plan.words), KNOWN)
    return correction.text if correction else None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("aprentissage", "apprentissage"),
        ("apprentisage à Dragignan", "apprentissage à draguignan"),
        ("conventoin", "convention"),
        ("Normndie", "normandie"),
        ("bracelt electronqiue", "bracelet electronique"),
        ("entreprise adpatée", "entreprise adaptee"),
        ("kontrat", "contrat"),
        ("centre dappels", "centre d’appels"),
        ("travaildétenus", "travail detenus"),
        ("draguig nan", "draguignan"),
        ("semi libretée", "semi liberte"),
    ],
)
def test_what_was_meant_is_found(typed, meant):
    assert french.fold(corrected(typed) or "") == french.fold(meant)


@pytest.mark.parametrize(
    "typed",
    [
        "apprentissages",
        "contrats",
        "boi",
        "xyz",
        "12345",
        "wxwxwxwx",
        "détenir les accueils",
        "motel",
        "zblorg qsdfgh",
        "boulangers",
        "lecodage",
    ],
)
def test_what_is_known_short_or_far_from_everything_stays(typed):
    assert corrected(typed) is None


@pytest.mark.parametrize("typed", ["la mairie", "debout", "mairies", "la claque"])
def test_words_of_the_language_are_never_corrected(typed):
    """No document holds them, and others that do are one letter off."""
    known = CollectionInMemory("Marie Modèle", "Le début", "Chaque jour", "Une plaque")
    plan = plan_for(typed)
    assert correct(plan, known.facts(plan.words, kin_of=plan.words), known) is None


def test_a_word_that_is_no_french_is_corrected_beside_one_that_is():
    assert corrected("mairie de draguigan") == "mairie de draguignan"


def test_names_of_the_glossary_are_never_corrected():
    assert corrected("permais") == "permis"
    assert corrected("permais", synonyms={("permai",): (("licenc",),)}) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("conventoinner", "conventionner"),  # the noun is known, the verb ends as it was typed
        ("prmi", None),  # too short for an error
        ("DSPPOM", "dspom"),  # a name that no document writes
        ("cutlivateur", "cultivateur"),
        ("made in draguigan", "made in draguignan"),  # a word of a name is known too
        ("maisn", "maison"),
        ("lemploi", "l’emploi"),
    ],
)
def test_words_of_one_stem_and_of_names_are_meant_too(typed, meant):
    known = CollectionInMemory(
        "La convention", "Draguignan", "La maison", "L’emploi", "L’Aisne", "Culture", "Outre-mer"
    )
    synonyms = {("dspom",): (("outr", "mer"),), ("cultif",): (("cultur",),), ("made", "in", "prison"): (("label",),)}
    plan = plan_for(typed, synonyms)
    correction = correct(plan, known.facts(plan.words, kin_of=plan.words), known)
    assert (correction and french.fold(correction.text)) == (meant and french.fold(meant))


def test_the_rest_of_the_query_stays_as_it_was_typed():
    assert corrected("Les conventoins, à NORMANDIE ?") == "Les convention, à NORMANDIE ?"


def test_who_means_it_is_believed():
    assert understand(plan_for("aprentissage"), KNOWN).corrected == "apprentissage"
    assert understand(plan_for("aprentissage"), KNOWN, is_exact=True).corrected is None


def test_a_corrected_word_is_less_sure_the_further_it_is():
    sure = [understand(plan_for(typed), KNOWN).terms[0].sure for typed in ("convention", "conventoin", "comventoin")]
    assert sure == [1.0, 0.9, 0.6]


def test_a_corrected_word_gets_the_accents_of_what_was_found():
    seen = ["La Réinsertion", "Des réinsertions, l’ÉCROU"]
    assert as_written("reinsertion et ecrou, ici", {"reinsertion", "ecrou"}, seen) == "réinsertion et écrou, ici"
    assert as_written("reinsertion", {"ecrou"}, seen) == "reinsertion"
