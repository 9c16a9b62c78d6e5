"""The glossary a real site starts with."""

from __future__ import annotations

from pathlib import Path

from home import writing
from search.models import GlossaryTerm

WORDS = writing.read(Path(__file__).parent / "texts" / "glossary.toml")["terms"]


def make_glossary() -> list[str]:
    """Fill a glossary that has no word at all; return the words made. One that editors have begun is theirs."""
    if GlossaryTerm.objects.exists():
        return []
    made, see_also = {}, {}
    for word in WORDS:
        term = GlossaryTerm(
            term=word["term"],
            long_form=word.get("long_form", ""),
            definition=writing.plain(word["definition"]),
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
