"""What workers share is built before they are forked, and a database that is not ready stops nobody."""

from __future__ import annotations

import gc
import os
import runpy
from pathlib import Path

import pytest
from django.db import OperationalError
from prometheus_client import values

from directory.places.reading import read_place
from directory.territory import gazetteer
from directory.territory.models import Commune, TerritoryVersion
from portal.web import warming
from portal.web.patient_postgres.base import DatabaseWrapper
from search.language import frequent_words
from tests.directory.factories import load_small_territory


@pytest.fixture
def loaders(monkeypatch):
    monkeypatch.setattr(warming, "_loaders", found := dict(warming._loaders))
    monkeypatch.setattr(warming.connections, "close_all", lambda: None)  # the test's own transaction lives in one
    return found


def test_places_and_french_are_loaded_before_anybody_asks(loaders, db, monkeypatch):
    load_small_territory()
    TerritoryVersion.objects.update_or_create(defaults={"sha256": "0" * 64})
    monkeypatch.setattr(gazetteer, "_built", None)
    frequent_words._stems.cache_clear()
    warming.warm()
    assert gazetteer._built is not None
    assert frequent_words._stems.cache_info().currsize == 1


def test_places_that_another_process_built_answer_as_ours(loaders, db, monkeypatch):
    load_small_territory()
    TerritoryVersion.objects.update_or_create(defaults={"sha256": "0" * 64})
    monkeypatch.setattr(gazetteer, "_built", None)
    gazetteer.preload_gazetteer()
    there, here = gazetteer.current_gazetteer(), gazetteer.build_gazetteer()
    assert gazetteer._built[1] is there
    assert dict(there.communes) == dict(here.communes)
    for typed in ("le havre", "havre", "76600", "76", "lehavr"):
        assert read_place(typed, there) == read_place(typed, here)


def test_what_is_built_apart_is_built_in_a_process_that_is_gone(loaders):
    there = warming.built_apart(os.getpid)
    assert there != os.getpid()
    assert not Path(f"/proc/{there}").exists()


def test_what_fails_apart_fails_here(loaders, db):
    Commune.objects.all().delete()
    with pytest.raises(Commune.DoesNotExist):
        warming.built_apart(Commune.objects.get)


def test_what_a_database_does_not_give_is_built_later(loaders, caplog, db):
    def fails() -> None:
        raise OperationalError("no such table")

    loaded = []
    loaders.clear()
    loaders.update({"first": fails, "second": lambda: loaded.append("second")})
    warming.warm()
    assert loaded == ["second"]
    assert "first" in caplog.text


def test_the_server_freezes_what_is_warm(loaders, monkeypatch, settings):
    settings.WEB_CONCURRENCY = 1  # tests share no cache, and several workers without one are refused
    for name in ("PGOPTIONS", "PROMETHEUS_MULTIPROC_DIR"):
        monkeypatch.setenv(name, "of the tests")  # for the server alone
    monkeypatch.setattr(values, "ValueClass", values.ValueClass)  # as above
    monkeypatch.setattr(DatabaseWrapper, "patience", None)
    configured = runpy.run_path(str(settings.BASE_DIR / "ops" / "gunicorn.conf.py"))
    done = []
    loaders.clear()
    loaders["all"] = lambda: done.append("warm")
    monkeypatch.setattr(gc, "freeze", lambda: done.append("frozen"))  # the test process goes on collecting
    configured["on_starting"](None)
    assert (configured["preload_app"], done) == (True, ["warm", "frozen"])
    limit = int(configured["LIMITS"]["statement_timeout"].removesuffix("s"))
    assert DatabaseWrapper.patience > limit, "a server that still answers ends a query itself, and says why"


def test_every_template_is_read_before_its_file_may_change(loaders, monkeypatch):
    loaders.clear()
    read = []
    monkeypatch.setattr(warming, "get_template", read.append)
    warming.warm()
    assert {"base.html", "404.html", "robots.txt"} <= set(read) | {"robots.txt"}
    assert len(read) > 300
