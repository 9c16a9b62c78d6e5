"""Elasticsearch cuts, folds and shortens words exactly as `search.french` does."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from django.conf import settings

from search import french
from tests.engines.conftest import START

pytestmark = pytest.mark.elastic

# As people write them, apostrophes and hyphens of all kinds included.
TRICKY = """
    L’œuvre d’ÆTHELRED, l\u02bcÎle ; qu’est-ce que l`on dit ? Prud’hommes, aujourd’hui, entr'aide, O’Brien, presqu’île,
    l'«emploi», 'cité', \'\'\', 4 347 personnes, 2,4 %, m², 1er, n° 5, R2IP, C.E.P., dedans-dehors, e-mail@exemple.fr,
    Straße, Øresund, Łódź, Çà, naïf, Noël, ﬁn, x²y, a_b, 東京, Москва, trait\u2011d’union, l’
    travaux canaux eaux beaux aux vaux travail ail bail rails jeux cheveux genoux prix choix stress process pas gaz
    établissement départements département départ moment comment logements paiement création nation ration
    employeuse employeur heureuse peur active activité passif ive école fée créée aimer hiver nez chez emploi employés
    royaume payer essuyer elle belle bulle balle anne année stopp travailler détails
"""
ENDINGS = """
    s x e es ee ees er ez ment ement ements ation ateurs atrice issement euse eurs ive ivites iere ieres aux eaux ail
    ails oyer ll lle
"""
BASES = "a ab abc form nation depart detenu prison"


def demonstration() -> list[str]:
    """Every line of the demonstration: a few thousand words of real French."""
    folder = Path(settings.BASE_DIR) / "home" / "demo" / "texts"
    return [line for path in sorted(folder.glob("*.toml")) for line in path.read_text(encoding="utf-8").splitlines()]


def test_both_engines_make_the_same_stems_of_every_word(make_engine):
    engine = make_engine("elastic")
    made = map("".join, itertools.product(BASES.split(), ENDINGS.split()))
    texts = [french.clean(text) for text in (*TRICKY.splitlines(), *made, *demonstration())]
    assert len(texts) > 1000
    differing = {}
    for start in range(0, len(texts), 200):
        chunk = texts[start : start + 200]
        answer = engine.client.options(request_timeout=30).indices.analyze(
            index=engine.alias, analyzer="portal_french", text="\n".join(chunk)
        )
        told = [token["token"] for token in answer["tokens"]]
        expected = french.stems("\n".join(chunk))
        if told != expected:
            differing |= {here: there for here, there in zip(expected, told, strict=False) if here != there}
    assert differing == {}


def test_queries_are_compared_as_they_are(make_engine):
    engine = make_engine("elastic")
    answer = engine.client.indices.analyze(index=engine.alias, field="title", text="travaux", analyzer="whitespace")
    assert [token["token"] for token in answer["tokens"]] == ["travaux"]
    assert engine.position() == START
