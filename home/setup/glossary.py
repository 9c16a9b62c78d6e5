"""The glossary a real site starts with."""

from __future__ import annotations

from pathlib import Path

from home.setup import prose
from search.models import GlossaryTerm, RelatedWords

TEXTS = Path(__file__).parents[1] / "texts"
WORDS = prose.read(TEXTS / "glossary.toml")["terms"]
THEMES = prose.read(TEXTS / "related_words.toml")["themes"]


def make_glossary() -> list[str]:
    """Fill a glossary that has no word at all; return the words made. One that editors have begun is theirs."""
    if GlossaryTerm.objects.exists():
        return []
    made, see_also = {}, {}
    for word in WORDS:
        term = GlossaryTerm(
            term=word["term"],
            long_form=word.get("long_form", ""),
            definition=prose.plain(word["definition"]),
            former_names="\n".join(word.get("former", [])),
            other_forms="\n".join(word.get("forms", [])),
            is_explained=word.get("explained", True),
        )
        term.full_clean()
        term.save()
        made[term.slug] = term
        see_also[term.slug] = word.get("see", [])
    for slug, others in see_also.items():
        made[slug].see_also.set(made[other] for other in others)
    return list(made)


def make_related_words() -> list[str]:
    """Fill the related words where there are none at all; return the themes made."""
    if RelatedWords.objects.exists():
        return []
    made = [RelatedWords(theme=theme, words="\n".join(words)) for theme, words in THEMES.items()]
    for row in made:
        row.full_clean()
        row.save()
    return [row.theme for row in made]
