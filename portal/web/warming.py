"""Warming (preload): what processes build once is built before a server forks its workers, not in a visitor's request.

    warming.register("directory.places", load)

Apps register what they have when they are ready; a server calls `warm` (ops/gunicorn.conf.py).
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.db import Error, connections
from django.template.loader import get_template
from django.urls import get_resolver

if TYPE_CHECKING:
    from collections.abc import Callable

Built = TypeVar("Built")

logger = logging.getLogger(__name__)

_loaders: dict[str, Callable[[], object]] = {}


def register(name: str, load: Callable[[], object]) -> None:
    """Add what builds something that this process keeps."""
    _loaders[name] = load


def built_apart(build: Callable[[], Built]) -> Built:
    """Build it in a process of its own, which takes the room that it needs for that with it; raises what it raises.

    Forked, so that texts have the hashes that they have here; what is built is pickled. No connection is shared.
    """
    connections.close_all()
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as apart:
        return apart.submit(build).result()


def compile_templates() -> None:
    """Read all of ours, in 0.4 s: a release that replaces the files changes no page of this one."""
    for folder in settings.TEMPLATES[0]["DIRS"]:
        for file in Path(folder).rglob("*.*"):
            get_template(str(file.relative_to(folder)))


def warm() -> None:
    """Build all of it. What the database does not give now, as before the first migration, is built in a request."""
    for name, load in _loaders.items():  # first: views and templates fill the room that building tables leaves
        try:
            load()
        except Error as error:
            logger.warning("Not warmed: %s (%s)", name, type(error).__name__)
    gc.collect()
    _ = get_resolver().url_patterns  # imports every view
    compile_templates()
    connections.close_all()  # a connection must not be shared by the processes that are forked now
