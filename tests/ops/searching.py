"""What befalls Elasticsearch while visitors search and an editor publishes: nobody notices, and it learns of it."""

from __future__ import annotations

import contextlib
import json
import re
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.harness.freezing import frozen
from tests.harness.production.whole import variables_of
from tests.harness.skipping import leave_out
from tests.ops.surviving import environment, process
from tests.ops.visitors import ask
from tests.portal.mail.servers import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ops.demo import Demo

NO_NODE = "no way to start Elasticsearch", "ELASTICSEARCH_START='…/start --port {port} --data {data}' make test-full"
PUBLISHED_IN_VAIN = 5  # seconds: the portal asks a node that failed again after as many


def above_the_flood_stage(demo: Demo) -> None:
    """It answers, and takes no change."""
    _learns_what_it_missed(demo, _read_only(_node(demo)))


def frozen_node(demo: Demo) -> None:
    """It takes every connection and says nothing."""
    _node(demo)
    _learns_what_it_missed(demo, frozen(process(demo, "search")))


def stopped_node(demo: Demo) -> None:
    """Nobody listens where it was."""
    _node(demo)
    _learns_what_it_missed(demo, _stopped(demo))


def _learns_what_it_missed(demo: Demo, fault: contextlib.AbstractContextManager[None]) -> None:
    node, word = _node(demo), f"parution{secrets.token_hex(3)}"
    title = f"{word} 0"  # more than what the page repeats of the question
    publish = [sys.executable, "-m", "tests.ops.publishing", word, title]
    with fault:
        subprocess.run(publish, cwd=demo.root, env=environment(demo), check=True)
        published = time.monotonic()
        wait_until(lambda: _finds(demo, word, title), "what was published, found")
        print(f"found {time.monotonic() - published:.1f} s after its publication")
        time.sleep(PUBLISHED_IN_VAIN)
        assert _finds(demo, word, title)
        assert not _knows(node, word)
    back = time.monotonic()
    wait_until(lambda: _knows(node, word), "what the node missed")
    print(f"the node knew it {time.monotonic() - back:.1f} s later")


@contextlib.contextmanager
def _read_only(node: str) -> Iterator[None]:
    _elastic(f"{node}/_all/_settings", {"index.blocks.read_only_allow_delete": True})
    try:
        yield
    finally:
        _elastic(f"{node}/_all/_settings", {"index.blocks.read_only_allow_delete": None})


@contextlib.contextmanager
def _stopped(demo: Demo) -> Iterator[None]:
    demo.controls.stop("search")
    try:
        yield
    finally:
        demo.controls.start("search")


def _node(demo: Demo) -> str:
    """Address of the Elasticsearch that the production has."""
    if not (address := variables_of(demo.folder)["ELASTICSEARCH_URL"]):
        leave_out(*NO_NODE)
    return address.rpartition("/")[0]


def _finds(demo: Demo, word: str, title: str) -> bool:
    """Whether the page of the search names it to who looks for the word."""
    text = re.sub(r"<[^>]+>", "", ask(f"{demo.url}/recherche/?q={word}").text)
    return bool(re.search(rf"{title}\b", text))


def _elastic(address: str, body: dict[str, object] | None = None) -> dict[str, object]:
    """Ask the node, or tell it (PUT)."""
    data = json.dumps(body).encode() if body is not None else None
    method = "PUT" if data else "GET"
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=5) as answer:
        return json.load(answer)


def _knows(node: str, word: str) -> bool:
    """Whether the node itself finds it; not while it does not answer."""
    try:
        return _elastic(f"{node}/_search?q={quote(word)}")["hits"]["total"]["value"] > 0
    except (OSError, urllib.error.HTTPError):
        return False
