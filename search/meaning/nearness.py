"""Nearness of a query to the texts that are weighed: cosines with their passages, and with the best of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from search.meaning.vectors import BYTES, unpacked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from search.meaning.vectors import Matrix


class Nearness:
    """Cosines of a query with documents by their key; `stored` are the vectors of the passages of each, as stored.

    All are unpacked and compared at once: a query weighs some 250 documents.
    """

    def __init__(self, query: Matrix, stored: Mapping[str, bytes]) -> None:
        rows = unpacked(b"".join(stored.values()))
        lengths = np.array([len(vectors) // BYTES for vectors in stored.values()], dtype=np.intp)
        starts = np.cumsum(lengths) - lengths
        self._cosines = rows @ query
        self._places = dict(zip(stored, zip(starts.tolist(), lengths.tolist(), strict=True), strict=True))
        best = np.maximum.reduceat(self._cosines, starts) if stored else self._cosines
        self._first = rows[starts]
        self._at = {key: at for at, key in enumerate(stored)}
        self.near: dict[str, float] = dict(zip(stored, best.tolist(), strict=True))
        self.usual = float(np.median(best)) if stored else 0.0
        self.best = float(best.max()) if stored else 0.0

    def of(self, key: str) -> float:
        """The cosine of the nearest passage; for a document without vectors that of the median of the others."""
        return self.near.get(key, self.usual)

    def passage(self, key: str) -> int:
        """Which passage of a document is the nearest; the first of one without vectors."""
        start, length = self._places.get(key, (0, 0))
        return int(self._cosines[start : start + length].argmax()) if length else 0

    def company(self, weights: Mapping[str, float]) -> dict[str, float]:
        """Cosines of every document's first passage with the mean of those that are weighed here, by key."""
        known = [(self._at[key], weight) for key, weight in weights.items() if key in self._at]
        if not known:
            return {}
        rows, shares = zip(*known, strict=True)
        centre = np.array(shares, dtype=np.float32) @ self._first[list(rows)]
        length = float(np.linalg.norm(centre))
        return dict(zip(self._at, (self._first @ centre / length).tolist(), strict=True)) if length else {}
