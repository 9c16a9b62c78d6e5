"""Telephone numbers as employers write them: in France, overseas, abroad. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers
from phonenumber_field.phonenumber import PhoneNumber

# Ten digits that begin with 0 may be of any of these: the library tells them apart only when told where to look.
FRENCH_REGIONS = ("FR", "GP", "RE", "MQ", "GF", "YT")
FRENCH_CODES = frozenset(phonenumbers.country_code_for_region(region) for region in FRENCH_REGIONS)
# Six or eight digits that do not begin with 0, as a French number with one forgotten would: New Caledonia, French
# Polynesia, Wallis and Futuna.
PACIFIC_REGIONS = ("NC", "PF", "WF")
_BETWEEN = re.compile(r"\s*(?:[;,|\n]|\s/\s|/(?=\s*(?:0\d|\+))|\bou\b|\bet\b)\s*", re.IGNORECASE)
_EXTENSION = re.compile(r"[\s,(-]*\b(?:postes?|p\.|ext\.?|int\.?|x)\s*:?\s*(\d{1,6})\b\)?", re.IGNORECASE | re.ASCII)
_WORDS = re.compile(r"[^\d+().\-/\s]+|\(\s*\)|\((?=[^\d])")
_LEAST_DIGITS = 4
_LONGEST = 200  # signs that a person writes about telephones; the patterns above take the square of a row of blanks


@dataclass(frozen=True)
class Phone:
    """A number that was typed, and its line behind a switchboard: « poste 12 »."""

    number: PhoneNumber
    extension: str = ""

    @property
    def label(self) -> str:
        """« 02 61 91 00 12, poste 12 »."""
        return phone_label(self.number) + (f", poste {self.extension}" if self.extension else "")


def read_phones(typed: str) -> list[Phone]:
    """The numbers that were typed, each in its country; none when one of them is no number, or for a whole novel."""
    if len(typed) > _LONGEST:
        return []
    if (whole := _read_one(typed)) is not None:
        return [whole]
    pieces = [each for each in _BETWEEN.split(typed) if sum(letter.isdigit() for letter in each) >= _LEAST_DIGITS]
    found = [_read_one(each) for each in pieces[:4]]
    return [each for each in found if each] if found and all(found) else []


def phones_label(typed: str) -> str:
    """All that was typed, when it is more than one plain number: « 02 61 91 00 12, poste 12 / 06 12 34 56 78 »."""
    found = read_phones(typed)
    return " / ".join(each.label for each in found) if len(found) > 1 or any(each.extension for each in found) else ""


def _read_one(typed: str) -> Phone | None:
    extension = _EXTENSION.search(typed)
    bare = _EXTENSION.sub("", typed, count=1) if extension else typed
    number = read_phone(bare) or read_phone(_WORDS.sub(" ", bare))
    return Phone(number, extension[1] if extension else "") if number else None


def read_phone(typed: str) -> PhoneNumber | None:
    """The number that was typed, in its country; None when it is none."""
    digits = re.sub(r"\D", "", typed)
    is_pacific = len(digits) in {6, 8} and digits[0] != "0" and not typed.strip().startswith("+")
    for region in PACIFIC_REGIONS if is_pacific else FRENCH_REGIONS:
        try:
            found = PhoneNumber.from_string(typed, region=region)
        except phonenumbers.NumberParseException:
            return None
        # The library's tables of foreign countries are never quite up to date: a possible number will do there.
        is_foreign = found.country_code not in FRENCH_CODES and not is_pacific
        if not found.extension and (found.is_valid() or (is_foreign and phonenumbers.is_possible_number(found))):
            return found
    return None


def phone_label(number: PhoneNumber | str) -> str:
    """« 02 61 91 00 12 », « 0590 12 34 56 », « +44 20 7946 0018 »: as one dials it from France; empty for nothing."""
    if not number:
        return ""
    return number.as_national if number.country_code in FRENCH_CODES else number.as_international


def phone_link(label: str) -> str:
    """« tel:+33-2-61-91-00-12 » for a number as written on a page; empty for what is none."""
    number = read_phone(label) if label else None
    return number.as_rfc3966 if number else ""
