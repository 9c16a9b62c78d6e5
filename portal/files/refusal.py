"""File refusal: why an uploaded file is not taken, and how those that may be crafted are looked into in safety."""

from __future__ import annotations

from portal.contained.calling import Limits, NotDoneError, call

LIMITS = Limits(processor=10, clock=60, megabytes=1024)
TOO_MUCH = "Ce fichier demande trop de travail pour être vérifié : simplifiez-le, puis enregistrez-le de nouveau."


class RefusedFile(ValueError):  # noqa: N818 - the word for what happened
    """The sentence to the editor is its text."""


def contained_check(function: str, content: bytes, unreadable: str, limits: Limits = LIMITS) -> None:
    """Raise RefusedFile with what `module:function` answers about the bytes, in a process of its own.

    An empty answer is consent; a child that ran out of time or memory refuses too, and one that failed finds the file
    `unreadable`.
    """
    try:
        said = call(function, content, limits).decode()
    except NotDoneError as failure:
        said = TOO_MUCH if str(failure) in {"time", "memory", "MemoryError"} else unreadable
    if said:
        raise RefusedFile(said)
