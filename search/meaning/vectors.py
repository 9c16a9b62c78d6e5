"""Vectors as they are stored: 8-bit integers with one scale each (scalar quantisation). Needs numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from search.meaning import DIMENSIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix: TypeAlias = NDArray[np.float32]

LARGEST = 127  # of a signed byte
STORED = np.dtype([("scale", "<f4"), ("values", "i1", (DIMENSIONS,))])
BYTES = STORED.itemsize  # of one vector: 388


def packed(vector: Matrix) -> bytes:
    """One vector as it is stored; what is lost changes no figure of the answers."""
    scale = float(np.abs(vector).max()) / LARGEST or 1.0
    row = np.zeros(1, STORED)
    row["scale"], row["values"] = scale, np.round(vector / scale).astype(np.int8)
    return row.tobytes()


def unpacked(stored: bytes) -> Matrix:
    """Vectors that were stored one after the other, a row each, of length 1 again."""
    rows = np.frombuffer(stored, STORED)
    values = rows["values"].astype(np.float32)
    values /= np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1.0)
    return values


def integers(stored: bytes) -> list[bytes]:
    """The integers alone of each stored vector: their direction is all that a cosine asks for."""
    return [row["values"].tobytes() for row in np.frombuffer(stored, STORED)]
