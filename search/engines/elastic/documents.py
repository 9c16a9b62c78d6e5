"""How an entry is stored, and what the index must know to take it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from elasticsearch_dsl import Date, Index, Keyword, Long, Mapping, Text

from search.engines.elastic.analysis import FRENCH, STEMMED
from search.facets import FACETS
from search.query import WEIGHTS

if TYPE_CHECKING:
    from search.entry import SearchEntry
    from search.position import Position

FIELDS = tuple(WEIGHTS)
POSITION = "position"  # id of the one document that is no entry: it says where the index stands in the change log


def mapping() -> Mapping:
    """Fields of the index. Anything else is refused, so that nothing is indexed by accident."""
    fields = Mapping()
    fields.meta("dynamic", "strict")
    for name in ("key", *FACETS):
        fields.field(name, Keyword())
    for name in FIELDS:
        # With its positions stored, the body is highlighted without being analysed again.
        vectors = {"term_vector": "with_positions_offsets"} if name == "body" else {}
        fields.field(name, Text(analyzer=FRENCH, search_analyzer=STEMMED, **vectors))
    fields.field("date", Date(format="strict_date"))
    for name in ("place", "date_label", "url", "log", "made_by"):
        fields.field(name, Keyword(index=False, doc_values=False))
    fields.field("number", Long(index=False, doc_values=False))
    return fields


def definition() -> dict[str, Any]:
    """Settings and mappings of a new index. One shard: a portal is small, and its word statistics are whole."""
    index = Index("any")
    index.settings(number_of_shards=1, auto_expand_replicas="0-1")
    index.mapping(mapping())
    return index.to_dict()


# An index of another definition is not read: it is rebuilt.
MADE_BY = hashlib.sha256(json.dumps(definition(), sort_keys=True).encode()).hexdigest()[:16]


def entry_document(entry: SearchEntry) -> dict[str, Any]:
    """What is stored of an entry."""
    return {
        "key": entry.key,
        **{name: list(values) for name, values in entry.facets._asdict().items()},
        "title": entry.title,
        "keywords": list(entry.keywords),
        "summary": entry.summary,
        "body": entry.body,
        "place": entry.where,
        "date": entry.date.isoformat() if entry.date else None,
        "date_label": entry.when,
        "url": entry.url,
    }


def position_document(position: Position) -> dict[str, Any]:
    """What says where the index stands, and what made it."""
    return {"log": position.log, "number": position.number, "made_by": MADE_BY}
