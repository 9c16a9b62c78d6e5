"""Freeze a process and all that it started: it neither answers nor ends, as on a machine that hangs."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def family(process: int) -> list[int]:
    """The process, its children, and theirs."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:  # it has ended
        return []
    return [process, *(each for child in children for each in family(int(child)))]


@contextlib.contextmanager
def frozen(process: int) -> Iterator[None]:
    """Nothing of it moves within the `with` block. The parent stops first, so that no child is born meanwhile."""
    os.kill(process, signal.SIGSTOP)
    stopped = family(process)
    for each in stopped[1:]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in stopped:
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGCONT)
