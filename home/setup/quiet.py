"""Less log output while a command makes dozens of pages."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CHATTY = ("wagtail", "django_tasks")


@contextmanager
def quiet() -> Iterator[None]:
    """Keep Wagtail's log line for each page and each index task out of a command that makes dozens of them."""
    before = {name: logging.getLogger(name).level for name in CHATTY}
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
