"""Proof of work (ALTCHA), asked when the operator says so: the browser computes for a moment, nobody has to read signs.

Nothing is asked of a third party. A challenge is signed, dated and bound to one form: its solution is of no use for any
other one, and a form makes one request only, so that a replayed solution buys nothing.
"""

from __future__ import annotations

import json
import time
from enum import Enum, auto
from typing import TYPE_CHECKING

from altcha import Payload, create_challenge, verify_solution
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from directory.contact.form.tokens import FormToken

ALGORITHM = "PBKDF2/SHA-256"
COST = 5_000  # iterations for one try
KEY_PREFIX = "00"  # one try in 256 is right: about a second on a telephone
VALID_SECONDS = 3600
MAX_LENGTH = 4_000


class ChallengeResult(Enum):
    """What came with a form: nothing (no JavaScript), a solution, or something else."""

    MISSING = auto()
    SOLVED = auto()
    WRONG = auto()


def challenge_for(token: FormToken) -> str:
    """The challenge of one form, as JSON for the page."""
    challenge = create_challenge(
        ALGORITHM,
        COST,
        key_prefix=KEY_PREFIX,
        expires_at=int(time.time()) + VALID_SECONDS,
        data={"form": token.key},
        hmac_secret=_secret(),
    )
    return json.dumps(challenge.to_dict())


def result_of(proof: str, token: FormToken) -> ChallengeResult:
    """Whether `proof`, as the page sent it, solves a challenge of this very form."""
    if not proof:
        return ChallengeResult.MISSING
    if len(proof) > MAX_LENGTH:
        return ChallengeResult.WRONG
    try:
        payload = Payload.from_base64(proof)
        bound_to = (payload.challenge.parameters.data or {}).get("form")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ChallengeResult.WRONG
    if bound_to != token.key or not verify_solution(payload, _secret()).verified:
        return ChallengeResult.WRONG
    return ChallengeResult.SOLVED


def _secret() -> bytes:
    return salted_hmac("directory.contact.challenge", "altcha", algorithm="sha256").digest()
