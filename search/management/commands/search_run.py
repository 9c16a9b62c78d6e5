"""Ask an engine a set of queries about a set of documents, as a visitor would, to measure the answers."""

from __future__ import annotations

import contextlib
import json
import tempfile
import time
import uuid
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from search import evaluation
from search.engines.embedded.engine import EmbeddedEngine
from search.glossary.query_plan import parse
from search.index import vectors
from search.index.position import Changes, Position
from search.index.protocol import SearchUnavailable
from search.meaning import encoder
from search.query.plan import SearchQuery

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable, Iterator

    from search.index.protocol import SearchEngine
    from search.meaning.encoder import Encoder

DEPTH = 50  # ranks written
START = Position("measured", 1)
BATCH = 200


@contextlib.contextmanager
def scratch(label: str) -> Iterator[SearchEngine]:
    """An engine with a place of its own, which is cleared away at the end. Raise CommandError without an address."""
    if label == "embedded":
        with tempfile.TemporaryDirectory(prefix="search-run-") as folder:
            yield EmbeddedEngine(Path(folder))
        return
    if not settings.ELASTICSEARCH_URL:
        raise CommandError("ELASTICSEARCH_URL is empty: there is no Elasticsearch to measure.")
    # Loaded only where it is used.
    from search.engines.elastic.client import PATIENCE_OF_BUILDS  # noqa: PLC0415 - as said
    from search.engines.elastic.engine import ElasticEngine  # noqa: PLC0415 - as said

    alias = f"search-run-{uuid.uuid4().hex[:12]}"
    address = urlunsplit(urlsplit(settings.ELASTICSEARCH_URL)._replace(path=f"/{alias}"))
    engine = ElasticEngine(address, PATIENCE_OF_BUILDS)  # one slow answer is measured; it does not end the run
    try:
        yield engine
    finally:
        engine.client.options(request_timeout=60).indices.delete(index=f"{alias}-*", expand_wildcards="open")


class Command(BaseCommand):
    """Index outside documents in a scratch index, ask the queries through the code of the public page.

    The index of the portal is neither read nor touched; the glossary is that of its database.
    """

    help = "Run a set of queries on a set of documents and write what is found: {query_id, ranked, corrected, ms}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--engine", choices=["embedded", "elastic"], default="embedded")
        parser.add_argument(
            "--documents", type=Path, required=True, metavar="D.jsonl[.gz]",
            help="id, title, body and, when known, summary, kind, region, date",
        )  # fmt: skip
        parser.add_argument("--queries", type=Path, required=True, metavar="Q.jsonl", help="id, query; - reads them in")
        parser.add_argument(
            "--meaning", choices=["on", "off"], default="on" if encoder.is_installed() else "off",
            help="find by meaning too (on where the extra is installed); the first run on new documents encodes them",
        )  # fmt: skip
        parser.add_argument("--out", type=Path, required=True, metavar="RUN.jsonl", help="- writes them out")

    def handle(self, *, engine: str, documents: Path, queries: Path, out: Path, meaning: str, **_: Any) -> None:
        """Build, ask, write; raise CommandError for a file that cannot be read or an engine that cannot answer."""
        ready = encoder.load() if meaning == "on" else None
        if isinstance(ready, str):
            raise CommandError(f"No search by meaning: {ready}.")
        try:
            asked = list(evaluation.queries(queries))
            with scratch(engine) as made:
                start = time.monotonic()
                count = build(made, evaluation.documents(documents), ready)
                took = time.monotonic() - start
                lines = [json.dumps(answer(made, each, by_meaning=bool(ready)), ensure_ascii=False) for each in asked]
            write(out, lines)
        except (evaluation.UnreadableFile, SearchUnavailable) as reason:
            raise CommandError(str(reason)) from reason
        if str(out) != "-":
            self.stdout.write(f"{count} documents indexed in {took:.1f} s, {len(lines)} queries asked: {out}")


def build(engine: SearchEngine, entries: Iterable[Any], encoder: Encoder | None = None) -> int:
    """Fill a new index, with vectors where there is an encoder; return how many entries it holds."""
    count = 0
    with engine.alone(), engine.rebuilding(START) as index:
        entries = iter(entries)
        while batch := tuple(islice(entries, BATCH)):
            if encoder:
                vectors.encode(batch, encoder)
            index.apply(Changes(START, batch, vectors=vectors.stored(batch) if encoder else {}))
            count += len(batch)
    return count


def answer(engine: SearchEngine, asked: evaluation.JudgedQuery, *, by_meaning: bool = True) -> dict[str, Any]:
    """What the page shows for one query, and how long it takes."""
    start = time.perf_counter()
    plan = parse(asked.query)
    hits, corrected = [], None
    if plan:
        results = engine.search(SearchQuery(plan, limit=DEPTH, by_meaning=by_meaning))
        hits, corrected = [hit.key for hit in results.hits], results.corrected_query
    took = (time.perf_counter() - start) * 1000
    return {"query_id": asked.id, "ranked": hits, "corrected": corrected, "ms": round(took, 2)}


def write(path: Path, lines: list[str]) -> None:
    """One answer a line."""
    text = "".join(f"{line}\n" for line in lines)
    if str(path) == "-":
        print(text, end="")
        return
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
