"""File systems of little room, and what fills them: a disk that is full, in memory."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
from typing import TYPE_CHECKING

from tests.harness.skipping import leave_out

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of so much room (« 16k », « 600m ») in the place of this folder."""
    if os.geteuid() != 0:
        leave_out("only root mounts a disk that is full", "run the tests as root")
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextlib.contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Not a page of memory is left on its disk, also of what others free meanwhile."""
    file, over = folder / "filling", threading.Event()
    with file.open("wb", buffering=0) as held:

        def fill() -> None:
            for size in (1 << 20, 1 << 12):
                with contextlib.suppress(OSError):
                    while True:
                        held.write(bytes(size))

        def fill_on() -> None:
            while not over.wait(0.1):
                fill()

        fill()
        thread = threading.Thread(target=fill_on)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
            file.unlink()
