"""Values kept in memory until something changes: each process holds them, one number in the shared cache says how long.

A module reads through `cached(KEY, build)`, and says once, when the apps are ready, what makes its value stale:
`forget_on_change(GlossaryTerm)`. Any such change ends the generation that all values belong to, in every process:
content is read thousands of times for each time it is written. A request asks for the generation once.

Nobody gets a copy: what is cached is read, never changed.
"""

from __future__ import annotations

import time
import uuid
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from asgiref.local import Local
from django.conf import settings
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page
from wagtail.signals import post_page_move

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import Model

Value = TypeVar("Value")

SECONDS = 600  # only a safety net: signals renew what is cached
ALONE = 1  # the same for rows, where processes share no cache and nobody hears of what another one publishes
GENERATION = "portal:generation"
# Values of one process; choices in addresses make keys too. Beyond, all are forgotten: that is rare, and simple.
MOST = 1_000


class _Held(NamedTuple):
    value: Any
    until: float


class _Memory:
    """What this process holds of one generation. Replaced as a whole, so that no thread sees half of two."""

    def __init__(self, generation: str) -> None:
        self.generation = generation
        self.held: dict[str, _Held] = {}


_memory = _Memory("")
_numbers = count()  # of changes that are not committed
_request = Local()  # the generation as this request has read it; nothing outside of requests


def cached_rows(key: str, build: Callable[[], Value]) -> Value:
    """As `cached`, for what visitors look for as soon as it is published, also by a process that shares no cache."""
    return cached(key, build, SECONDS if is_shared() else ALONE)


def cached(key: str, build: Callable[[], Value], seconds: float = SECONDS) -> Value:
    """What is cached under a key; built, and cached unless it is None, when nothing is there."""
    global _memory  # noqa: PLW0603 - one memory a process
    generation, memory = current_generation(), _memory  # read before anything is built: a change meanwhile ends it
    if memory.generation != generation or len(memory.held) > MOST:
        _memory = memory = _Memory(generation)
    known = memory.held.get(key)
    if known and known.until > time.monotonic():
        found: Value = known.value
        return found
    value = build()
    if value is not None:
        memory.held[key] = _Held(value, time.monotonic() + seconds)
    return value


def is_shared() -> bool:
    """Whether all processes share the cache."""
    return not settings.CACHES["default"]["BACKEND"].endswith(".LocMemCache")


def current_generation() -> str:
    """What all values belong to: the number that processes share, and what this transaction alone knows of."""
    _, change = _last_change()
    return _shared_generation() + (change.name if change else "")


def _shared_generation() -> str:
    """The number that all processes share: a new one whenever it is missing, never one that was there before.

    A Redis that starts again may have read an old number from its disk. It closed all connections, so what a process
    holds counts only for as long as it made no other.
    """
    known: str | None = getattr(_request, "generation", None)
    if known:
        return known
    found: str | None = cache.get(GENERATION)
    if not found:
        found = uuid.uuid4().hex
        if not cache.add(GENERATION, found, None):
            found = cache.get(GENERATION) or found
    found = f"{getattr(cache, 'meetings', 0)}:{found}"
    if known is not None:  # within a request
        _request.generation = found
    return found


class _Uncommitted:
    """A change that only its own transaction sees: called after a commit, dropped with a rollback."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        self.name = f"+{next(_numbers)}"

    def __call__(self) -> None:
        cache.delete(GENERATION)
        if hasattr(_request, "generation"):
            _request.generation = ""


def _last_change() -> tuple[set[str | None], _Uncommitted | None]:
    """The last change that is not committed, and the savepoints it goes with."""
    for savepoints, call, _ in reversed(transaction.get_connection().run_on_commit):
        if isinstance(call, _Uncommitted):
            return savepoints, call
    return set(), None


def _begin(**_: Any) -> None:
    _request.generation = ""


def _end(**_: Any) -> None:
    if hasattr(_request, "generation"):
        del _request.generation


request_started.connect(_begin, dispatch_uid="portal.cms.cached")
request_finished.connect(_end, dispatch_uid="portal.cms.cached")


def forget() -> None:
    """End the generation: at once for the transaction that made it stale, for all others when it is committed.

    Nobody else sees what is not committed, and nobody ever what is rolled back: until then the transaction has a
    generation of its own, which goes with it, or with the savepoint in which the change was made.
    """
    savepoints, change = _last_change()
    if change and savepoints == set(transaction.get_connection().savepoint_ids):
        change.renew()  # a thousand rows written are one change
    else:
        transaction.on_commit(_Uncommitted())


def forget_on_change(*models: type[Model], links: Sequence[type[Model]] = (), moves: bool = False) -> None:
    """End the generation whenever a row of these models is saved or deleted.

    `Page` stands for pages of any type. `links` are the tables between two models that a change of their rows goes
    through; with `moves`, a page that moves in the tree counts as well.
    """
    # Signals hold receivers weakly unless told otherwise; these live as long as the process, once for all callers.
    for model in models:
        for signal in (post_save, post_delete):
            if model is Page:
                signal.connect(_page_changed, weak=False, dispatch_uid="portal.cms.cached")
            else:
                signal.connect(_changed, sender=model, weak=False, dispatch_uid="portal.cms.cached")
    for link in links:
        m2m_changed.connect(_changed, sender=link, weak=False, dispatch_uid="portal.cms.cached")
    if moves:
        post_page_move.connect(_changed, weak=False, dispatch_uid="portal.cms.cached")


def _changed(sender: type[Model], **_: Any) -> None:
    forget()


def _page_changed(sender: type[Model], **_: Any) -> None:
    if issubclass(sender, Page):
        forget()
