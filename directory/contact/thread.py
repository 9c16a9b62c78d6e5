"""Reply addresses of a request, and the key by which the outbox knows its mails.

A reply address such as `demandes+k7m4pxj-r-3fj2…@portail.example` names the request and the side it was given to, and
is signed: whoever knows a reference cannot make one. Without REPLIES_ADDRESS there are none.
"""

from __future__ import annotations

import base64
import re
from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

if TYPE_CHECKING:
    from directory.contact.models import ContactRequest

PREFIX = "contact:"
_SALT = "directory.contact.answers.thread"
_SIGNED_BYTES = 10  # 16 characters of base 32: the whole local part stays below 64
_LOCAL_PART = re.compile(r"(?P<reference>[0-9a-z]{7})-(?P<side>[re])-(?P<signature>[2-7a-z]{16})")


class Side(StrEnum):
    """Whom a mail was sent to, and who therefore knows its reply address and its Message-ID."""

    RECIPIENT = "r"
    EMPLOYER = "e"


def about(request: ContactRequest) -> str:
    """What the outbox says that a mail of this request is about."""
    return f"{PREFIX}{request.pk}"


def request_key(about: str) -> int | None:
    """The key of the request that a stored mail is about; None for any other mail."""
    key = about.removeprefix(PREFIX)
    return int(key) if about.startswith(PREFIX) and key.isdecimal() else None


def reply_address(request: ContactRequest, side: Side) -> str:
    """Where a reply of this side is read by the portal; empty when it reads none."""
    name, _, host = settings.REPLIES_ADDRESS.rpartition("@")
    if not name:
        return ""
    reference = request.reference.lower()
    return f"{name}+{reference}-{side}-{_signature(reference, side, settings.SECRET_KEY)}@{host}"


def read_address(address: str) -> tuple[str, Side] | None:
    """The reference and the side of a reply address of ours; None for every other address. Case does not count."""
    name, _, host = settings.REPLIES_ADDRESS.lower().rpartition("@")
    local, _, its_host = address.lower().rpartition("@")
    if not name or its_host != host or not local.startswith(f"{name}+"):
        return None
    parts = _LOCAL_PART.fullmatch(local.removeprefix(f"{name}+"))
    if parts is None:
        return None
    reference, side, signature = parts["reference"], Side(parts["side"]), parts["signature"]
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if not any(constant_time_compare(signature, _signature(reference, side, key)) for key in keys):
        return None
    return reference.upper(), side


def _signature(reference: str, side: Side, key: str) -> str:
    digest = salted_hmac(_SALT, f"{reference}-{side}", secret=key, algorithm="sha256").digest()
    return base64.b32encode(digest[:_SIGNED_BYTES]).decode().lower()
