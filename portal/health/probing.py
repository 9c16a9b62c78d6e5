"""Probes: each app registers its own when it is ready; all are asked at once, none may keep the answer waiting.

    probing.register("outbox", outbox_age)

A probe returns what is wrong in a few words, without names or addresses, or nothing. One that is vital keeps visitors
from this node; the others tell an operator.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connections

if TYPE_CHECKING:
    from collections.abc import Callable

    Look = Callable[[], str]

SECONDS = 0.8  # for all probes together
NO_ANSWER = "no answer"


@dataclass
class Probe:
    """A look at one part. While it hangs it is not started again, so that hanging parts cost one thread each."""

    look: Look
    vital: bool
    trouble: str = NO_ANSWER
    running: threading.Thread | None = field(default=None, repr=False)

    def start(self) -> threading.Thread:
        """Look, unless the last look still hangs."""
        if self.running is None or not self.running.is_alive():
            self.trouble = NO_ANSWER
            self.running = threading.Thread(target=self._run, daemon=True)
            self.running.start()
        return self.running

    def _run(self) -> None:
        try:
            trouble = self.look()
        except Exception as error:  # noqa: BLE001 - whatever keeps a part from answering is what is asked for
            trouble = type(error).__name__
        finally:
            connections.close_all()  # those of this thread
        self.trouble = trouble


_probes: dict[str, Probe] = {}
_asking = threading.Lock()


def register(name: str, look: Look, *, vital: bool = False) -> None:
    """Add a probe under its lasting name."""
    _probes[name] = Probe(look, vital)


def names() -> list[str]:
    """Of all probes."""
    return sorted(_probes)


def troubles(seconds: float = SECONDS) -> tuple[dict[str, str], dict[str, str]]:
    """What is wrong within so many seconds: (vital, other), by the names of the probes."""
    with _asking:  # many who ask at once start no more threads than one
        threads = [each.start() for each in _probes.values()]
    deadline = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(0, deadline - time.monotonic()))
    vital: dict[str, str] = {}
    other: dict[str, str] = {}
    for name, each in sorted(_probes.items()):
        if text := each.trouble:
            (vital if each.vital else other)[name] = text
    return vital, other
