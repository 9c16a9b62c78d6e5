"""End what a predecessor left, then become a program: ``python -m tests.harness.production.afresh FILE nginx …``.

The workers of an nginx whose master was killed live on, and hold its ports: the next one could not listen. systemd
ends a whole unit with its main process; supervisord does not. They are known by the file they all write to.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from pathlib import Path


def holders(file: Path) -> list[int]:
    """Processes without a parent that have it open."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended, or is somebody else's
            is_orphan = (each / "stat").read_text().rpartition(") ")[2].split()[1] == "1"
            if is_orphan and any(held.readlink() == file for held in (each / "fd").iterdir()):
                found.append(int(each.name))
    return found


def main(file: str, *command: str) -> None:
    """End them, and go on as the program."""
    for process in holders(Path(file)):
        os.kill(process, signal.SIGKILL)
    os.execvp(command[0], command)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(*sys.argv[1:])
