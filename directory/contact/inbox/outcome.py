"""What may become of a mail that was read."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What became of a mail."""

    ATTACHED = "attached"
    BOUNCE = "bounces"
    REPEATED = "repeated"  # attached before
    NOTHING = "nothing to keep"  # a delay, a report on a mail that is none of a request
    ASIDE = "aside"  # of no request that we know
    SURPLUS = "surplus"  # its request got too many
