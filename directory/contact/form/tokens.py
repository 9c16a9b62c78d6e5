"""The signed, dated token of one form: minted when it is first shown, carried in the page, stored with the request.

The form holds no cookie and no session, so there is no authority another site could borrow; the token is there to tell
a form that we showed from one made up elsewhere, a second click from a second request, and a person from a script.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from django.core import signing

VALID_SECONDS = 3600
MINIMUM_SECONDS = 2  # nobody reads and fills three steps faster
MAX_LENGTH = 200
_SALT = "directory.contact.form"


@dataclass(frozen=True)
class FormToken:
    """`key` is what is stored once; times are seconds since the epoch: first display, and minting of this token."""

    key: str
    first_shown: float
    minted: float

    def signed(self) -> str:
        """What the page carries."""
        return signing.Signer(salt=_SALT).sign_object([self.key, self.first_shown, self.minted])

    def is_expired(self, now: float | None = None) -> bool:
        """More than an hour old; or dated later than the clocks of two nodes may differ."""
        return abs((now or time.time()) - self.minted) > VALID_SECONDS

    def is_too_quick(self, now: float | None = None) -> bool:
        """Sent sooner after the first display than a person can; a clock that was set back meanwhile says nothing."""
        return 0 <= (now or time.time()) - self.first_shown < MINIMUM_SECONDS

    def renewed(self) -> FormToken:
        """A new token for the same form, whose first display counts."""
        return FormToken(secrets.token_urlsafe(16), self.first_shown, time.time())


def mint(now: float | None = None) -> FormToken:
    """The token of a form shown for the first time."""
    now = now or time.time()
    return FormToken(secrets.token_urlsafe(16), now, now)


def read(text: str) -> FormToken | None:
    """The token that a page carried; None when it is none of ours, or was changed."""
    if not text or len(text) > MAX_LENGTH:
        return None
    try:
        key, first_shown, minted = signing.Signer(salt=_SALT).unsign_object(text)
    except (signing.BadSignature, ValueError):
        return None
    return FormToken(key, first_shown, minted)
