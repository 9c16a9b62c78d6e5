from search.models.change_log import Change, ChangeLog, Follower
from search.models.glossary_term import GlossaryTerm

__all__ = ["Change", "ChangeLog", "Follower", "GlossaryTerm"]
