"""How good answers are in the portal's own field, on both engines.

`domain/` holds 108 short texts (the demonstration's, and invented news beside them) and 149 queries in ten classes,
judged before anything was tuned; those whose id begins with x or z came later, before the glossary was widened. The
floors lie a little below what was measured (docs/decisions).
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from home.first_words import make_glossary
from search import measuring
from search.management.commands.search_run import answer, build
from tests.engines.conftest import BOTH

FOLDER = Path(__file__).parent / "domain"
FLOORS = {
    "simple": 0.90, "sans accents": 0.95, "flexions": 0.94, "fautes": 0.95, "sigles": 0.91, "renommés": 0.94,
    "autres mots": 0.70, "titres": 0.97, "questions": 0.82,
}  # fmt: skip
OVERALL, SILENT, UNANSWERED = 0.90, 14, 1


@pytest.fixture
def answers(make_engine, request, db):
    """Every query with its answer: (query, {ranked, corrected})."""
    make_glossary()
    engine = make_engine(request.param)
    build(engine, measuring.documents(FOLDER / "documents.jsonl"))
    return [(asked, answer(engine, asked)) for asked in measuring.queries(FOLDER / "queries.jsonl")]


@pytest.mark.parametrize("answers", BOTH, indirect=True)
def test_answers_in_the_portals_own_field_stay_as_good_as_they_were(answers):
    figures, silences = defaultdict(list), []
    for asked, given in answers:
        if asked.relevant:
            figures[asked.group].append(measuring.score(given["ranked"], asked.relevant))
        else:
            silences.append(not given["ranked"])
    means = {name: round(measuring.mean(rows).ndcg, 3) for name, rows in figures.items()}
    assert {name: mean for name, mean in means.items() if mean < FLOORS[name]} == {}
    everything = [row for rows in figures.values() for row in rows]
    assert measuring.mean(everything).ndcg >= OVERALL
    assert sum(not given["ranked"] for asked, given in answers if asked.relevant) <= UNANSWERED
    assert sum(silences) >= SILENT

    told = {asked.query: given["corrected"] for asked, given in answers}
    assert told["boulangeri draguignan"] in (None, "boulangerie draguignan")
    assert told["apprentisage cuisine"] == "apprentissage cuisine"
    assert told["centre dappels"] == "centre d’appels"
