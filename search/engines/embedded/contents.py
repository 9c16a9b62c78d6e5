"""Keys and digests that an index holds, to be compared with the database."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from search.index.digests import digest

if TYPE_CHECKING:
    import sqlite3

EVERYTHING = """
    SELECT key, facets, title, summary, body, place, date_label, date
    FROM entry JOIN shown USING (id) JOIN grouped ON grouped.id = entry.grouped
"""


def digests(connection: sqlite3.Connection) -> dict[str, str]:
    """A digest of each entry, by key."""
    return {key: digest(json.loads(facets), *told) for key, facets, *told in connection.execute(EVERYTHING)}
