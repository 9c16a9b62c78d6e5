"""Search entries: neutral values that content apps yield and engines store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.french.clean_text import clean_text
from search.query.facets import EVERYWHERE, Values

if TYPE_CHECKING:
    import datetime


@dataclass(frozen=True)
class Kind:
    """A kind of entry as readers see it: its word in the address, its name in the list of kinds and on a hit."""

    code: str
    plural: str
    singular: str
    rank: int = 0


PLAIN_PAGES = Kind("pages", "Pages", "Page", rank=1)  # what several apps have and no reader would tell apart


@dataclass(frozen=True)
class SearchEntry:
    """One thing a search may find.

    An entry exists only for what everybody may see: the app's `visible` queryset decides, and hits are asked of it
    again before they are shown. `key` is ``<source>:<primary key>``; `date` orders equals, newest first.
    """

    key: str
    kind: str
    title: str
    url: str
    summary: str = ""
    body: str = ""
    keywords: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()  # as addresses name them; none means the whole of France
    themes: tuple[str, ...] = ()  # as addresses name them
    where: str = ""  # those regions in words, as a hit shows them
    date: datetime.date | None = None
    when: str = ""  # that date in words, as precisely as it is known

    @property
    def facets(self) -> Values:
        """What the entry is in each facet. A date that no reader is told makes no year."""
        year = (f"{self.date.year:04}",) if self.date and self.when else ()
        return Values((self.kind,), self.regions or (EVERYWHERE,), self.themes, year)

    @property
    def texts(self) -> dict[str, str]:
        """What is searched of it, by field of `search.query.ranking`."""
        keywords = "\n".join(self.keywords)
        return {"title": self.title, "keywords": keywords, "summary": self.summary, "body": self.body}

    def __post_init__(self) -> None:
        """Keep only text that every engine can store and show."""
        for name in ("title", "summary", "body"):
            object.__setattr__(self, name, clean_text(getattr(self, name)).strip())
        cleaned = (clean_text(each).strip() for each in self.keywords)
        object.__setattr__(self, "keywords", tuple(filter(None, cleaned)))
