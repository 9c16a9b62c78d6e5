"""Telephone numbers as employers write them: in France, overseas, abroad. Pure."""

from __future__ import annotations

import phonenumbers
from phonenumber_field.phonenumber import PhoneNumber

# Ten digits that begin with 0 may be of any of these: the library tells them apart only when told where to look.
# Numbers of the Pacific have no such form, and would pass for French ones with a digit forgotten: they need their +.
FRENCH_REGIONS = ("FR", "GP", "RE", "MQ", "GF", "YT")
FRENCH_CODES = frozenset(phonenumbers.country_code_for_region(region) for region in FRENCH_REGIONS)


def read_phone(typed: str) -> PhoneNumber | None:
    """The number that was typed, in its country; None when it is none."""
    for region in FRENCH_REGIONS:
        try:
            found = PhoneNumber.from_string(typed, region=region)
        except phonenumbers.NumberParseException:
            return None
        # The library's tables of foreign countries are never quite up to date: a possible number will do there.
        is_foreign = found.country_code not in FRENCH_CODES
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
