from search.models.change_log import Change, ChangeLog, Follower
from search.models.glossary_term import GlossaryTerm
from search.models.statistics import SearchCount, UnansweredWords

__all__ = ["Change", "ChangeLog", "Follower", "GlossaryTerm", "SearchCount", "UnansweredWords"]
