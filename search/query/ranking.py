"""Ranking: one rule for every engine. Pure; measured in docs/decisions/0019.

Texts are stems with a blank between them (`french.analysed`), so that counting is a search in a string.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from search.query.plan import STOP_STEMS
from search.query.understanding import RELATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from search.meaning.nearness import Nearness
    from search.query.understanding import ParsedQuery

FIELDS = ("title", "keywords", "summary", "body")  # of an entry, as both engines store them
LONGEST = 20_000  # signs of a text that are weighed
LEAD = 240  # signs of stems that say what a text is about
SHORT = 4_000  # signs of it in which what is only related is looked for
IN_TITLE, IN_LEAD, IN_TEXT = 1.0, 0.75, 0.595  # how well a word is placed; in the text, the more the oftener
AGAIN = 0.7  # how soon repeating a word in the text is enough
SATURATION, SHORTENING = 1.4, 0.6  # BM25's k1 and b


class Weights(NamedTuple):
    """What a score by words is made of, see `Scale.weigh`."""

    best: float
    often: float
    about: float
    found: float
    titled: float


BY_WORDS = Weights(3.66, 4.18, 2.41, 0.9, 3.0)
WITH_MEANING = Weights(1.7, 2.0, 1.2, 0.31, 1.5)
PARTS = (*Weights._fields, "near", "company")
# Cosines of the encoder lie in a narrow band that is the same in every collection (mean .81, deviation .018).
NEAR, NEAR_FROM = 21.0, 0.80
COMPANY, COMPANY_FROM = 20.0, 0.85
LEADERS, LEVEL = 3, 30  # whose company is looked at, and the rank whose score they are weighed by
NEAREST_WEIGHED = 50  # documents that are weighed because they are nearest by meaning
ANSWERING = 0.89  # the cosine from which a passage surely answers a question, where the first hit is the nearest
# The cosine from which a text is shown that words do not find, and how far it may be behind the nearest of all.
NEARBY, WITHIN = 0.84, 0.04
MOST_NEARBY = 10  # of them: a page
EQUAL = 0.02  # scores that differ less are equal: the newest first
# Below this share of what was asked for nothing is about it; from the other on something surely is. Half is not enough
# where hardly any of the title was asked for, which ABOUT tells.
ABOUT, SILENT, SURE = 0.1, 0.515, 0.62
# The same with meaning: how much a share by rarity and a cosine tell, together.
COVERED, NEAREST = 5.55, 54.5
COVERED_ENOUGH, SILENT_TOGETHER, SURE_TOGETHER = 0.9, 48.6, 49.3


@dataclass(frozen=True)
class Candidate:
    """A document to weigh: stems of its title, its keywords and of summary and body, blanks at both ends of each."""

    key: str
    date: str
    title: str
    keywords: str
    text: str
    is_found: bool = True  # by words, and not by its meaning alone


class Weighed(NamedTuple):
    """A document with its score, and which share of what was asked for it holds: `covered` by rarity; `held` with each
    thing as good as another, and a little more the more of its title was asked for. `touches_all` tells whether
    something in it satisfies each thing, be it only related.

    `parts` are what the score is the sum of, in the order of PARTS.
    """

    key: str
    score: float
    covered: float
    date: str
    parts: tuple[float, ...] = ()
    held: float = 0.0
    touches_all: bool = False

    def with_more(self, *parts: float) -> Weighed:
        """The same with these parts added to its score."""
        return self._replace(score=self.score + sum(parts), parts=(*self.parts, *parts))


class _Sought(NamedTuple):
    """A unit ready to be looked for: names between blanks with what they are worth, rarity, weight."""

    names: tuple[tuple[str, float], ...]
    idf: float
    weight: float
    is_asked: bool


def rank(ask: ParsedQuery, candidates: Iterable[Candidate], nearness: Nearness | None = None) -> list[Weighed]:
    """Documents that hold anything asked for, or are near to it, the best first; nearly equal ones newest first."""
    scale = Scale(ask, BY_WORDS if nearness is None else WITH_MEANING)
    if nearness is None:
        weighed = [each for candidate in candidates if (each := scale.weigh(candidate)).score > 0]
    else:
        everything = list(candidates)
        nearby = max(NEARBY, nearness.best - WITHIN)
        others = [each for each in everything if not each.is_found and nearness.of(each.key) >= nearby]
        others.sort(key=lambda each: (-nearness.of(each.key), each.key))
        kept = [each for each in everything if each.is_found] + others[:MOST_NEARBY]
        weighed = _with_meaning([scale.weigh(each) for each in kept], nearness)
    weighed.sort(key=lambda each: each.key)
    weighed.sort(key=lambda each: each.date, reverse=True)
    weighed.sort(key=lambda each: round(each.score / EQUAL), reverse=True)
    return weighed


def _with_meaning(weighed: list[Weighed], nearness: Nearness) -> list[Weighed]:
    """The scores with how near each text is to what was asked, then with the company that the first ones keep."""
    near = {each.key: NEAR * (nearness.of(each.key) - NEAR_FROM) for each in weighed}
    scores = sorted(((each.score + near[each.key], each.key) for each in weighed), key=lambda each: (-each[0], each[1]))
    level = scores[min(LEVEL, len(scores)) - 1][0] if scores else 0.0
    company = nearness.company({key: score - level + EQUAL for score, key in scores[:LEADERS]})
    usual = median(company.values()) if company else COMPANY_FROM
    return [each.with_more(near[each.key], COMPANY * (company.get(each.key, usual) - COMPANY_FROM)) for each in weighed]


class Surety(IntEnum):
    """How surely what was found is about what was asked."""

    NONE = 0  # better to say that there is nothing than to show it
    REMOTE = 1  # shown as the nearest there is
    SURE = 2


def surety(ask: ParsedQuery, weighed: Sequence[Weighed], nearness: Nearness | None = None) -> Surety:
    """How surely the best of what was found is about what was asked."""
    if ask.phrases:
        return Surety.SURE if weighed else Surety.NONE
    if nearness is not None and nearness.near:
        surest = _surety_by_meaning(weighed, nearness)
    else:
        held = max((each.held for each in weighed), default=0.0)
        surest = Surety.NONE if held < SILENT else Surety.REMOTE if held < SURE else Surety.SURE
    # Where one holds something for everything asked, be it only what editors say is related, that is the nearest.
    return max(surest, Surety.REMOTE) if any(each.touches_all for each in weighed) else surest


def _surety_by_meaning(weighed: Sequence[Weighed], nearness: Nearness) -> Surety:
    covered = max((each.covered for each in weighed), default=0.0)
    if covered >= COVERED_ENOUGH:
        return Surety.SURE
    together = COVERED * covered + NEAREST * nearness.best
    if together < SILENT_TOGETHER or not weighed:
        return Surety.NONE
    return Surety.REMOTE if together < SURE_TOGETHER else Surety.SURE


def answering(weighed: Sequence[Weighed], nearness: Nearness | None) -> str:
    """The key of the first document where its passage surely answers what was asked; empty where none does."""
    leaders = [each.key for each in weighed[:LEADERS]]
    if nearness is None or not leaders or max(leaders, key=nearness.of) != leaders[0]:
        return ""
    return leaders[0] if nearness.near.get(leaders[0], 0.0) >= ANSWERING else ""


class Scale:
    """A query, prepared to weigh many documents."""

    def __init__(self, ask: ParsedQuery, weights: Weights = BY_WORDS) -> None:
        units = ask.weighed
        self.score = weights
        self.units = [
            _Sought(tuple((f" {' '.join(name)} ", worth) for name, worth in unit.names.items()), unit.idf * unit.weight,
                    unit.weight, unit.is_asked)
            for unit in units
        ]  # fmt: skip
        self.words = frozenset(name[0] for unit in units for name in unit.names if len(name) == 1)
        self.length = max(1.0, ask.length)
        self.rarities = sum(unit.idf for unit in self.units) or 1.0
        self.weights = sum(unit.weight for unit in self.units) or 1.0
        self.asked = sum(unit.idf for unit in self.units if unit.is_asked) or 1.0

    def weigh(self, candidate: Candidate) -> Weighed:
        """The score of one document."""
        title, whole = candidate.title, f"{candidate.title}{candidate.keywords}{candidate.text}"
        text = len(title) + len(candidate.keywords)  # where it begins
        lead, beginning = whole[len(title) : text + LEAD], whole[: text + SHORT]
        norm = SATURATION * (1 - SHORTENING + SHORTENING * (whole.count(" ") - len(FIELDS)) / self.length)
        best = often = found = covered = titled = 0.0
        touches_all = True
        for unit in self.units:
            place = times = related = held = in_title = 0.0
            for name, worth in unit.names:
                count = (whole if worth > RELATED else beginning).count(name)
                if not count:
                    continue
                again = title.count(name)
                if again:
                    at, in_title = IN_TITLE, max(in_title, worth)
                else:
                    at = max(IN_TEXT * count / (count + AGAIN), IN_LEAD if name in lead else 0.0)
                place, held = max(place, worth * at), max(held, worth)
                if worth > RELATED:
                    times += worth * (count + again)
                else:  # of many that are only related, the one that is written most
                    related = max(related, worth * (count + again))
            times += related
            best += unit.idf * place
            often += unit.idf * times / (times + norm)
            found += unit.weight * held
            if unit.is_asked:
                covered += unit.idf * held
                touches_all = touches_all and held > 0
                titled += unit.idf * in_title
        if not found:
            return Weighed(candidate.key, 0.0, 0.0, candidate.date)
        about, found = self._about(candidate.title), found / self.weights
        parts = (
            self.score.best * best / self.rarities,
            self.score.often * often / self.rarities,
            self.score.about * about,
            self.score.found * found,
            self.score.titled * (titled / self.asked) ** 2,
        )
        return Weighed(
            candidate.key, sum(parts), covered / self.asked, candidate.date, parts, found + ABOUT * about,
            touches_all,
        )  # fmt: skip

    def _about(self, title: str) -> float:
        """The share of a title's telling words that were asked for."""
        telling = set(title.split()) - STOP_STEMS
        return len(telling & self.words) / max(1, len(telling))
