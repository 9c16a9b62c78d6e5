"""Stored parts of the search: change log, glossary terms, related words, vectors, statistics."""

from search.models.change_log import Change, ChangeLog, Follower
from search.models.glossary_term import GlossaryTerm
from search.models.passage_vector import PassageVector
from search.models.related_words import RelatedWords
from search.models.statistics import SearchCount, UnansweredWords

__all__ = [
    "Change", "ChangeLog", "Follower", "GlossaryTerm", "PassageVector", "RelatedWords", "SearchCount",
    "UnansweredWords",
]  # fmt: skip
