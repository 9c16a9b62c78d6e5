"""Mail domains that a slip of a finger makes of well-known ones: « gmial.com », « orange.f ». Pure; asks nobody."""

from __future__ import annotations

from rapidfuzz.distance import DamerauLevenshtein

# What people and services of France have their mailboxes at, as everybody knows them.
KNOWN = (
    "gmail.com", "orange.fr", "wanadoo.fr", "hotmail.com", "hotmail.fr", "outlook.com", "outlook.fr", "live.fr",
    "live.com", "msn.com", "yahoo.fr", "yahoo.com", "free.fr", "sfr.fr", "neuf.fr", "laposte.net", "icloud.com",
    "me.com", "bbox.fr", "numericable.fr", "club-internet.fr", "aliceadsl.fr", "aol.com", "gmx.fr", "gmx.com",
    "proton.me", "protonmail.com", "justice.fr", "justice.gouv.fr", "interieur.gouv.fr", "ac-paris.fr", "lagoon.nc",
    "mls.nc", "mail.pf",
)  # fmt: skip
# Near to them, and real.
REAL = {
    "mail.com",
    "email.com",
    "ymail.com",
    "gmx.de",
    "gmx.net",
    "live.be",
    "free.com",
    "me.fr",
    "orange.com",
    "sfr.com",
}
_ENDINGS = {"con": "com", "cm": "com", "om": "com", "comm": "com", "cim": "com", "vom": "com"}
_ENDINGS |= {"f": "fr", "ft": "fr", "rf": "fr"}
_SHORT = 8  # letters: in a shorter domain one slip is the most


def meant_address(address: str) -> str:
    """The address that was probably meant; empty when this one looks right, or like nothing that is known."""
    local, _, domain = address.rpartition("@")
    domain = domain.lower()
    if not local or domain in KNOWN or domain in REAL:
        return ""
    name, _, ending = domain.rpartition(".")
    mended = f"{name}.{_ENDINGS.get(ending, ending)}"
    if mended in KNOWN:
        return f"{local}@{mended}"
    most = 1 if len(domain) <= _SHORT else 2
    near = min(KNOWN, key=lambda known: DamerauLevenshtein.distance(mended, known))
    if DamerauLevenshtein.distance(mended, near) <= most and abs(len(mended) - len(near)) <= most:
        return f"{local}@{near}"
    return f"{local}@{mended}" if mended != domain else ""
