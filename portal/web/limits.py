"""Rate limits, counted in the shared cache under keyed hashes: no address is stored anywhere.

A cache that does not answer limits nobody: a limit protects the portal, and must never be what stops it.
"""

from __future__ import annotations

import ipaddress
import logging
import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.encoding import punycode
from django_ratelimit.core import get_usage

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger(__name__)
HOME_NETWORK = 64  # bits of an IPv6 address that a provider gives to one customer
MAILS_THAT_ANYBODY_CAUSES = "10/d"  # to one mailbox, whatever they are about: nobody is flooded through us


def network_of(request: HttpRequest) -> str:
    """Where a request comes from: an IPv4 address, or the /64 of an IPv6 one. Only a proxy of ours is believed."""
    address = request.META.get("REMOTE_ADDR", "")
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        address = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or address
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return str(address)
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((found, HOME_NETWORK), strict=False))
    return str(found)


def seconds_to_wait(request: HttpRequest, purpose: str, rate: str, who: str, *, counts: bool = True) -> int:
    """Count one more use by `who` (an address, an e-mail…); 0, or the seconds until the next one is welcome.

    `rate` is django-ratelimit's: « 600/m », « 20/h ». Without `counts` it only says whether one more would be.
    """
    hashed = salted_hmac(f"portal.web.limits.{purpose}", who, algorithm="sha256").hexdigest()
    try:
        usage = get_usage(request, group=purpose, key=lambda *_: hashed, rate=rate, increment=counts)
    except Exception as error:  # noqa: BLE001 - each cache has errors of its own
        logger.error("the cache does not count %s: %s", purpose, type(error).__name__)  # noqa: TRY400 - one line will do
        return 0
    if not usage or usage["time_left"] < 0 or usage["count"] + (not counts) <= usage["limit"]:
        return 0
    return max(1, int(usage["time_left"]))


def mailbox_of(address: str) -> str:
    """The mailbox that an e-mail address means, for counting: « lou+1@… », « L.ou@… » and « "lou"@… » are one person.

    Dots count for nothing at some providers, quotes at none: who differs from another by dots alone shares a limit.
    """
    name, _, domain = address.lower().rpartition("@")
    name = re.sub(r'[."\\]', "", name).partition("+")[0]
    try:
        return f"{name}@{punycode(domain)}"
    except UnicodeError:  # no domain that a name server could know
        return f"{name}@{domain}"


def may_be_mailed(request: HttpRequest, address: str, *, counts: bool = True) -> bool:
    """Count one more mail that somebody who need not be its reader causes; whether it may leave today.

    Each form that mails an address which anybody may type asks here: acknowledgements, links, resets of passwords.
    """
    return not seconds_to_wait(request, "mails", MAILS_THAT_ANYBODY_CAUSES, mailbox_of(address), counts=counts)
