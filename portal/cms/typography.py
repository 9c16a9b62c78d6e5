"""Typesetting of what editors type: set when a form of the admin is read, counted, and said once when it is stored."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django import forms
from wagtail.admin.rich_text import DraftailRichTextArea

from portal.french.typography import Typeset, typeset
from portal.french.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

PROSE = (forms.TextInput, forms.Textarea, DraftailRichTextArea)
_is_prose: ContextVar[bool] = ContextVar("is_prose", default=False)
_done: ContextVar[list[Typeset] | None] = ContextVar("typeset", default=None)


@contextmanager
def setting() -> Iterator[None]:
    """While it lasts, prose that form fields read is typeset."""
    token = _is_prose.set(True)
    try:
        yield
    finally:
        _is_prose.reset(token)


@contextmanager
def counting() -> Iterator[list[Typeset]]:
    """While it lasts, what is typeset is noted in the list."""
    done: list[Typeset] = []
    token = _done.set(done)
    try:
        yield done
    finally:
        _done.reset(token)


def read(field: forms.CharField, text: str) -> str:
    """A text as its field keeps it: addresses, codes and the like are fields of a type of their own, no prose."""
    if not _is_prose.get() or type(field) is not forms.CharField or not isinstance(field.widget, PROSE):
        return text
    result, done = typeset(text), _done.get()
    if result.changes and done is not None:
        done.append(result)
    return result.text


def told(done: list[Typeset]) -> str:
    """« Typographie mise au net : 3 espaces insécables et 1 paire de guillemets. »; empty when nothing was set."""
    counts = [
        (sum(each.spaces for each in done), "espace insécable", "espaces insécables"),
        (sum(each.quotes for each in done), "paire de guillemets", "paires de guillemets"),
        (sum(each.signs for each in done), "apostrophe ou points de suspension", "apostrophes ou points de suspension"),
    ]
    said = [f"{count}\u00a0{many if count > 1 else one}" for count, one, many in counts if count]
    return f"Typographie mise au net\u00a0: {listed(said)}." if said else ""
