"""Every address of the portal that is a secret, found in its resolver: those with a part that anybody may make up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.urls import URLPattern, get_resolver
from django.urls.resolvers import RegexPattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.urls import URLResolver

SIGNATURE = "Zm9sbG93LXVwLWxpbmstb2Ytc29tZWJvZHktZWxzZS0x"
SIGNED, DRAWN = f"MQ:1vWxYz:{SIGNATURE}", SIGNATURE  # a value with its signature; a key that nobody guesses
OPEN = {"slug"}  # parts of addresses that are no secret, by the names that views give them
# The admin's own parts are names and numbers: but for the link that gives an account a new password.
ADMIN_SECRETS = {"wagtailadmin_password_reset_confirm"}


def signed_addresses(secret: str) -> list[str]:
    """Their addresses, each with `secret` in the place of what is signed or drawn by chance."""
    found: list[str] = []
    for route, pattern in _patterns(get_resolver().url_patterns, ""):
        if route.startswith("admin/") and pattern.name not in ADMIN_SECRETS:
            continue
        hidden = {name for name, kind in _converters(pattern).items() if kind == "StringConverter"} - OPEN
        if hidden:
            found.append(
                "/"
                + re.sub(r"<(?:\w+:)?(\w+)>", lambda part, hidden=hidden: secret if part[1] in hidden else "1", route)
            )
    return found


def _patterns(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, URLPattern]]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            if not isinstance(each.pattern, RegexPattern):
                yield route, each
        else:
            yield from _patterns(each.url_patterns, route)


def _converters(pattern: URLPattern) -> dict[str, str]:
    return {name: type(each).__name__ for name, each in pattern.pattern.converters.items()}
