"""How many workers there are, which of them runs which tests, and in which order."""

from __future__ import annotations

import os
from itertools import groupby
from typing import TYPE_CHECKING

from xdist.scheduler.loadscope import LoadScopeScheduling

if TYPE_CHECKING:
    import pytest
    from xdist.remote import Producer

# Whose files share a portal, a site, or the demonstration.
FOLDERS = ("tests/browser/", "tests/editing/", "tests/home/demo/")


class ByFile(LoadScopeScheduling):
    """The tests of a file run in one worker, so what they share is made once; those of some folders, too.

    pytest-xdist has `--dist loadfile`, without folders, and `--dist loadgroup`, whose groups pytest 9.2 undoes.
    """

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False  # by default the files with most tests come first

    def _split_scope(self, nodeid: str) -> str:
        folder = next((folder for folder in FOLDERS if nodeid.startswith(folder)), None)
        return folder or nodeid.partition("::")[0]


def workers() -> int:
    """One more than cores, since some tests wait for servers."""
    return (os.cpu_count() or 1) + 1


def in_order(items: list[pytest.Item]) -> list[pytest.Item]:
    """Whole files: those that wait for a browser, for servers, the others, those that empty the database between tests.

    A worker that began a long file last would keep the others waiting; what migrations wrote is gone after an emptying.
    """
    files = [list(tests) for _, tests in groupby(sorted(items, key=_file), key=_file)]
    return [item for tests in sorted(files, key=_turn) for item in tests]


def _file(item: pytest.Item) -> str:
    return str(item.path)


def _turn(tests: list[pytest.Item]) -> int:
    if any((mark := item.get_closest_marker("django_db")) and mark.kwargs.get("transaction") for item in tests):
        return 3
    return next((turn for turn, name in enumerate(("browser", "servers")) if _any_marked(tests, name)), 2)


def _any_marked(tests: list[pytest.Item], name: str) -> bool:
    return any(item.get_closest_marker(name) for item in tests)
