"""Words that are explained somewhere: the first use of each in a text leads there, and no other.

What is explained, and where, is filled from above (the glossary of the search):

    defined_words.register(glossary_page.defined_words)

Titles, links, quotations and controls are left as they are: a title is read out of its text, a quotation is somebody
else's, and a link in a link leads nowhere.
"""

from __future__ import annotations

import html
import re
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
APOSTROPHE = "(?:['’]|&#x27;|&#39;)"
SHORTEST_PLURAL = 4  # letters of a word that may take an s


@dataclass(frozen=True)
class DefinedWord:
    """A word, all the forms under which a text may use it, and the address that explains it."""

    forms: tuple[str, ...]
    url: str


_sources: list[Callable[[], tuple[DefinedWord, ...]]] = []


def register(source: Callable[[], tuple[DefinedWord, ...]]) -> None:
    """Fill the slot; `source` must cost nothing when it is warm, since every text asks it."""
    if source not in _sources:
        _sources.append(source)


def explained(text: str) -> str:
    """The same HTML, with a link on the first use of each word that some source explains."""
    words = tuple(word for source in _sources for word in source())
    return linked(text, words) if words else text


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


@lru_cache(maxsize=4)
def _compiled(words: tuple[DefinedWord, ...]) -> tuple[re.Pattern[str], list[str]]:
    """One pattern for all forms, the longest first, each in a group named after the number of its address."""
    forms = sorted(((form, word.url) for word in words for form in word.forms if form.strip()), key=_longest_first)
    urls = [url for _, url in forms]
    alternatives = "|".join(f"(?P<w{number}>{_pattern(form)})" for number, (form, _) in enumerate(forms))
    return re.compile(rf"(?<![\w@/.-])(?:{alternatives or '(?!)'})(?![\w@/-]|\.\w)"), urls


def _longest_first(form: tuple[str, str]) -> tuple[int, str]:
    return (-len(form[0]), form[0])


def _pattern(form: str) -> str:
    """Acronyms and names as they are written; other words also in the plural, and at the start of a sentence."""
    is_name = any(sign.isupper() for sign in form)
    pieces = []
    for number, piece in enumerate(form.split()):
        written = re.escape(html.escape(piece, quote=False)).replace("'", APOSTROPHE).replace("’", APOSTROPHE)
        if not is_name:
            if number == 0 and piece[0].isalpha():
                written = f"[{piece[0]}{piece[0].upper()}]{written[1:]}"
            if len(piece) >= SHORTEST_PLURAL and piece[-1] not in "sxz":
                written += "s?"
        pieces.append(written)
    return SPACE.join(pieces)
