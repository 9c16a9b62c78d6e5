"""Why a hit stands where it stands, as an editor reads it."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from search.engines import configured
from search.index import indexing
from search.models import GlossaryTerm
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory

pytestmark = pytest.mark.django_db


def test_what_was_understood_and_what_each_score_is_made_of_is_shown(home_page, capsys):
    GlossaryTerm.objects.create(term="SPIP", slug="spip", definition="…", other_forms="service de probation")
    index = NewsIndexPageFactory(parent=home_page)
    NewsPageFactory(parent=index, title="Le SPIP de Rouen")
    NewsPageFactory(parent=index, title="Le service de probation")
    indexing.rebuild(configured.embedded())
    call_command("search_explain", "SPIP Rouem")
    told = capsys.readouterr().out
    assert "corrected: SPIP rouen" in told
    assert "spip 1" in told
    assert "servic de prob 1" in told
    rows = [line for line in told.splitlines() if line.endswith(("Le SPIP de Rouen", "Le service de probation"))]
    assert [line.split()[0] for line in rows] == ["1", "2"]
    score, covered, held, *parts = map(float, rows[0].split()[1:-4])
    assert score == pytest.approx(sum(parts), abs=0.03)
    assert covered > 0.9
    assert held > covered  # a word of its title was asked for


def test_words_that_are_none_and_a_missing_index_are_told(tmp_path):
    with pytest.raises(CommandError, match="no word"):
        call_command("search_explain", "!!!")
    with pytest.raises(CommandError, match="there is none"):
        call_command("search_explain", "menuiserie")
