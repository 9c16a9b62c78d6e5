from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.settings import env


def start(**variables):
    """Start the production settings in a process of their own; return what it printed and its exit code."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
    command = [sys.executable, "-c", "import django; django.setup(); print('started')"]
    return subprocess.run(
        command,
        cwd=settings.BASE_DIR,
        env=kept | {"DJANGO_SETTINGS_MODULE": "portal.settings.production"} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_refuses_to_start_without_a_secret():
    result = start(PORTAL_URL="https://portail.example")
    assert result.returncode != 0
    assert "SECRET_KEY is required" in result.stderr


def test_production_starts_with_secret_and_address(tmp_path):
    result = start(PORTAL_URL="https://portail.example", SECRET_KEY="s" * 50, DATA_DIR=str(tmp_path))
    assert result.stdout == "started\n", result.stderr


@pytest.mark.parametrize(
    ("value", "expected"), [("False", False), ("0", False), ("non", False), ("True", True), ("oui", True)]
)
def test_flags_mean_what_they_say(monkeypatch, value, expected):
    monkeypatch.setenv("BEHIND_PROXY", value)
    assert env.flag("BEHIND_PROXY") is expected


def test_a_flag_that_is_neither_yes_nor_no_is_refused(monkeypatch):
    monkeypatch.setenv("BEHIND_PROXY", "peut-être")
    with pytest.raises(ImproperlyConfigured, match="BEHIND_PROXY"):
        env.flag("BEHIND_PROXY")


def test_an_unknown_theme_is_refused(monkeypatch):
    monkeypatch.setenv("THEME", "rose")
    with pytest.raises(ImproperlyConfigured, match="etat, neutre"):
        env.choice("THEME", ("etat", "neutre"))


def test_words_are_split_at_commas(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", " a.example, b.example,")
    assert env.words("ALLOWED_HOSTS") == ["a.example", "b.example"]
