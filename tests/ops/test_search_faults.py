"""Elasticsearch takes no change while visitors search and an editor publishes: nobody notices, and it learns of it."""

from __future__ import annotations

import json
import os
import re
import secrets
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.harness.production.whole import variables_of
from tests.harness.skipping import leave_out
from tests.ops.demo import Demo, running_demo
from tests.ops.surviving import started, survive
from tests.ops.visitors import ask
from tests.portal.mail.servers import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.servers, pytest.mark.full]

NO_NODE = "no way to start Elasticsearch", "ELASTICSEARCH_START='…/start --port {port} --data {data}' make test-full"


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Iterator[Demo]:
    if not os.environ.get("ELASTICSEARCH_START"):
        leave_out(*NO_NODE)
    with running_demo(tmp_path_factory.mktemp("checkout")) as running:
        yield running


def finds(demo: Demo, word: str, title: str) -> bool:
    """Whether the page of the search names it to who looks for the word."""
    text = re.sub(r"<[^>]+>", "", ask(f"{demo.url}/recherche/?q={word}").text)
    return bool(re.search(rf"{title}\b", text))


@pytest.fixture(scope="module")
def node(demo) -> str:
    """Address of the Elasticsearch that the production has."""
    return variables_of(demo.folder)["ELASTICSEARCH_URL"].rpartition("/")[0]


def elastic(address: str, body: dict[str, object] | None = None) -> dict[str, object]:
    """Ask the node, or tell it (PUT)."""
    data = json.dumps(body).encode() if body is not None else None
    method = "PUT" if data else "GET"
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=5) as answer:
        return json.load(answer)


def knows(node: str, word: str) -> bool:
    """Whether the node itself finds it; not while it does not answer."""
    try:
        return elastic(f"{node}/_search?q={quote(word)}")["hits"]["total"]["value"] > 0
    except (OSError, urllib.error.HTTPError):
        return False


def test_above_the_flood_stage_of_its_disk_search_goes_on_and_it_learns_what_it_missed(demo, node):
    word = f"parution{secrets.token_hex(3)}"

    def happen(demo: Demo) -> None:
        elastic(f"{node}/_all/_settings", {"index.blocks.read_only_allow_delete": True})
        with started(demo, "tests.ops.publishing", word, word) as editor:  # and its pipe is closed
            assert editor.wait() == 0
        published = time.monotonic()
        wait_until(lambda: finds(demo, word, f"{word} 0"), "what was published, found")
        print(f"found {time.monotonic() - published:.1f} s after its publication")
        time.sleep(5)
        elastic(f"{node}/_all/_settings", {"index.blocks.read_only_allow_delete": None})
        back = time.monotonic()
        wait_until(lambda: knows(node, word), "what the node missed")
        print(f"the node knew it {time.monotonic() - back:.1f} s later")

    survive(demo, "Elasticsearch above its flood stage", happen)
