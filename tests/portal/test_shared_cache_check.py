"""Several processes without a common cache would show what was withdrawn: they are refused before they listen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.exceptions import ImproperlyConfigured

from portal import checks
from portal.settings import env

REDIS = {"default": {"BACKEND": "portal.web.shared_cache.SharedCache"}}


@pytest.mark.parametrize(("workers", "node"), [(2, "1"), (3, "1"), (1, "2")])
def test_several_without_a_shared_cache_are_an_error(settings, monkeypatch, workers, node):
    settings.WEB_CONCURRENCY = workers
    monkeypatch.setenv("PORTAL_NODE", node)
    (message,) = checks.cache_is_shared(None)
    assert message.id == "portal.E003"
    assert message.is_serious()
    assert "CACHE_URL" in message.msg
    settings.CACHES = REDIS
    assert checks.cache_is_shared(None) == []


def test_one_is_warned_since_senders_and_commands_are_processes_too(settings, monkeypatch):
    settings.WEB_CONCURRENCY = 1
    monkeypatch.delenv("PORTAL_NODE", raising=False)
    (message,) = checks.cache_is_shared(None)
    assert (message.id, message.is_serious()) == ("portal.W003", False)


@pytest.mark.parametrize("value", ["0", "-1", "drei", "1.5", "²", ""])
def test_a_number_of_workers_is_a_number(monkeypatch, value):
    monkeypatch.setenv("WEB_CONCURRENCY", value)
    with pytest.raises(ImproperlyConfigured, match="WEB_CONCURRENCY"):
        env.number("WEB_CONCURRENCY")


@pytest.mark.servers
def test_gunicorn_refuses_to_start(tmp_path):
    variables = {"SECRET_KEY": "x" * 60, "PORTAL_URL": "https://portail.example", "DATA_DIR": str(tmp_path)}
    environment = os.environ | variables | {"DJANGO_SETTINGS_MODULE": "portal.settings.production", "CACHE_URL": ""}
    gunicorn = [Path(sys.executable).parent / "gunicorn", "portal.wsgi", "--config", "ops/gunicorn.conf.py"]
    started = subprocess.run(
        [*gunicorn, "--bind", "127.0.0.1:0"],
        cwd=configured.BASE_DIR, env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert started.returncode
    assert "portal.E003" in started.stderr
    assert "Listening at" not in started.stderr
