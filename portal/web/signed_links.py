"""Signed links: what a mail or a page hands out as the whole authority for one thing, without account or cookie.

The address carries a value that Django signs, under a salt of its own: a link for one purpose opens no other. With
`max_age` it is dated as well, and dies of age. Salts and format must stay: links of years lie in people's mailboxes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

if TYPE_CHECKING:
    import datetime


class LinkUnknownError(Exception):
    """The link is none of ours, was cut or changed on its way, or what it names is gone."""


class LinkExpiredError(Exception):
    """The link was good; its time is over."""


@dataclass(frozen=True)
class SignedLink:
    """One purpose of links; those without `max_age` carry no date."""

    salt: str
    max_age: datetime.timedelta | None = None

    def sign(self, value: Any, *, compress: bool = False) -> str:
        """The signed form of a value that JSON can hold, fit for an address; `compress` for long ones in a page."""
        return self._signer.sign_object(value, compress=compress)

    def path(self, view: str, value: Any, *further: str) -> str:
        """The link as a path; `further` are the other parts of the address of `view`."""
        return reverse(view, args=[self.sign(value), *further])

    def url(self, view: str, value: Any, *further: str) -> str:
        """The link whole, for a mail."""
        return settings.PORTAL_URL + self.path(view, value, *further)

    def read(self, signed: str, *, however_old: bool = False) -> Any:
        """The value of a link; raise LinkUnknownError or, unless it may be `however_old`, LinkExpiredError."""
        age = {} if self.max_age is None or however_old else {"max_age": self.max_age}
        try:
            return self._signer.unsign_object(signed, **age)
        except signing.SignatureExpired:
            raise LinkExpiredError from None
        except (signing.BadSignature, ValueError):
            raise LinkUnknownError from None

    @property
    def _signer(self) -> signing.Signer:
        dated = self.max_age is not None
        return signing.TimestampSigner(salt=self.salt) if dated else signing.Signer(salt=self.salt)
