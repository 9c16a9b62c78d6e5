"""References of requests, such as K7M-4PX-J: unguessable, and read aloud on the telephone without a mistake. Pure."""

from __future__ import annotations

import secrets

# No character that is taken for another, seen or heard badly: no O, Q (0), I, L (1), Z (2), S (5), B (8), G (6), U (V);
# no A, E, O, U, so that no reference is a word. There are 23 left: a prime, which the check character needs.
ALPHABET = "23456789CDFHJKMNPRTVWXY"
LENGTH = 6  # 23 ** 6: 148 million references, drawn at random
_VALUES = {character: value for value, character in enumerate(ALPHABET)}


def new_reference() -> str:
    """Seven characters, the last one checks the others: « K7M4PXJ »."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return drawn + check_character(drawn)


def check_character(characters: str) -> str:
    """Weighted sum modulo 23: one wrong character, or two neighbours swapped, never leave it unchanged."""
    return ALPHABET[sum(rank * _VALUES[character] for rank, character in enumerate(characters, 1)) % len(ALPHABET)]


def grouped(reference: str) -> str:
    """As people read it: « K7M-4PX-J »."""
    return f"{reference[:3]}-{reference[3:6]}-{reference[6:]}"


def read_reference(text: str) -> str:
    """The stored form of a reference as typed (case, spaces and hyphens do not count); ValueError when it is none."""
    reference = "".join(character for character in text.upper() if character.isalnum())
    if len(reference) != LENGTH + 1 or any(character not in _VALUES for character in reference):
        raise ValueError("Not a reference.")
    if check_character(reference[:LENGTH]) != reference[LENGTH]:
        raise ValueError("The check character differs.")
    return reference
