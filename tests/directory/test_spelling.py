from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from directory.spelling import CloseNames, allowed_errors, distance

words = st.text(alphabet="abcde", min_size=1, max_size=9)


def test_each_kind_of_typing_error_counts_once():
    assert distance("havre", "havre", 2) == 0
    assert distance("avre", "havre", 2) == 1  # dropped
    assert distance("havree", "havre", 2) == 1  # added
    assert distance("havte", "havre", 2) == 1  # replaced
    assert distance("hvare", "havre", 2) == 1  # swapped
    assert distance("hvaer", "havre", 2) == 2
    assert distance("rouen", "havre", 2) == 3  # beyond the limit, however far


def test_short_words_may_carry_fewer_errors():
    assert [allowed_errors(length) for length in (1, 2, 3, 5, 6, 40)] == [0, 0, 1, 1, 2, 2]


@given(left=words, right=words)
def test_distance_is_symmetric(left, right):
    assert distance(left, right, 2) == distance(right, left, 2)


@given(names=st.lists(words, unique=True, max_size=30), typed=words)
def test_no_near_name_is_missed_and_no_far_one_found(names, typed):
    limit = allowed_errors(len(typed))
    errors = {name: distance(typed, name, 2) for name in names}
    expected = sorted((count, name) for name, count in errors.items() if count <= limit) if limit else []
    assert CloseNames(names).near(typed) == expected


def test_spaces_are_no_errors():
    assert CloseNames(["le havre", "la havre neuve"]).near("lehavre") == [(0, "le havre")]
