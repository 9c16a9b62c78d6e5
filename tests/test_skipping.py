"""A test that lacks something says what, and the run says at its end how to have it run; in CI it fails."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from tests.harness.skipping import need

LACKING_ALL = {"PATH": "/nowhere"}  # as on a machine without apt, or for somebody who is not root


def test_the_reason_names_what_is_missing_and_the_command(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"age redis-server → .*apt-get install age redis-server"):
        need("age", "redis-server")


def test_in_ci_it_is_a_failure(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="age"):
        need("age")


def test_a_run_ends_with_what_was_skipped():
    environment = {name: value for name, value in os.environ.items() if name != "CI"} | LACKING_ALL
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n0",
        "-p",
        "no:cacheprovider",
        "tests/portal/backup/test_archives.py",
    ]
    run = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    ).stdout
    _, _, told = run.partition("how to run what was skipped")
    assert re.search(r"^\d+ tests: on Debian, as root: apt-get install age$", told, re.MULTILINE), run
