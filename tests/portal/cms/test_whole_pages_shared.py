"""Whole pages of several processes: what one publishes the others show, whatever becomes of the Redis they share."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import ExitStack

import pytest
import redis as redis_client
from django.conf import settings as portal_settings

from portal.cms import whole_pages
from portal.cms.cached import GENERATION
from portal.web import circuit_breaker, shared_cache
from tests.harness.migrated_database import template
from tests.harness.redis_server import running_redis
from tests.news.factories import NewsIndexPageFactory, NewsPageFactory

pytestmark = pytest.mark.servers

# Reads lines: an address is asked for, anything else is published as the title of the home page.
PROCESS = """
import json, sys
import django
django.setup()
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from portal.cms import whole_pages
from portal.cms.cached import GENERATION
whole_pages._minute = lambda: 1
client = Client(headers={"host": "localhost"})
print("ready", flush=True)
for line in sys.stdin:
    line = line.strip()
    if line.startswith("/"):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(line, secure=True)
        print(json.dumps([answer.status_code, len(captured), answer.text.partition("<title>")[2][:80]]), flush=True)
    else:
        Page.objects.filter(depth=2).update(title=line, seo_title=line)
        print(json.dumps("published"), flush=True)
"""


class Process:
    """A portal in a process of its own."""

    def __init__(self, environment: dict[str, str]) -> None:
        command = [sys.executable, "-W", "ignore", "-c", PROCESS]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(command, env=environment, cwd=portal_settings.BASE_DIR, **pipes)
        assert self.process.stdout.readline() == "ready\n"

    def say(self, line: str):
        print(line, file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())

    def end(self) -> None:
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=60)


@pytest.fixture
def redis(monkeypatch):
    """A Redis that is asked again as soon as it was missed."""
    monkeypatch.setattr(circuit_breaker, "REST", 0.0)
    monkeypatch.setattr(shared_cache, "_servers", {})
    with running_redis() as server:
        yield server


@pytest.fixture
def article(redis, settings, monkeypatch, home_page):
    settings.CACHES = redis.caches
    settings.WHOLE_PAGES = True
    monkeypatch.setattr(whole_pages, "_minute", lambda: 1)
    news = NewsIndexPageFactory(parent=home_page, slug="actualites")
    return NewsPageFactory(parent=news, title="Un atelier ouvre", slug="un-atelier")


def test_what_one_process_publishes_the_other_shows(redis, tmp_path):
    shutil.copy(template(), tmp_path / "portal.sqlite3")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "DATABASE_URL": "",
        "DATA_DIR": str(tmp_path),
        "CACHE_URL": f"redis://127.0.0.1:{redis.port}/0",
        "PORTAL_URL": "http://localhost",
        "SECRET_KEY": "tests-only-not-a-secret",
    }
    manage = [sys.executable, "manage.py", "setup_site"]
    subprocess.run(manage, env=environment, cwd=portal_settings.BASE_DIR, check=True, capture_output=True)
    with ExitStack() as ends:
        first, second = (Process(environment) for _ in range(2))
        ends.callback(first.end)
        ends.callback(second.end)
        for process in (first, second):
            process.say("/")
            assert process.say("/")[:2] == [200, 0], "from memory"
        for title, by, reader in (("Titre neuf", first, second), ("Encore un", second, first)):
            by.say(title)
            status, queries, shown = reader.say("/")
            assert (status, queries > 0) == (200, True)
            assert shown.strip().startswith(title)
            assert reader.say("/")[1:] == [0, shown]


@pytest.mark.django_db
@pytest.mark.parametrize("trouble", [signal.SIGKILL, signal.SIGSTOP])
def test_without_redis_pages_are_built_and_right(redis, article, client, queries_used, trouble):
    client.get(article.url)
    assert queries_used(client.get, article.url) == 0
    redis.signal(trouble)
    assert queries_used(client.get, article.url) > 0
    article.title = "Publié sans Redis"
    article.save_revision().publish()
    assert "Publié sans Redis" in client.get(article.url).text
    assert queries_used(client.get, article.url) > 0, "nobody would hear of what another process publishes"
    if trouble == signal.SIGSTOP:
        redis.signal(signal.SIGCONT)
        assert "Publié sans Redis" in client.get(article.url).text
        assert queries_used(client.get, article.url) == 0


@pytest.mark.django_db
def test_a_number_that_redis_read_from_its_disk_is_not_trusted(redis, article, client, queries_used):
    client.get(article.url)
    assert queries_used(client.get, article.url) == 0
    with redis_client.Redis(port=redis.port) as raw:
        number = f":1:{GENERATION}"
        value = raw.get(number)
    type(article).objects.filter(pk=article.pk).update(title="Publié depuis")
    redis.kill()
    redis.start()
    with redis_client.Redis(port=redis.port) as raw:
        raw.set(number, value)
    assert "Publié depuis" in client.get(article.url).text
    assert queries_used(client.get, article.url) == 0, "and what it is asked since counts"
