"""What a line may not end within: a number and its unit, a day and its month, an article of law and its number. Pure.

Set as a page leaves, for what editors wrote and for what templates say alike; what is stored keeps plain spaces, by
which it is searched. Tags, fields to fill and scripts are left alone. Browsers copy and find a space that does not
break as a plain one; hyphens stay what they are, so that an address can be copied: the style sheet holds them together.
"""

from __future__ import annotations

import re

from portal.french.partial_date import MONTHS
from portal.french.typography import NO_BREAK

UNITS = (
    *("ans?", "mois", "semaines?", "jours?", "heures?", "minutes?", "secondes?", "h", "min"),
    *("€", "%", "°", "euros?", "centimes?", "millions?", "milliards?", "points?"),
    *("km", "kilomètres?", "mètres?", "m²?", "cm", "kg", "tonnes?", "Mo", "ko"),
    *MONTHS,
)
# Where HTML goes on with text: neither within a tag, nor in what is sent back, run, or drawn.
_IN_TEXT = r"(?![^<>]*>|[^<]*</(?:textarea|script|style|option|title|text|tspan)>)"
_PLAIN = r"[ \t\r\n]+"
# « 5 jours », « 18 décembre », « 50 % », « <strong>3</strong> ans », « 1<sup>er</sup> janvier »
_NUMBER_FIRST = re.compile(
    rf"\d(?:er|<sup>er</sup>)?(?:</(?:strong|b|em|i|sup|span)>)*{_PLAIN}"
    rf"(?=(?:<(?:strong|b|em|i)>)?(?:{'|'.join(UNITS)})(?!\w){_IN_TEXT})"
)
# « n° 12 », « article L. 412-78 », « R. 412-78 », « M. Modèle »: begins with a sign, by which it is found quickly.
_NUMBER_AFTER = re.compile(
    rf"(?:n(?<!\w.)°|[ADLR](?<![\w-].)\.|ticles?){_PLAIN}(?=(?:\d|[ADLR]\.){_IN_TEXT})"
    rf"|M(?<!\w.)(?:M?\.|mes?){_PLAIN}(?=[A-ZÀ-Ý]\w*{_IN_TEXT})"
)
_ADDRESS = re.compile(r'<a (?=href="mailto:([^"?]+)">\1</a>)')
_HYPHENED = re.compile(rf"(?:[dlDL]’)?[Oo]utre-mer(?!\w){_IN_TEXT}")


def unbroken(html: str) -> str:
    """HTML whose lines break nowhere within what is read as one word."""
    for pattern in (_NUMBER_FIRST, _NUMBER_AFTER):
        html = pattern.sub(_joined, html)
    return html


def held_together(html: str) -> str:
    """The same for what has hyphens, which must stay hyphens: by a class of the style sheet."""
    html = _ADDRESS.sub('<a class="p-whole" ', html)
    return _HYPHENED.sub(r'<span class="p-one-line">\g<0></span>', html)


def _joined(found: re.Match[str]) -> str:
    return found[0].rstrip() + NO_BREAK
