"""A collection in memory that answers about its words: what an engine does, without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from portal.french.clean_text import clean_text
from search.language import french
from search.query.lexicon import Fact, Facts, Near, are_kin
from search.query.ranking import FIELDS, Candidate

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class CollectionInMemory:
    """Texts by field; `CollectionInMemory("a title", "another")` for texts that are titles."""

    def __init__(self, *texts: str | Mapping[str, str]) -> None:
        whole = [{"title": text} if isinstance(text, str) else text for text in texts]
        self.analysed = [{name: french.analysed(clean_text(text.get(name, ""))) for name in FIELDS} for text in whole]

    def _documents(self, rank: int, names: Collection[str] = tuple(FIELDS)) -> list[set[str]]:
        return [{word for name in names for word in text[name][rank].split()} for text in self.analysed]

    def facts(self, stems: Collection[str], *, kin_of: Collection[str] = ()) -> Facts:
        documents, titles = self._documents(1), self._documents(1, ["title"])
        every = set().union(*documents)
        found = {
            stem: Fact(
                sum(stem in words for words in documents),
                any(stem in words for words in titles),
                {
                    other: sum(other in words for words in documents)
                    for other in sorted(every)
                    if stem in kin_of and are_kin(stem, other)
                },
            )
            for stem in stems
        }
        words = sum(len(text[name][1].split()) for text in self.analysed for name in FIELDS)
        return Facts(len(self.analysed), max(1.0, words / max(1, len(self.analysed))), found)

    def near(self, form: str, errors: int) -> Near:
        return Near(self._near(form, 0, errors), self._near(french.stem(form), 1, errors))

    def _near(self, typed: str, rank: int, errors: int) -> dict[str, int]:
        documents = self._documents(rank)
        return {
            other: sum(other in words for words in documents)
            for other in set().union(*documents)
            if OSA.distance(typed, other) <= errors
        }

    def candidates(self, *dates: str) -> list[Candidate]:
        return [
            Candidate(
                str(rank),
                dates[rank] if dates else "",
                f" {text['title'][1]} ",
                f" {text['keywords'][1]} ",
                f" {text['summary'][1]}  {text['body'][1]} ",
            )
            for rank, text in enumerate(self.analysed)
        ]
