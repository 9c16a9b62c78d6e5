"""Schema of an index file."""

from __future__ import annotations

import hashlib

from search.engines.embedded import facets, titles, vocabulary
from search.language import french

APPLICATION = 0x50524348  # tells our files from others

# `entry` is read for every hit and stays slim, `shown` for those of one page: what a row tells. A rollback journal (the
# default) suits connections that live for one query: a write-ahead log would be made and folded each time.
SCHEMA = f"""
    PRAGMA application_id = {APPLICATION};
    CREATE TABLE state (log TEXT NOT NULL, number INTEGER NOT NULL, made_by TEXT NOT NULL);
    {facets.SCHEMA}
    CREATE TABLE entry (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, grouped INTEGER NOT NULL REFERENCES grouped, date TEXT
    );
    CREATE TABLE shown (
        id INTEGER PRIMARY KEY REFERENCES entry, kind TEXT NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL,
        body TEXT NOT NULL, place TEXT NOT NULL, date_label TEXT NOT NULL, url TEXT NOT NULL
    );
    {vocabulary.SCHEMA}
    {titles.SCHEMA}
    CREATE TABLE vector (id INTEGER PRIMARY KEY REFERENCES entry, vectors BLOB NOT NULL);
"""
# An index made by another schema or analysis is not read: it is rebuilt.
MADE_BY = hashlib.sha256(f"{SCHEMA}{french.FINGERPRINT}".encode()).hexdigest()[:16]
