"""Lasting marks of the pages that `setup_site` makes, whatever editors rename or move: their `translation_key`."""

from __future__ import annotations

import uuid

NAMESPACE = uuid.UUID("6d1b0a3e-5c0f-4f0b-9f43-2f4a6c9b7e11")
# Pages in plain words, by their keys, and what each stands for: the key of a page, or the name of a view and its title.
SIMPLE_KEYS = {
    "simple/find": ("directory:start", "Trouver un référent"),
    "simple/referent": ("actors", ""),
    "simple/ways": ("employers", ""),
    "simple/request": ("contact:form", "Décrire un projet"),
}
LEGAL_KEYS = ("legal", "privacy", "accessibility")  # what the law asks of a public site


def identity(key: str) -> uuid.UUID:
    """The lasting mark of the page made under this key."""
    return uuid.uuid5(NAMESPACE, key)


ACCESSIBILITY = identity("accessibility")
LEGAL = frozenset(map(identity, LEGAL_KEYS))
