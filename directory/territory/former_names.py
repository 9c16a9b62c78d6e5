"""Former names and codes of communes, from Insee's events on communes since 1943. Pure: rows in, rows out.

An event turns a commune of before (AV) into one of after (AP) on a day; Insee's « Code officiel géographique »,
« Événements survenus aux communes », says what each number of MOD means. Following AV → AP from the day a name ended
leads to the communes of today.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from directory.places.folding import fold, name_key
from directory.places.rows import INSEE_CODE, MERGED, PARTED, RENAMED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_COMMUNE = "COM"
_RENAMING = frozenset({"10", "41", "50"})  # name, department and code, chief place: the commune stays itself
_PARTING = frozenset({"20", "21"})  # communes made, or made again, out of another
# Two left the division for a collectivity of their own, and the events do not say under which code: (code, year).
_COLLECTIVITIES = {"97701": ("97123", 2007), "97801": ("97127", 2007)}


class EndedName(NamedTuple):
    """A name or code that ended in the year `ended`, and the Insee code of a commune of today that it leads to.

    `kind` is `fusionnee` when the commune joined another, `renommee` when it only changed its name, `separee` when it
    parted, `insee` for a former code, whose `name` is the code.
    """

    name: str
    insee: str
    kind: str
    ended: int


class _State(NamedTuple):
    """A commune under one code and name."""

    code: str
    name: str


@dataclass(frozen=True)
class _Event:
    mod: str
    day: str  # 2019-01-01
    before: _State
    after: _State


def ended_names(rows: Iterable[Mapping[str, str]], current: Mapping[str, str]) -> list[EndedName]:
    """Every name and code that is no more, sorted; `rows` are Insee's, `current` names the communes by Insee code.

    A name that leads to several communes, since its own parted or several bore it, has a row for each; one that ended
    twice keeps its last year. What ended in a commune that is no more either, and left no successor, has none.
    """
    events = [
        _Event(
            row["MOD"],
            row["DATE_EFF"],
            _State(row["COM_AV"], row["LIBELLE_AV"]),
            _State(row["COM_AP"], row["LIBELLE_AP"]),
        )
        for row in rows
        if row["COM_AV"] and row["TYPECOM_AP"] == _COMMUNE
    ]
    history = _History(events, current)
    ended: dict[tuple[str, str], EndedName] = {}
    for event in sorted(events, key=lambda event: event.day):
        name, year = event.before.name, int(event.day[:4])
        became = history.today(event.before, event.day)
        same = {code: kind for code, kind in became.items() if _key(current[code]) == _key(name)}
        for code, kind in (same or became).items():
            if not same:
                ended[name, code] = EndedName(name, code, kind, year)
            if event.before.code not in current:
                ended[event.before.code, code] = EndedName(event.before.code, code, INSEE_CODE, year)
    for code, (former, year) in _COLLECTIVITIES.items():
        if code in current:
            ended[former, code] = EndedName(former, code, INSEE_CODE, year)
    return sorted(ended.values())


def _key(name: str) -> str:
    return name_key(fold(name))


class _History:
    """Events by the code of the commune that they end or change."""

    def __init__(self, events: Iterable[_Event], current: Mapping[str, str]) -> None:
        self._current = current
        self._by_code: dict[str, list[_Event]] = defaultdict(list)
        for event in sorted(events, key=lambda event: event.day):
            self._by_code[event.before.code].append(event)

    def today(self, ended: _State, day: str) -> dict[str, str]:
        """Code → kind for the communes that a state which ended on that day has become; none when it is one again."""
        if _key(self._current.get(ended.code, "")) == _key(ended.name):
            return {}
        found: dict[str, str] = {}
        seen: set[tuple[_State, str]] = set()
        waiting = [(event.after, day, self._kind(RENAMED, event)) for event in self._ending(ended, day)]
        while waiting:
            state, since, kind = waiting.pop()
            if (state, since) in seen:
                continue
            seen.add((state, since))
            following = self._following(state, since)
            if not following and state.code in self._current:
                found[state.code] = kind
            kin = self._kin(ended, state, following)
            waiting.extend((event.after, event.day, self._kind(kind, event)) for event in kin)
        return found

    @staticmethod
    def _kind(before: str, event: _Event) -> str:
        if before == MERGED or event.mod in _RENAMING or event.before == event.after:
            return before
        return PARTED if event.mod in _PARTING else MERGED

    def _ending(self, state: _State, day: str) -> list[_Event]:
        return [event for event in self._by_code.get(state.code, ()) if (event.before, event.day) == (state, day)]

    def _following(self, state: _State, since: str) -> list[_Event]:
        """What happens to a state next: on a later day, or on the same one when that leads on."""
        same_day = [event for event in self._ending(state, since) if event.after != state]
        days = [event.day for event in self._by_code.get(state.code, ()) if event.before == state and event.day > since]
        return same_day if same_day and not self._stays(state, since) else self._ending(state, min(days, default=""))

    def _stays(self, state: _State, day: str) -> bool:
        """Whether a state outlives the events of a day: it lost a part of itself, or took one in."""
        return any(event.after == state for event in self._ending(state, day))

    @staticmethod
    def _kin(ended: _State, state: _State, following: list[_Event]) -> list[_Event]:
        """Of a commune that parts, the part that was the one asked about, else the one that keeps the code."""
        for same in (
            lambda after: after.code == ended.code,
            lambda after: after.name == ended.name,
            lambda after: after.code == state.code,
        ):
            kin = [event for event in following if same(event.after)]
            if kin:
                return kin
        return following
