"""Parse a typed query into a QueryPlan, with the glossary: one door for the page, the API and the measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.french.clean_text import clean_text
from search.glossary import terms
from search.query.plan import MAX_LENGTH, plan_for

if TYPE_CHECKING:
    from search.query.plan import QueryPlan


def parse(typed: str) -> QueryPlan:
    """The plan of as many words as are read, with the glossary of this moment."""
    read = " ".join(clean_text(typed).split())[:MAX_LENGTH]
    return plan_for(read, terms.synonyms(), terms.related(), terms.long_forms())
