"""Registry for access and erasure (GDPR) of what is held under an e-mail address: each app says so when it is ready.

    personal_data.register("abonnements", personal_data.Holder(export, erase))

`manage.py personal_data` asks them all. Addresses are compared without regard to case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Holder:
    """`export` tells what is held, in words for the person; `erase` removes it and says how many rows went."""

    export: Callable[[str], list[dict[str, Any]]]
    erase: Callable[[str], int]


_holders: dict[str, Holder] = {}


def register(name: str, holder: Holder) -> None:
    """Add a holder under the French name of what it holds. Raises ValueError when another one has it."""
    if _holders.setdefault(name, holder) != holder:
        raise ValueError(f"two holders of personal data are called {name}")


def holders() -> dict[str, Holder]:
    """Every holder, by name."""
    return dict(sorted(_holders.items()))
