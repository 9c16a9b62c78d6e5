"""From what a visitor typed to what is asked of an engine: the one door for the page, the API and the measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search import french, glossary
from search.query import MAX_LENGTH, plan_for

if TYPE_CHECKING:
    from search.query import QueryPlan


def read(typed: str) -> QueryPlan:
    """The plan of as many words as are read, with the glossary of this moment."""
    return plan_for(" ".join(french.clean(typed).split())[:MAX_LENGTH], glossary.synonyms())
