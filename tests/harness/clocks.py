"""Clocks of single programs of a production, moved while they run: seconds are written to a file for each.

What tells the time is replaced, by a library that is loaded before libc (clock.c): Linux has one clock for all that
runs on a machine, and moves apart only those that count from its start. Debian's libfaketime, which does the same, lets
no `time.sleep` of Python 3.11 end. Files are dated by the kernel, as ever.
"""

from __future__ import annotations

import contextlib
import struct
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.harness.skipping import need

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).with_name("clock.c")


class Clocks:
    """A clock for each name that the supervisor knows; `environment` is for all that it starts."""

    def __init__(self, folder: Path, names: tuple[str, ...]) -> None:
        self.folder = folder
        for name in names:
            (folder / name).write_bytes(struct.pack("q", 0))
        library = folder / "clock.so"
        subprocess.run(["cc", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", SOURCE, "-o", library], check=True)
        self.environment = {"LD_PRELOAD": str(library), "CLOCKS": str(folder)}

    @contextlib.contextmanager
    def moved(self, **by: int) -> Iterator[None]:
        """So many seconds forward or, below nothing, back, until the block ends: `web_1=60`."""
        for name, seconds in by.items():
            self._move(name, seconds)
        try:
            yield
        finally:
            for name in by:
                self._move(name, 0)

    def _move(self, name: str, seconds: int) -> None:
        with (self.folder / name.replace("_", "-")).open("r+b") as file:  # it is mapped where it lies: never a new one
            file.write(struct.pack("q", seconds))


@contextlib.contextmanager
def clocks(*names: str) -> Iterator[Clocks]:
    """In a folder that every user of the machine may read."""
    need("gcc")
    with tempfile.TemporaryDirectory(prefix="portail-clocks-") as folder:
        Path(folder).chmod(0o755)
        yield Clocks(Path(folder), names)
