from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.contact.form import tokens

NOW = 1_800_000_000.0


def test_a_token_comes_back_as_it_was_minted():
    token = tokens.mint(NOW)
    assert tokens.read(token.signed()) == token
    assert len(token.signed()) <= tokens.MAX_LENGTH


def test_two_forms_never_share_a_token():
    assert tokens.mint(NOW).key != tokens.mint(NOW).key


@pytest.mark.parametrize(
    ("age", "is_expired"), [(0, False), (3600, False), (3601, True), (-3600, False), (-3601, True)]
)
def test_a_token_is_good_for_an_hour_and_may_come_from_a_node_that_is_ahead(age, is_expired):
    assert tokens.mint(NOW).is_expired(NOW + age) is is_expired


@pytest.mark.parametrize(("age", "is_too_quick"), [(0, True), (1.9, True), (2, False), (500, False), (-5, False)])
def test_nobody_fills_the_form_in_less_than_two_seconds(age, is_too_quick):
    assert tokens.mint(NOW).is_too_quick(NOW + age) is is_too_quick


def test_a_renewed_token_is_another_one_of_the_same_form():
    old = tokens.mint(NOW)
    new = old.renewed()
    assert new.key != old.key
    assert new.first_shown == old.first_shown


@given(st.text())
def test_no_made_up_token_is_taken(text):
    assert tokens.read(text) is None


@given(st.integers(0, 150), st.characters())
def test_no_changed_token_is_taken(at, character):
    signed = tokens.mint(NOW).signed()
    at %= len(signed)
    changed = signed[:at] + character + signed[at + 1 :]
    assert changed == signed or tokens.read(changed) is None
