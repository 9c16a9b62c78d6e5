"""What only the operator of a site can fill in, in brackets in the texts it begins with: told to editors, not shown.

The page check and « Ce qui manque au site » count the passages; visitors read the text without them, whole: no half
sentence, no empty paragraph, no title of nothing.
"""

from __future__ import annotations

import re

UNFILLED = "[à compléter"
_PASSAGE = r"\[à\s+compléter\b[^\]<>]*\]"
_WITHIN = r"(?:(?![.!?]\s+[A-ZÀ-Ý]|[.!?]\s*(?:<|$))[^<>])*?"
# From the beginning of a text or the end of the sentence before, to the end of this one.
_SENTENCE = re.compile(
    rf"(?:(?<=>)|(?<=[.!?])\s+){_WITHIN}{_PASSAGE}{_WITHIN}(?:[.!?](?=\s+[A-ZÀ-Ý]|\s*(?:<|$))|(?=<|$))"
)
_LEADING = re.compile(r"(<(?:p|li)\b[^>]*>)\s+")
_EMPTY = re.compile(r"<(p|li|ul|ol)\b[^>]*>\s*</\1>")
_TITLE_OF_NOTHING = re.compile(
    r"<h3\b[^>]*>(?:(?!</h3>).)*</h3>\s*(?=<h[23]\b|$)|<h2\b[^>]*>(?:(?!</h2>).)*</h2>\s*(?=<h2\b|$)", re.DOTALL
)


def without_unfilled(html: str) -> str:
    """The HTML of a body without the sentences that are still to be completed, and without what they leave empty."""
    shown = _SENTENCE.sub("", html) if "[à" in html else html
    if shown == html:
        return html
    shown = _LEADING.sub(r"\1", shown)
    for empty in (_EMPTY, _TITLE_OF_NOTHING):
        while (emptied := empty.sub("", shown)) != shown:
            shown = emptied
    return shown
