"""A server that answers in the place of Elasticsearch, as a test wants it."""

from __future__ import annotations

import contextlib
import http.server
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PRODUCT = {"X-Elastic-Product": "Elasticsearch"}
JSON = {"Content-Type": "application/json", **PRODUCT}


@dataclass
class Impostor:
    """One answer to everything, after so many seconds."""

    answer: tuple[int, dict[str, str], str] = (200, JSON, "{}")
    seconds: float = 0.0
    asked: list[str] = field(default_factory=list)
    url: str = ""


@contextlib.contextmanager
def running_impostor() -> Iterator[Impostor]:
    """A server that runs until the end."""
    told = Impostor()

    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self) -> None:
            told.asked.append(self.path)
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            time.sleep(told.seconds)
            status, headers, body = told.answer
            with contextlib.suppress(OSError):  # whoever asked may have gone
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - names of http.server

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        told.url = f"http://127.0.0.1:{server.server_port}/portail"
        yield told
        server.shutdown()
