"""Figures and their bars."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from news.conventions.figures import bars, is_told, told_once
from news.models import ConventionFigure

AMOUNTS = st.none() | st.decimals(0, 10**9, places=2)


def figure(amount=960, **kwargs) -> ConventionFigure:
    return ConventionFigure(**{"amount": amount, "label": "suivies", "year": 2019, "scope": "Occitanie"} | kwargs)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"amount": Decimal("2.4"), "unit": "%", "label": "de femmes"}, "2,4\u00a0% de femmes"),
        ({"amount": Decimal(6), "unit": "mois", "label": "au plus"}, "6\u00a0mois au plus"),
        ({"amount": Decimal(960), "unit": "personnes", "label": "suivies"}, "960 personnes suivies"),
        ({"amount": Decimal(960), "unit": "personnes", "label": "personnes suivies"}, "960 personnes suivies"),
        ({"amount": None, "wording": "Une dizaine", "label": "de diplômes"}, "Une dizaine de diplômes"),
    ],
)
def test_value_unit_and_label_make_one_sentence(values, said):
    assert str(figure(**values)) == said


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"year": None}, "year"),
        ({"scope": ""}, "scope"),
        ({"amount": None}, "amount"),
        ({"wording": "Une dizaine"}, "wording"),
        ({"amount": -1}, "amount"),
        ({"year": 3019}, "year"),
    ],
)
def test_a_figure_without_value_year_or_scope_is_refused(values, wrong):
    with pytest.raises(ValidationError) as refused:
        figure(**values).full_clean(exclude=["page"])
    assert list(refused.value.message_dict) == [wrong]


def test_a_year_that_the_source_does_not_give_is_said_in_words():
    known = figure(year=None, moment="à la signature, année non précisée")
    known.full_clean(exclude=["page"])
    assert known.where_and_when == "Occitanie, à la signature, année non précisée"


def test_what_counts_the_same_is_compared_with_the_greatest():
    found = bars([figure(960), figure(15, label="conseillers"), figure(10600, scope="France")])
    assert [(bar.figure.scope, bar.share) for bar in found] == [
        ("Occitanie", Decimal("9.1")),
        ("France", Decimal("100.0")),
        ("Occitanie", None),
    ]


def test_per_cents_are_of_a_hundred():
    assert bars([figure(Decimal("2.4"), unit="%")])[0].width == "2.4"
    assert bars([figure(250, unit="%")])[0].width == "100.0"


def test_a_few_figures_are_told_once():
    alone = [figure(960)]
    assert told_once(alone, 3) == (alone, [])
    compared, else_said = [figure(960), figure(10600)], figure(15, unit="conseillers", label="présents")
    big, rows = told_once([compared[0], else_said, compared[1]], 3)
    assert big == [else_said]
    assert [row.figure for row in rows] == compared, "bars compare them, and nothing else"


def test_means_that_a_figure_says_are_not_said_again():
    said = [figure(15, unit="conseillers", label="présents, soit 5,15 équivalents temps plein")]
    assert is_told((15, Decimal("5.15")), "conseiller", said)
    assert is_told((15, None), "conseiller", said)
    assert not is_told((3, Decimal("5.15")), "conseiller", said)
    assert not is_told((15, Decimal(5)), "conseiller", said)
    assert not is_told((15, None), "conseiller", [figure(15, unit="mois")])


def test_more_figures_than_two_rows_hold_get_a_table_too():
    different = [figure(amount, label=f"chose {amount}") for amount in range(7)]
    assert told_once(different[:6], 3) == (different[:6], [])
    big, rows = told_once(different, 3)
    assert (big, [row.figure for row in rows]) == (different[:3], different[3:])


@given(st.lists(st.tuples(AMOUNTS, st.sampled_from(["", "%", "personnes"]), st.sampled_from(["a", "b"])), max_size=12))
def test_no_bar_leaves_its_cell_and_no_figure_is_lost(rows):
    figures = [figure(amount, unit=unit, label=label) for amount, unit, label in rows]
    found = bars(figures)
    assert sorted(map(id, figures)) == sorted(id(bar.figure) for bar in found)
    assert all(bar.share is None or 0 <= bar.share <= 100 for bar in found)
