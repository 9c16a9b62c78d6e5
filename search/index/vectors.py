"""Vectors of entries: read beside them when they are indexed, made in the background, kept by digest."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

from search.index import change_log, registry
from search.meaning import encoder
from search.meaning.passages import passages
from search.models import PassageVector

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from search.index.entry import SearchEntry

STEP = 20  # entries encoded before the index takes them


def stored(entries: Iterable[SearchEntry]) -> dict[str, bytes]:
    """Vectors of those entries of which every passage has one, by key, one after the other; at most one query."""
    if not encoder.is_installed():
        return {}
    digests = {entry.key: _digests(entry) for entry in entries}
    asked = {digest for each in digests.values() for digest in each}
    found = dict(PassageVector.objects.filter(digest__in=asked).values_list("digest", "vector")) if asked else {}
    return {
        key: b"".join(bytes(found[digest]) for digest in each)
        for key, each in digests.items()
        if all(digest in found for digest in each)
    }


def encode(entries: Collection[SearchEntry], encoder: encoder.Encoder) -> None:
    """Make and store the vectors that these entries lack: 200 ms of a core a passage."""
    texts = {_digest(text): text for entry in entries for text in _passages(entry)}
    known = set(PassageVector.objects.filter(digest__in=texts).values_list("digest", flat=True))
    made = [
        PassageVector(digest=digest, vector=encoder.passage(text))
        for digest, text in texts.items()
        if digest not in known
    ]
    PassageVector.objects.bulk_create(made, ignore_conflicts=True)  # another node may have been as quick


def encode_missing(
    missing: Callable[[int], list[str]], seconds: float | None = None, progress: Callable[[int], None] | None = None
) -> int:
    """Encode entries that an index holds without vectors, as long as there is time; return how many.

    `missing` gives so many of their keys. They are recorded as changes: every engine takes the vectors as it follows.
    """
    ready = encoder.encoder()
    until = None if seconds is None else time.monotonic() + seconds
    done: dict[str, None] = {}
    while ready and (until is None or time.monotonic() < until):
        keys = [key for key in missing(STEP + len(done)) if key not in done][:STEP]
        if not keys:
            break
        entries = tuple(registry.entries(keys))
        encode(entries, ready)
        change_log.record(entry.key for entry in entries)
        done |= dict.fromkeys(keys)  # also what is no more: nobody waits for it
        if progress:
            progress(len(done))
    return len(done)


def forget_unused() -> int:
    """Drop vectors that no entry has any more; return how many. Reads every entry."""
    used = {digest for entry in registry.all_entries() for digest in _digests(entry)}
    unused = [each for each in PassageVector.objects.values_list("digest", flat=True) if each not in used]
    for start in range(0, len(unused), 500):
        PassageVector.objects.filter(digest__in=unused[start : start + 500]).delete()
    return len(unused)


def _passages(entry: SearchEntry) -> list[str]:
    return passages(entry.title, entry.summary, entry.body)


def _digests(entry: SearchEntry) -> list[str]:
    return [_digest(text) for text in _passages(entry)]


def _digest(text: str) -> str:
    return hashlib.sha256(f"{encoder.MODEL}\n{text}".encode()).hexdigest()
