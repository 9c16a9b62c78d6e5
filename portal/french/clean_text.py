r"""Text as Unicode NFC without control or invisible characters: what databases, XML, calendars, mail carry. Pure.

Kept: every visible sign, non-breaking spaces, tabs, \n, what makes one picture of several emoji (joiner, variation).
Meaning is saved where an invisible sign had one: the line breaks of PowerPoint (vertical tab), of Word (form feed) and
of Unicode become \n, Word's non-breaking hyphen becomes a hyphen, and Windows-1252 read as Latin-1 its own letters.
Dropped: other controls, zero-width and bidirectional ones, soft hyphens (they hide words from search), lone
surrogates, noncharacters, tags. Why so: `docs/decisions/0013-text-is-cleaned-at-the-door.md`.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Any

MOST_MARKS = 30  # on one letter: Unicode's « Stream-Safe Text Format » (UAX 15)
NESTED_REFERENCES = 3
_MANY_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{MOST_MARKS + 1},}}")  # runs that may hold them: no mark is a letter
# What French is nearly always written with: nothing of it is dropped, replaced or composed. Other signs are looked at.
_ORDINARY = re.compile("[\t\n\x20-\x7e\xa0-\xac\xae-\u02ff\u2010-\u2014\u2018-\u201f\u2022\u2026\u202f\u20ac]*")
_MARKS_IN_TWO = "\u0f73\u0f75\u0f81"  # Tibetan ones that become marks
_LINE_END = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")
_REFERENCE = re.compile(
    r"&(?:#(?:[0-9]{1,7}|x[0-9a-f]{1,6});|(?:shy|zwj|zwnj|lrm|rlm|NoBreak|ZeroWidthSpace|InvisibleTimes);)",
    re.IGNORECASE,
)
_BLANKS_OF_LINES = re.compile("[ \t]*\n[ \t\n]*|\t")
# The letters of Windows-1252 where Latin-1 has controls, as the HTML standard reads them too; five codes have none.
_WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_MEANT = _WINDOWS | {0x1E: "-"}
_PICTURES = "\u2190-\u2bff\U0001f000-\U0001faff"
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + f"]|(?<![{_PICTURES}\ufe0f])\u200d|\u200d(?![{_PICTURES}])"
)


def clean_text(text: str) -> str:
    r"""The text fit to be stored and shown; lines end with \n. Cleaning twice changes nothing more."""
    if "&" in text:
        text = _without_hidden_references(text)
    if _ORDINARY.fullmatch(text):
        return text
    text = _composed(_LINE_END.sub("\n", text).translate(_MEANT))
    return _composed(_UNWANTED.sub("", text))


def _composed(text: str) -> str:
    """In NFC, with few marks on one letter: putting them in order takes the square of their number."""
    return _MANY_MARKS.sub(_few_marks, unicodedata.normalize("NFC", _MANY_MARKS.sub(_few_marks, text)))


def _few_marks(run: re.Match[str]) -> str:
    """The run without those beyond the first ones of each letter."""
    kept, marks = [], 0
    for sign in run[0]:
        marks = marks + 1 if unicodedata.combining(sign) or sign in _MARKS_IN_TWO else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def _without_hidden_references(text: str) -> str:
    """Without what HTML writes of the same signs: « &#8203; », « &shy; »; other references stay as they are.

    One that appears where another was taken out goes too. Nobody writes three in each other: such a text loses all.
    """

    def shown(reference: re.Match[str]) -> str:
        return reference[0] if clean_text(html.unescape(reference[0])) else ""

    for _ in range(NESTED_REFERENCES):
        if (cleaned := _REFERENCE.sub(shown, text)) == text:
            return text
        text = cleaned
    return text.replace("&", "")


def clean_line(text: str) -> str:
    """The same on one line, for names and titles: a line break or tab between words becomes a space."""
    return _BLANKS_OF_LINES.sub(" ", clean_text(text))


def clean_values(value: Any) -> Any:
    """The value with every text in it cleaned: JSON and arguments, nested lists and dicts; keys stay."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {key: clean_values(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        cleaned = map(clean_values, value)
        return tuple(cleaned) if isinstance(value, tuple) else list(cleaned)
    return value
