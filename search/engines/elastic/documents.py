"""How an entry is stored, and what the index must know to take it.

Texts are analysed before they come here, by `search.french` as everywhere: Elasticsearch parts them at their blanks.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from elasticsearch_dsl import Date, Index, Keyword, Long, Mapping, Object, Text

from search import french
from search.facets import FACETS
from search.ranking import FIELDS

if TYPE_CHECKING:
    from search.entry import SearchEntry
    from search.position import Position

POSITION = "position"  # id of the one document that is no entry: it says where the index stands in the change log
ANALYSED = "whitespace"
MOST_STEMS = 5000  # different ones of one document, in the list that is counted


def mapping() -> Mapping:
    """Fields of the index. Anything else is refused, so that nothing is indexed by accident."""
    fields = Mapping()
    fields.meta("dynamic", "strict")
    # What is weighed is read field by field, hundreds at a time: beside the source, not within.
    fields.meta("_source", excludes=["stems", *FIELDS, "form_*", "length_*"])
    for name in ("key", *FACETS, "stems"):
        fields.field(name, Keyword())
    for name in FIELDS:
        fields.field(name, Text(analyzer=ANALYSED, store=True))  # stems, in their order
        fields.field(f"form_{name}", Text(index=False, store=True, copy_to="forms"))  # folded words
        fields.field(f"length_{name}", Long(index=False))
    fields.field("forms", Text(analyzer=ANALYSED, index_options="docs", norms=False))
    fields.field("date", Date(format="strict_date"))
    fields.field("shown", Object(enabled=False))  # what a row of results tells
    for name in ("log", "made_by"):
        fields.field(name, Keyword(index=False, doc_values=False))
    fields.field("number", Long(index=False, doc_values=False))
    return fields


def definition() -> dict[str, Any]:
    """Settings and mappings of a new index. One shard: a portal is small, and its word statistics are whole."""
    index = Index("any")
    index.settings(number_of_shards=1, auto_expand_replicas="0-1")
    index.mapping(mapping())
    return index.to_dict()


# An index of another definition or analysis is not read: it is rebuilt.
MADE_BY = hashlib.sha256(
    f"{json.dumps(definition(), sort_keys=True)}{french.FINGERPRINT}{MOST_STEMS}".encode()
).hexdigest()[:16]


def entry_document(entry: SearchEntry) -> dict[str, Any]:
    """What is stored of an entry."""
    document: dict[str, Any] = {
        "key": entry.key,
        **{name: list(values) for name, values in entry.facets._asdict().items()},
        "date": entry.date.isoformat() if entry.date else None,
        "shown": {
            "kind": entry.kind,
            "title": entry.title,
            "summary": entry.summary,
            "body": entry.body,
            "place": entry.where,
            "date_label": entry.when,
        },
    }
    everything: dict[str, None] = {}
    for name, text in entry.texts.items():
        forms, stems = french.analysed(text)
        document |= {name: stems, f"form_{name}": forms, f"length_{name}": stems.count(" ") + bool(stems)}
        everything |= dict.fromkeys(stems.split())
    return document | {"stems": list(everything)[:MOST_STEMS]}


def position_document(position: Position) -> dict[str, Any]:
    """What says where the index stands, and what made it."""
    return {"log": position.log, "number": position.number, "made_by": MADE_BY}
