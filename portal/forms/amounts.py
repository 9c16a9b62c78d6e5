"""Amounts as people write them: « 1 200 », « 10-12 », « une dizaine », « environ 300 m² ». Pure."""

from __future__ import annotations

import re

from portal.french.words import french_number

_COLLECTIVE = {
    "demi-douzaine": 6, "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30,
    "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000, "mille": 1000,
}  # fmt: skip
_WORDS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20,
    "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100,
}  # fmt: skip
_DIGITS = re.compile(
    r"(?<![\d,.])\d{1,3}(?:[\s.\u200b\u2060]\d{3})+(?![\d])(?:,\d+)?|\d+(?:[.,]\d{1,2}(?!\d))?", re.ASCII
)
_COLLECTIVES = re.compile(
    rf"\b(?:({'|'.join(_WORDS)}|\d+)\s+)?({'|'.join(sorted(_COLLECTIVE, key=len, reverse=True))})s?\b"
)
_LETTERS = re.compile(rf"\b({'|'.join(sorted(_WORDS, key=len, reverse=True))})\b")
_NEGATIVE = re.compile(r"^\W*[-\u2212]\s*\d")
_HECTARES = re.compile(r"\b(ha|hectares?)\b")
_POWER = re.compile(r"m\s?[2²]|m\^2")
_PLAIN = re.compile(r"\d[\d\s.]*\s*(m²|m2|mètres? carrés?|postes?|personnes?)?", re.ASCII)
UNKNOWN = re.compile(
    r"[?\-–…. ]+|(je )?ne sa(is|it) pas.*|nsp|à (définir|voir|préciser|déterminer).*|non (défini|connu).*"
    r"|variable|inconnue?"
)


class Amount(int):
    """A whole number, and how it was written when that says more: « 10-12 » counts as 12."""

    typed: str = ""
    symbol: str = ""

    @property
    def label(self) -> str:
        """« 1 200 », « 300 m² », « une dizaine »."""
        if not self.typed:
            return french_number(int(self)) + (f"\u00a0{self.symbol}" if self.symbol else "")
        has_unit = (
            not self.symbol or _POWER.search(self.typed) or re.search(r"[mh]", self.typed.lower().partition(" ")[2])
        )
        return self.typed if has_unit else f"{self.typed}\u00a0{self.symbol}"


def read_amount(typed: str, *, symbol: str = "") -> Amount | None:
    """The largest number that a text gives; None when it gives none, or one below zero."""
    text = _POWER.sub(" ", typed.lower()).replace("\u202f", " ").replace("\u00a0", " ")
    if _NEGATIVE.match(text):
        return None
    found = [_of_digits(each) for each in _DIGITS.findall(text)]
    for count, name in _COLLECTIVES.findall(text):
        found.append((_WORDS.get(count) or int(count or 1)) * _COLLECTIVE[name])
    if not found:
        found = [float(_WORDS[each]) for each in _LETTERS.findall(text)]
    if not found:
        return None
    value = max(found) * (10_000 if symbol == "m²" and _HECTARES.search(text) else 1)
    amount = Amount(round(value))
    amount.symbol = symbol
    amount.typed = "" if _PLAIN.fullmatch(typed.strip().lower()) else typed
    return amount


def _of_digits(text: str) -> float:
    whole, comma, decimals = text.partition(",")
    if not comma and re.fullmatch(r"\d+\.\d{1,2}", whole, re.ASCII):
        whole, _, decimals = whole.partition(".")
    return float(f"{re.sub(r'[^0-9]', '', whole)}.{decimals or 0}")
