"""What was promised against what arrived."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Delivery:
    """One acceptance by the SMTP server; the marker says which submission it belongs to."""

    marker: str
    message_id: str


@dataclass(frozen=True)
class Ledger:
    """One run: submissions answered as accepted, submissions rolled back, rows stored, deliveries, senders killed.

    `mails` says how many different mails each accepted submission owes.
    """

    accepted: frozenset[str]
    rolled_back: frozenset[str]
    stored: int
    deliveries: tuple[Delivery, ...]
    kills: int
    mails: int = 1

    @property
    def repeats(self) -> int:
        """Deliveries of a Message-ID that had arrived before."""
        return len(self.deliveries) - len({each.message_id for each in self.deliveries})

    def faults(self) -> list[str]:
        """Every broken promise, in words; an empty list is a pass."""
        identifiers: dict[str, set[str]] = {}
        for each in self.deliveries:
            identifiers.setdefault(each.marker, set()).add(each.message_id)
        arrived = Counter({marker: len(ids) for marker, ids in identifiers.items()})
        faults = []
        if not self.accepted:
            faults.append("nothing was submitted")
        if self.stored != self.mails * len(self.accepted):
            faults.append(f"{self.stored} rows for {len(self.accepted)} accepted submissions")
        faults += [f"lost: {marker}" for marker in sorted(self.accepted) if arrived[marker] < self.mails]
        faults += [f"sent as another mail: {each}" for each in sorted(self.accepted) if arrived[each] > self.mails]
        faults += [f"sent though rolled back: {marker}" for marker in sorted(self.rolled_back & arrived.keys())]
        faults += [f"never submitted: {each}" for each in sorted(arrived.keys() - self.accepted - self.rolled_back)]
        if self.repeats > self.kills:
            faults.append(f"{self.repeats} repeats for {self.kills} kills")
        return faults

    def __str__(self) -> str:
        arrived = {each.message_id for each in self.deliveries if each.marker in self.accepted}
        return (
            f"submitted={len(self.accepted) + len(self.rolled_back)} accepted={len(self.accepted)} "
            f"stored={self.stored} delivered={len(arrived)} repeats={self.repeats} kills={self.kills}"
        )
