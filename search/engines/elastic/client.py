"""The Elasticsearch client, and which of its errors mean that another engine should answer."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from elastic_transport import ConnectionTimeout, Transport, TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError, UnsupportedProductError

from search.index import time_budget
from search.index.protocol import SearchUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 1.0  # seconds a visitor's query may take, connection included
PATIENCE_OF_WRITES = 10.0  # an editor's change, or a batch of the command's
PATIENCE_OF_BUILDS = 60.0
DEFAULT_ALIAS = "portail"
# A refused query is a mistake of ours; every other refusal is for the operator: a password that changed, a proxy in the
# way, too many requests, no shard ready.
REFUSED = 400


class PatientTransport(Transport):
    """Lets no request outlive the patience of a visitor who waits for several of them."""

    def perform_request(self, method: str, target: str, **options: Any) -> Any:  # type: ignore[override]  # keywords alike
        left = time_budget.remaining()
        if left is not None:
            if not left:
                raise ConnectionTimeout("nobody waits any longer")
            asked = options.get("request_timeout")
            options["request_timeout"] = min(left, asked) if isinstance(asked, int | float) else min(left, PATIENCE)
        return super().perform_request(method, target, **options)


def connect(url: str, seconds: float = PATIENCE) -> tuple[Elasticsearch, str]:
    """A client for ``http(s)://[user:password@]host:port[/alias]`` that waits so long, and the alias of the index.

    The settings add an API key, and the authority that signed the certificate of the node.
    """
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = parts.port or (443 if parts.scheme == "https" else 9200)
    key, authority = settings.ELASTICSEARCH_API_KEY, settings.ELASTICSEARCH_CA
    client = Elasticsearch(
        f"{parts.scheme}://{host}:{port}",
        basic_auth=(parts.username, parts.password or "") if parts.username and not key else None,
        api_key=key or None,
        **({"ca_certs": authority} if authority else {}),
        request_timeout=seconds,
        retry_on_timeout=False,
        transport_class=PatientTransport,
        max_retries=0,  # the embedded engine is the second try
    )
    return client, parts.path.strip("/") or DEFAULT_ALIAS


@contextlib.contextmanager
def reachable() -> Iterator[None]:
    """Turn what may be over in a minute into SearchUnavailable; a refused query is our mistake and stays loud."""
    try:
        yield
    except (TransportError, UnsupportedProductError) as error:  # no connection, too late, or no JSON of Elasticsearch's
        # The kind, without the message: that one holds the address, and it a password.
        raise SearchUnavailable(type(error).__name__) from error
    except NotFoundError as error:
        raise SearchUnavailable("there is no index") from error
    except ApiError as error:
        # Elasticsearch itself says in JSON what it refuses; a page of a proxy in between says nothing.
        if error.status_code == REFUSED and isinstance(error.body, dict):
            raise
        raise SearchUnavailable(f"it answers {error.status_code}") from error
    except (TypeError, AttributeError) as error:  # the library's own, over JSON that is no answer
        raise SearchUnavailable("it answers nonsense") from error


def whole(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer to a search; SearchUnavailable when it is only what was ready in time, or of a part of the index."""
    with understood():
        if answer["timed_out"]:
            raise SearchUnavailable("it ran out of time")
        if answer["_shards"]["failed"]:
            raise SearchUnavailable("a part of the index does not answer")
    return answer


@contextlib.contextmanager
def understood() -> Iterator[None]:
    """Around reading an answer: one that has not the shape of Elasticsearch's says nothing about our query."""
    try:
        yield
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise SearchUnavailable("it answers nonsense") from error
