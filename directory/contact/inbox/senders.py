"""Addresses (RFC 5322 mailboxes) as mail programs really write them in headers, and when two of them are one. Pure.

The standard library's reader gives up on what many programs send: an address as its own unquoted display name, commas
in names, stray brackets. Only what stands between angle brackets counts when there is any; names never do.
"""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAMED = re.compile(r'"(?:[^"\\]|\\.){0,200}"|<\s*(?:mailto:)?([^<>@\s]{1,100}@[^<>@\s]{1,255})\s*>')
_ADDRESS = re.compile(r"[^@\s]{1,100}@[^@\s]{1,255}")
_COMMENT = re.compile(r"\([^()]*\)")
_SEPARATORS = re.compile(r"[\s,;:]+")
_AROUND = "<>()[]\"'."
_GMAIL = {"gmail.com", "googlemail.com"}


def sender_in(header: str) -> str:
    """The one address of a From header, in lower case; empty when there is none, or more than one."""
    found = _bracketed(header) or _bare(header)
    return found[0] if len(found) == 1 else ""


def addresses_in(header: str) -> list[str]:
    """The addresses of a header of recipients, in lower case, each once: bracketed ones, then those that stand bare."""
    beside = (each for each in _NAMED.sub("\0", header).split(",") if "\0" not in each)
    return list(dict.fromkeys([*_bracketed(header), *_bare(",".join(beside))]))


def _bracketed(header: str) -> list[str]:
    return _usable(match[1] for match in _NAMED.finditer(header) if match[1])


def _bare(text: str) -> list[str]:
    words = (word.strip(_AROUND) for word in _SEPARATORS.split(_COMMENT.sub(" ", text)))
    return _usable(word for word in words if _ADDRESS.fullmatch(word))


def _usable(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(each.strip(_AROUND).lower() for each in found if each.isprintable()))


def name_in(header: str) -> str:
    """The display name before the address; empty when there is none, or when it is an address itself."""
    name = header.partition("<")[0].strip().strip("\"' ")
    return "" if "@" in name or "<" not in header else name


def comparable(address: str) -> str:
    """One spelling for all those that reach one mailbox: case, internationalised domain, what follows a plus sign."""
    local, _, domain = address.strip().lower().rpartition("@")
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    local = local.partition("+")[0] or local
    if domain in _GMAIL:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"
