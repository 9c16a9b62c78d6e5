"""Descriptions that search engines show below a title (meta description): as long as they are shown. Pure."""

from __future__ import annotations

import re

SHORTEST, LONGEST = 70, 155  # signs: less says nothing, more is cut by whoever shows it
_SPACES = re.compile(r"[ \t\r\n]+")  # not those that keep words together
ENDS = (".", "!", "?", "…")


def summary(text: str, about: str) -> str:
    """A text in 70 to 155 signs: a short one goes on with what the site is `about`, a long one ends early, by « … »."""
    words = _SPACES.sub(" ", text).strip()
    if len(words) < SHORTEST:
        words = " ".join(filter(None, [words if not words or words.endswith(ENDS) else f"{words}.", about]))
    if len(words) <= LONGEST:
        return words
    sentence = max(words.rfind(f"{end} ", SHORTEST, LONGEST) for end in ENDS)
    if sentence > 0:
        return words[: sentence + 1]
    cut = words.rfind(" ", SHORTEST, LONGEST - 1)
    return f"{words[: cut if cut > 0 else LONGEST - 2].rstrip(' ,;:–-')}\u00a0…"
