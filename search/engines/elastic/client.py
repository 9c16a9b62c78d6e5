"""The connection, and what of its troubles means that another engine should answer."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from elasticsearch import ApiError, ConnectionError, ConnectionTimeout, Elasticsearch, NotFoundError  # noqa: A004 - the library's name

from search.engines.protocol import SearchUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 1.0  # seconds a visitor's query may take, connection included
PATIENCE_OF_WRITES = 10.0  # an editor's change, or a batch of the command's
PATIENCE_OF_BUILDS = 60.0
DEFAULT_ALIAS = "portail"
# The cluster says itself that it cannot now: too many requests, no gateway, no shard ready, gateway timed out.
OVERLOADED = {429, 502, 503, 504}


def connect(url: str) -> tuple[Elasticsearch, str]:
    """A client for ``http(s)://[user:password@]host:port[/alias]``, and the alias of the portal's index."""
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = parts.port or (443 if parts.scheme == "https" else 9200)
    client = Elasticsearch(
        f"{parts.scheme}://{host}:{port}",
        basic_auth=(parts.username, parts.password or "") if parts.username else None,
        request_timeout=PATIENCE,
        retry_on_timeout=False,
        max_retries=0,  # the embedded engine is the second try
    )
    return client, parts.path.strip("/") or DEFAULT_ALIAS


@contextlib.contextmanager
def reachable() -> Iterator[None]:
    """Turn what may be over in a minute into SearchUnavailable; a refused query is our mistake and stays loud."""
    try:
        yield
    except (ConnectionError, ConnectionTimeout) as error:
        # The message, without the address: it may hold a password.
        raise SearchUnavailable(type(error).__name__) from error
    except NotFoundError as error:
        if error.error == "index_not_found_exception":
            raise SearchUnavailable("there is no index") from error
        raise
    except ApiError as error:
        if error.status_code in OVERLOADED:
            raise SearchUnavailable(f"it answers {error.status_code}") from error
        raise
