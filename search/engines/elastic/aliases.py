"""Index aliases: one name that readers and writers use, and the index behind it, which is replaced whole."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from elasticsearch import NotFoundError

from search.engines.elastic.documents import POSITION, definition, position_document

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

    from search.index.position import Position

STAMP = "%Y%m%d%H%M%S%f"
ABANDONED = datetime.timedelta(days=1)  # a build this old was interrupted


def create(client: Elasticsearch, alias: str, position: Position) -> str:
    """Make an empty index that stands at a position; return its name."""
    name = f"{alias}-{datetime.datetime.now(datetime.UTC).strftime(STAMP)}"
    client.indices.create(index=name, **definition())
    client.index(index=name, id=POSITION, document=position_document(position))
    return name


def current(client: Elasticsearch, alias: str) -> list[str]:
    """Names of the indices behind the alias: one, or none before the first build."""
    try:
        return list(client.indices.get_alias(name=alias).body)
    except NotFoundError:
        return []


def swap(client: Elasticsearch, alias: str, name: str) -> None:
    """Let the alias name another index, in one step for all who read; remove what it named before."""
    client.indices.refresh(index=name)
    before = current(client, alias)
    client.indices.update_aliases(
        actions=[
            {"add": {"index": name, "alias": alias, "is_write_index": True}},
            *({"remove_index": {"index": old}} for old in before),
        ]
    )


def remove_abandoned(client: Elasticsearch, alias: str) -> None:
    """Remove what interrupted builds left."""
    limit = (datetime.datetime.now(datetime.UTC) - ABANDONED).strftime(STAMP)
    kept = set(current(client, alias))
    for name in client.indices.get(index=f"{alias}-*", allow_no_indices=True, expand_wildcards="open").body:
        stamp = name.removeprefix(f"{alias}-")
        if name not in kept and stamp.isdecimal() and stamp < limit:
            client.indices.delete(index=name)
