"""Delivery reports in the shapes that mail servers give them; every name, address and word in them is invented.

`returned_mails/SERVER.WHAT.CAUSE.eml`: what it is (failed, delayed, none) and the cause that it gives, if any.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

TO, ID = "lou.modele@atelier-exemple.example", "<mail-1@portail.example>"


@dataclass(frozen=True)
class Returned:
    """One report, and what is to be understood of it."""

    server: str
    what: str
    cause: str
    text: str

    def mail(self, *, to: str = TO, identifier: str = ID, line_end: str = "\r\n") -> bytes:
        """The report on a mail of this recipient and Message-ID."""
        return self.text.replace(TO, to).replace(ID, identifier).replace("\n", line_end).encode()


def _read(path: Path) -> Returned:
    server, what, *cause = path.stem.split(".")
    return Returned(server, what, "".join(cause), path.read_text("utf-8"))


SHAPES = [_read(path) for path in sorted((Path(__file__).parent / "returned_mails").glob("*.eml"))]
