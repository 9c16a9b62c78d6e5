"""Editors of a production that runs: they sign in over TLS, and publish news through the admin, two at once."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from tests.directory.contact.visitor import controls
from tests.harness.freezing import frozen
from tests.ops.surviving import database, environment, process
from tests.ops.visitors import Answer, From, ask, through

if TYPE_CHECKING:
    from tests.ops.demo import Demo

UNCHANGED = {
    "body-count": "0",
    "read_also-count": "0",
}  # scripts of the admin draw these lists: there is nothing in them
PARENT = "SELECT page_ptr_id FROM news_newsindexpage"
CATEGORY = "SELECT min(id) FROM news_newscategory"
NODES = ("web-1", "web-2")
ROUNDS = 5
ASKED = 9  # times, at once: a node has three workers
MOST_SECONDS = 1  # that a page may be old
ITSELF = {"Cookie": "theme=sombre"}  # so that nginx asks the portal, and remembers nothing


class Editor:
    """Somebody with an account of their own, in a browser of their own."""

    def __init__(self, demo: Demo, name: str) -> None:
        self.demo, self.name = demo, name
        self.browser = urllib.request.build_opener(From("127.0.0.1"), urllib.request.HTTPCookieProcessor())
        password = secrets.token_urlsafe(12)
        made = [
            sys.executable,
            "manage.py",
            "createsuperuser",
            "--no-input",
            f"--username={name}",
            "--email=a@b.example",
        ]
        known = environment(demo) | {"DJANGO_SUPERUSER_PASSWORD": password}
        subprocess.run(made, cwd=demo.root, env=os.environ | known, check=True, capture_output=True)
        answer = self.send("/admin/login/", "password", username=name, password=password)
        assert "/login/" not in answer.url, answer.text

    def open(self, path: str) -> Answer:
        """Read a page."""
        return through(self.browser, f"{self.demo.url}{path}")

    def send(self, path: str, field: str, **written: object) -> Answer:
        """Open a page, fill in the form that has this field, press its button."""
        page = self.open(path)
        form = BeautifulSoup(page.text, "html.parser").find(attrs={"name": field}).find_parent("form")
        filled: dict[str, object] = controls(form) | written
        return through(self.browser, f"{self.demo.url}{path}", filled, Referer=page.url)

    def begin(self, title: str, **written: str) -> int:
        """Publish an item that was not there; its number."""
        with database(self.demo) as asked:
            parent, category = (asked.execute(each).fetchone()[0] for each in (PARENT, CATEGORY))
        self._publish(f"/admin/pages/add/news/newspage/{parent}/", title, slug=title, category=str(category), **written)
        with database(self.demo) as asked:
            return asked.execute("SELECT id FROM wagtailcore_page WHERE slug = %s", [title]).fetchone()[0]

    def publish(self, page: int, title: str) -> None:
        """Give an item another title."""
        self._publish(f"/admin/pages/{page}/edit/", title)

    def _publish(self, path: str, title: str, **written: str) -> None:
        publish = {"title": title, "lead": "Une phrase.", "action-publish": "1"}
        answer = self.send(path, "title", **UNCHANGED, **publish, **written)
        assert answer.status == 200, answer
        assert re.search(r"publiée?\b", answer.text), "it says so"
        assert not answer.url.endswith(path), answer.text


def two_at_once(demo: Demo) -> None:
    """They begin pages, then each publishes a page of their own and both the same one, in the same moment.

    Every version is kept, and what was published last is what visitors read, from whichever node.
    """
    word = f"edition{secrets.token_hex(3)}"
    editors = [Editor(demo, f"{name}-{word}") for name in ("camille", "sacha")]
    with ThreadPoolExecutor(len(editors)) as pool:
        slugs = [f"{word}-{number}" for number, _ in enumerate(editors)]
        common = f"{word}-commun"
        own = list(pool.map(Editor.begin, editors, slugs))
        shared = editors[0].begin(common)
        written = [*slugs, common]
        _everybody_reads(demo, {slug: slug for slug in written})
        for turn in range(ROUNDS):
            titles, both = ([f"{word} {kind} {each.name} {turn}" for each in editors] for kind in ("seul", "ensemble"))
            list(pool.map(Editor.publish, editors, own, titles))
            list(pool.map(Editor.publish, editors, [shared, shared], both))
            newest = _title_of(demo, shared)
            assert newest in both
            _everybody_reads(demo, dict(zip([*slugs, common], [*titles, newest], strict=True)))
            written += [*titles, *both]
    with database(demo) as asked:
        kept = asked.execute(
            "SELECT content->>'title' FROM wagtailcore_revision WHERE content->>'slug' LIKE %s", [f"{word}%"]
        )
        assert sorted(title for (title,) in kept) == sorted(written), "a version of each"


def _everybody_reads(demo: Demo, titles: dict[str, str]) -> None:
    """Each of these pages has this title, and the list of news has it, for visitors and from every node."""
    time.sleep(MOST_SECONDS)
    for slug, title in titles.items():
        assert title in ask(f"{demo.url}/actualites/{slug}/").text
    listed = ask(f"{demo.url}/actualites/").text
    assert all(title in listed for title in titles.values())
    for other in NODES:
        with frozen(process(demo, other)), ThreadPoolExecutor(ASKED) as pool:
            for slug, title in titles.items():
                address = f"{demo.url}/actualites/{slug}/"
                pages = list(pool.map(lambda _, address=address: ask(address, **ITSELF), range(ASKED)))
                assert all(each.status == 200 and title in each.text for each in pages), f"without {other}"


def _title_of(demo: Demo, page: int) -> str:
    with database(demo) as asked:
        return asked.execute("SELECT title FROM wagtailcore_page WHERE id = %s", [page]).fetchone()[0]
