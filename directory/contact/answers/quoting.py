"""What a person wrote in a mail, without the mail they answer to. Pure.

Mail programs mark what they quote in many ways. When cutting would leave nothing, everything is kept: a reply written
between the quoted lines of a program that we do not know must not be lost.
"""

from __future__ import annotations

import re
from itertools import groupby

ELISION = "[…]"
_QUOTED = re.compile(r"\s*>")
_SIGNATURE = re.compile(r"-- ?\Z")
_ORIGINAL = re.compile(
    r"\s*[-_]{2,}\s*(message d.origine|message transf.r.|original message|forwarded message)\b", re.IGNORECASE
)
_RULE = re.compile(r"\s*_{10,}\s*\Z")
_FROM = re.compile(r"\s*\*?(de|from|expéditeur)\s?:", re.IGNORECASE)
_FURTHER = re.compile(r"\s*\*?(envoyé|date|sent|à|to|objet|subject|cc)\b.{0,20}:", re.IGNORECASE)
_WROTE = re.compile(
    r"\s*(le|on|am|el|il|em)\b.{4,300}\b(a écrit|wrote|schrieb|escribió|ha scritto|escreveu)\s?:?\s*\Z",
    re.IGNORECASE,
)
_MAX_LINES = 3000
_LOOKS_AHEAD = 4  # lines: an attribution that was wrapped, the head of a quoted mail


def own_words(text: str) -> str:
    """The text without signature and quotations; `[…]` stands for those between two answers."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n", _MAX_LINES)[:_MAX_LINES]
    kept = _without_quotations(lines[: _end_of_own(lines)])
    return kept or text.strip()


def _end_of_own(lines: list[str]) -> int:
    """Where the rest is a signature or a whole mail below a headline."""
    is_first = True
    for number, line in enumerate(lines):
        below = lines[number + 1 : number + 1 + _LOOKS_AHEAD]
        if _SIGNATURE.match(line) or _ORIGINAL.match(line):
            return number
        if _RULE.match(line) and any(_FROM.match(each) for each in below):
            return number
        if _FROM.match(line) and sum(bool(_FURTHER.match(each)) for each in below) >= 2:
            return number
        if is_first and _attribution(lines, number):
            if not any(each.strip() for each in _after_quotation(lines, number)):
                return number
            is_first = False
    return len(lines)


def _attribution(lines: list[str], number: int) -> int:
    """How many lines « Le 22 novembre, X a écrit : » takes from here; 0 when it does not start here."""
    for count in range(1, 4):
        joined = " ".join(line.strip() for line in lines[number : number + count])
        if len(joined) <= 400 and _WROTE.match(joined):
            return count
    return 0


def _after_quotation(lines: list[str], number: int) -> list[str]:
    """Lines behind an attribution and what it introduces: quoted lines, or everything when none is marked."""
    rest = lines[number + _attribution(lines, number) :]
    if not any(_QUOTED.match(line) for line in rest):
        return []
    return [line for line in rest if not _QUOTED.match(line)]


def _without_quotations(lines: list[str]) -> str:
    """Blocks of quoted lines, with the attribution above them, become an ellipsis, or nothing at either end."""
    blocks: list[str] = []
    for is_quoted, block in groupby(lines, key=lambda line: bool(_QUOTED.match(line))):
        if is_quoted:
            blocks.append(ELISION)
        elif said := _without_attribution(list(block)):
            blocks.append(said)
    while blocks and blocks[-1] == ELISION:
        blocks.pop()
    while blocks and blocks[0] == ELISION:
        blocks.pop(0)
    return "\n\n".join(blocks).strip()


def _without_attribution(lines: list[str]) -> str:
    return "\n".join(
        line
        for number, line in enumerate(lines)
        if not any(_attribution(lines, max(number - back, 0)) > back for back in range(3))
    ).strip()
