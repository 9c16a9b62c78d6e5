"""Documents and mapping: how an entry is stored, and what the index must know to take it.

Texts are analysed before they come here, by `search.language.french` as everywhere: Elasticsearch parts them at
their blanks.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

from elasticsearch_dsl import Binary, Date, DenseVector, Index, Keyword, Long, Mapping, Nested, Object, Text

from search.language import french
from search.meaning import DIMENSIONS
from search.query.facets import FACETS
from search.query.ranking import FIELDS

if TYPE_CHECKING:
    from search.index.entry import SearchEntry
    from search.index.position import Position

POSITION = "position"  # id of the one document that is no entry: it says where the index stands in the change log
ANALYSED = "whitespace"
MOST_STEMS = 5000  # different ones of one document, in the list that is counted


def mapping() -> Mapping:
    """Fields of the index. Anything else is refused, so that nothing is indexed by accident."""
    fields = Mapping()
    fields.meta("dynamic", "strict")
    # What is weighed is read field by field, hundreds at a time: beside the source, not within.
    fields.meta("_source", excludes=["stems", *FIELDS, "forms", "length", "passages", "vectors"])
    for name in ("key", *FACETS, "stems"):
        fields.field(name, Keyword())
    for name in FIELDS:
        fields.field(name, Text(analyzer=ANALYSED, store=True))  # stems, in their order
    fields.field("forms", Text(analyzer=ANALYSED, index_options="docs", norms=False))  # folded words
    fields.field("length", Long(index=False))  # in words
    # The nearest passages are found by their integers; what was stored of all of them is weighed.
    vector = DenseVector(dims=DIMENSIONS, element_type="byte", similarity="cosine", index=True)
    fields.field("passages", Nested(properties={"vector": vector}))
    fields.field("vectors", Binary(store=True))
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


def entry_document(entry: SearchEntry, vectors: bytes | None = None) -> dict[str, Any]:
    """What is stored of an entry, and of the vectors of its passages."""
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
    if vectors:
        from search.meaning.vectors import integers  # noqa: PLC0415 - needs numpy

        document |= {
            "passages": [{"vector": each.hex()} for each in integers(vectors)],
            "vectors": base64.b64encode(vectors).decode(),
        }
    analysed = {name: french.analysed(text) for name, text in entry.texts.items()}
    stems = " ".join(stems for _, stems in analysed.values()).split()
    return document | {
        **{name: stems for name, (_, stems) in analysed.items()},
        "forms": " ".join(forms for forms, _ in analysed.values()),
        "length": len(stems),
        "stems": list(dict.fromkeys(stems))[:MOST_STEMS],
    }


def position_document(position: Position) -> dict[str, Any]:
    """What says where the index stands, and what made it."""
    return {"log": position.log, "number": position.number, "made_by": MADE_BY}
