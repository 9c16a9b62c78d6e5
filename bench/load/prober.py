"""Two newcomers who ask a production five times a second, before all else that runs on its machine.

The visitors of a spike take processors themselves, and what they meet is partly their own doing. This process asks
little and comes first (nice -5, where it may), on a new connection each time: what it waits for is the portal.

    python -m bench.load.prober https://localhost:8443 FILE     # a row for each answer, until it is ended
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import ssl
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

# A page that nginx has for everybody, and one that is built for who asks.
PAGES = {"kept": "/", "built": "/trouver-un-referent/?lieu=76600"}
EACH = 0.2  # seconds
AT_ONCE = 64  # that wait for an answer; more would wait here
SECONDS = 30  # for an answer
FIRST = -5  # nice


def ask(host: str, kind: str, context: ssl.SSLContext) -> dict[str, Any]:
    """A row: when it was asked, how long its answer took (milliseconds), and what was answered (0: nothing)."""
    asked, begun, status = time.time(), time.monotonic(), 0
    connection = http.client.HTTPSConnection(host, timeout=SECONDS, context=context)
    with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
        connection.request("GET", PAGES[kind], headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        status = answer.status
    return {"kind": kind, "at": round(asked, 3), "ms": round(1000 * (time.monotonic() - begun), 1), "status": status}


def main(url: str, file: Path) -> None:
    """Ask at the same pace whatever is answered, until it is ended."""
    with contextlib.suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, FIRST)
    host = urlsplit(url).netloc
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # the certificate is signed by itself

    def note(done: Future[dict[str, Any]]) -> None:
        rows.write(json.dumps(done.result()) + "\n")

    with file.open("w", buffering=1) as rows, ThreadPoolExecutor(AT_ONCE) as pool:
        following = time.monotonic()
        while True:
            for kind in PAGES:
                pool.submit(ask, host, kind, context).add_done_callback(note)
            following += EACH
            time.sleep(max(0, following - time.monotonic()))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
