"""Glossary links in a text: the first use of each explained word leads to its meaning, and no other.

What is explained, and where, is filled from above (the glossary of the search):

    defined_words.register(glossary_page.defined_words)

Titles, links, quotations and controls are left as they are: a title is read out of its text, a quotation is somebody
else's, and a link in a link leads nowhere. Editors may define any word at all: no word fails a page.
"""

from __future__ import annotations

import html
import logging
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LEFT_ALONE = frozenset(
    {"a", "abbr", "blockquote", "button", "caption", "code", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6",
     "label", "nav", "option", "pre", "script", "select", "style", "summary", "svg", "textarea", "th", "title", "video"}
)  # fmt: skip
TOKEN = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*?)(/?)>", re.DOTALL)
VOID = frozenset({"br", "img", "hr", "input", "source", "track", "wbr", "meta", "link", "use", "rect", "path"})
SPACE = r"(?:\s|&nbsp;)+"
APOSTROPHES = "'’"
# How HTML may write a sign besides itself; Django, Python and libraries each have their own way.
ESCAPES = {
    **dict.fromkeys(APOSTROPHES, ("'", "’", "&#x27;", "&#39;", "&apos;", "&rsquo;")),
    '"': ("&quot;", "&#34;"),
    "&": ("&amp;",),
    "<": ("&lt;",),
    ">": ("&gt;",),
}
ACCENTS = "\\u0300-\\u036f"  # that stand beside their letter: part of a word, though no \\w
# Not inside of another word, an address, or the name or number of a sign of HTML.
BEFORE = rf"(?<![\w{ACCENTS}@/.&-])(?<!&#)"
AFTER = rf"(?![\w{ACCENTS}@/-]|\.\w)"
SHORTEST_PLURAL = 4  # letters of a word that may take an s
TEXTS = 100  # kept with their links by each process; both together are some megabytes
LONGEST = 200  # signs of a form; what is longer is a text that no other repeats, and costs seconds to look for


@dataclass(frozen=True)
class DefinedWord:
    """A word, all the forms under which a text may use it, and the address that explains it."""

    forms: tuple[str, ...]
    url: str


logger = logging.getLogger(__name__)
_sources: list[Callable[[], tuple[DefinedWord, ...]]] = []


def register(source: Callable[[], tuple[DefinedWord, ...]]) -> None:
    """Fill the slot; `source` must cost nothing when it is warm, since every text asks it."""
    if source not in _sources:
        _sources.append(source)


def forms() -> frozenset[str]:
    """Every form of every word that some source explains."""
    return frozenset(form for source in _sources for word in source() for form in word.forms)


def explained(text: str) -> str:
    """The same HTML, with a link on the first use of each word that some source explains; as it is where that fails."""
    words = tuple(word for source in _sources for word in source())
    try:
        return _linked_again(text, words) if words else text
    except Exception:  # an explanation is an extra: what readers came for is shown without it, and the fault is told
        logger.exception("A text is shown without its words explained.")
        return text


def linked(text: str, words: tuple[DefinedWord, ...]) -> str:
    """The same HTML, with a link on the first use of each of these words."""
    pattern, urls = _compiled(words)
    done: set[str] = set()

    def link(match: re.Match[str]) -> str:
        url = urls[int(match.lastgroup[1:])] if match.lastgroup else ""
        if not url or url in done:
            return match[0]
        done.add(url)
        return f'<a class="p-term" href="{html.escape(url)}">{match[0]}</a>'

    parts, position, depth = [], 0, 0
    for token in TOKEN.finditer(text):
        words_between = text[position : token.start()]
        parts += [words_between if depth else pattern.sub(link, words_between), token[0]]
        position = token.end()
        depth = max(0, depth + _step(token[0]))
    rest = text[position:]
    return "".join([*parts, rest if depth else pattern.sub(link, rest)])


def _step(token: str) -> int:
    """1 where a tag opens what is left alone, -1 where it closes it, else 0."""
    tag = TAG.fullmatch(token)
    if not tag or tag[2].lower() not in LEFT_ALONE or tag[4] or tag[2].lower() in VOID:
        return 0
    return -1 if tag[1] else 1


_linked_again = lru_cache(maxsize=TEXTS)(linked)


@lru_cache(maxsize=4)
def _compiled(words: tuple[DefinedWord, ...]) -> tuple[re.Pattern[str], list[str]]:
    """One pattern for all forms, the longest first, each in a group named after the number of its address."""
    known = ((form, word.url) for word in words for form in word.forms)
    forms = sorted(
        (each for each in known if len(each[0]) <= LONGEST and any(map(str.isalnum, each[0]))), key=_longest_first
    )
    urls = [url for _, url in forms]
    alternatives = "|".join(f"(?P<w{number}>{_pattern(form)})" for number, (form, _) in enumerate(forms))
    return re.compile(f"{BEFORE}(?:{alternatives or '(?!)'}){AFTER}"), urls


def _longest_first(form: tuple[str, str]) -> tuple[int, str]:
    return (-len(form[0]), form[0])


def _pattern(form: str) -> str:
    """Acronyms and names as they are written; other words also in the plural, and at the start of a sentence."""
    form = unicodedata.normalize("NFC", form)
    is_name = any(sign.isupper() for sign in form)
    pieces = []
    for number, piece in enumerate(form.split()):
        first, *others = piece
        signs = [_sign(first, first.upper()) if number == 0 and not is_name else _sign(first), *map(_sign, others)]
        if not is_name and len(piece) >= SHORTEST_PLURAL and piece[-1] not in "sxz":
            signs.append("s?")
        pieces.append("".join(signs))
    return SPACE.join(pieces)


def _sign(sign: str, *others: str) -> str:
    """A whole pattern for one sign, or others in its place, however a text writes them.

    Every sign of an editor's passes here once and alone: whatever it is, the pattern around it stays whole.
    """
    alike = dict.fromkeys(
        way for each in (sign, *others) for way in (each, *ESCAPES.get(each, ()), unicodedata.normalize("NFD", each))
    )
    found = [re.escape(each) for each in alike]
    return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})"
