from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.places.near_names import NearNames, allowed_errors

words = st.text(alphabet="abcde", min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ("cherbourg", 0),
        ("cherbour", 1),  # dropped
        ("cherbourgg", 1),  # added
        ("cherbojrg", 1),  # replaced
        ("cherbuorg", 1),  # swapped
        ("hcerbuorg", 2),
        ("cherbougre", 2),
        ("cerbougg", 2),
    ],
)
def test_each_kind_of_typing_error_counts_once(typed, errors):
    assert NearNames(["cherbourg", "marseille"]).near(typed) == [(errors, "cherbourg")]


def test_three_errors_are_too_many():
    assert NearNames(["cherbourg"]).near("shairbourg") == []


def test_short_words_may_carry_fewer_errors():
    assert [allowed_errors(length) for length in (1, 2, 3, 5, 6, 40)] == [0, 0, 1, 1, 2, 2]


@st.composite
def slips(draw):
    """(name, the name after up to three slips of the finger)."""
    name = typed = draw(st.text(alphabet="abc", min_size=3, max_size=12))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, max(0, len(typed) - 1)))
        before, after = typed[:at], typed[at + 1 :]
        swapped = before + typed[at + 1 : at + 2] + typed[at : at + 1] + typed[at + 2 :]
        typed = draw(st.sampled_from([before + "x" + after, before + after, before + "x" + typed[at:], swapped]))
    return name, typed + draw(st.sampled_from(["", "", "x"]))


@settings(max_examples=500)
@given(pair=slips(), others=st.lists(words, unique=True, max_size=10))
def test_no_near_name_is_missed_and_no_far_one_found(pair, others):
    name, typed = pair
    for most in (1, 2):
        limit = min(most, allowed_errors(len(typed)))
        errors = {each: _errors(typed, each) for each in {name, *others}}
        expected = sorted((count, each) for each, count in errors.items() if count <= limit) if limit else []
        assert NearNames({name, *others}).near(typed, most) == expected


def _errors(typed: str, name: str) -> int:
    """The definition, letter by letter: added, dropped, replaced or swapped with its neighbour."""
    rows = [list(range(len(name) + 1))]
    for row, letter in enumerate(typed, 1):
        rows.append([row])
        for column, other in enumerate(name, 1):
            cost = min(rows[-2][column] + 1, rows[-1][-1] + 1, rows[-2][column - 1] + (letter != other))
            if row > 1 < column and (letter, typed[row - 2]) == (name[column - 2], other):
                cost = min(cost, rows[-3][column - 2] + 1)
            rows[-1].append(cost)
    return rows[-1][-1]


def test_spaces_are_no_errors():
    assert NearNames(["le havre", "la havre neuve"]).near("lehavre") == [(0, "le havre")]
