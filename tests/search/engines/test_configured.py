"""The engines of a process, where a server forks its workers once it is warm."""

from __future__ import annotations

import subprocess
import sys

FORKS = """
import os
import django
django.setup()
from django.conf import settings
from search.engines import configured
settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
mine = configured.followers()[0][0]
if os.fork() == 0:
    print("worker", configured.followers()[0][0] is mine, flush=True)
    os._exit(0)
os.wait()
print("master", configured.followers()[0][0] is mine)
"""


def test_a_worker_shares_no_connection_to_elasticsearch(settings):
    """On one connection, two processes would read each other's answers."""
    command = [sys.executable, "-c", FORKS]
    said = subprocess.run(command, cwd=settings.BASE_DIR, check=True, capture_output=True, text=True).stdout
    assert said.splitlines() == ["worker False", "master True"]
