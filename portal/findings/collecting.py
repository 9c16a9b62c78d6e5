"""What each app finds missing: a list CHECKS in its `doctor.py`, of functions without arguments that yield findings."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.module_loading import module_has_submodule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Check = Callable[[], Iterable["Finding"]]


@dataclass(frozen=True)
class Finding:
    """One French sentence about what is missing, and the path of where to mend it in the admin, if it is there."""

    sentence: str
    path: str = ""

    def __str__(self) -> str:
        return self.sentence


def checks() -> Iterator[Check]:
    """Those of all apps, in the order of their installation."""
    for app in apps.get_app_configs():
        if app.module is not None and module_has_submodule(app.module, "doctor"):
            yield from import_module(f"{app.name}.doctor").CHECKS


def findings() -> list[Finding]:
    """Everything this site lacks."""
    return [finding for check in checks() for finding in check()]
