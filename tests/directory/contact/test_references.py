from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.contact.references import ALPHABET, LENGTH, check_character, grouped, new_reference, read_reference

drawn = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


def test_no_character_is_taken_for_another():
    assert not set("01OILQZSBGUAE") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET) == 23


def test_a_reference_is_grouped_as_it_is_read_aloud():
    assert grouped("K7M4PXJ") == "K7M-4PX-J"


def test_references_are_drawn_anew_each_time():
    assert len({new_reference() for _ in range(500)}) == 500


@given(drawn)
def test_a_reference_is_read_however_it_is_typed(characters):
    reference = characters + check_character(characters)
    assert read_reference(f" {grouped(reference).lower()} ") == reference


@given(drawn, st.integers(0, LENGTH), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(characters, at, wrong):
    reference = characters + check_character(characters)
    changed = reference[:at] + wrong + reference[at + 1 :]
    if changed != reference:
        with pytest.raises(ValueError, match="check character"):
            read_reference(changed)


@given(drawn, st.integers(0, LENGTH - 2))
def test_two_neighbours_swapped_are_noticed(characters, at):
    swapped = characters[:at] + characters[at + 1] + characters[at] + characters[at + 2 :]
    if swapped != characters:
        with pytest.raises(ValueError, match="check character"):
            read_reference(swapped + check_character(characters))


@pytest.mark.parametrize(
    "text",
    ["", "K7M-4PX", "K7M-4PX-JJ", "K0M-4PX-J", "é7M-4PX-J", "\N{ARABIC-INDIC DIGIT SEVEN}7M-4PX-J", "K7M4PXJ" * 900],
)
def test_what_is_no_reference_is_refused(text):
    with pytest.raises(ValueError, match="Not a reference"):
        read_reference(text)
