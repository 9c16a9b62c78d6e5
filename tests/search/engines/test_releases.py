"""Two releases on one machine: each keeps an index of its own, and what is left of older ones goes in time."""

from __future__ import annotations

import time

import pytest

from search.engines import configured
from search.engines.configured import ABANDONED


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"


def built() -> list[str]:
    return sorted(each.name for each in configured.embedded().folder.glob("index-*"))


@pytest.mark.django_db
def test_a_node_that_is_warm_has_an_index(home_page):
    assert built() == []
    configured.warm()
    assert len(built()) == 1


@pytest.mark.django_db
def test_another_release_rebuilds_nothing_of_ours(home_page, monkeypatch):
    configured.warm()
    ours = configured.embedded().folder
    before = built()
    monkeypatch.setattr(configured, "MADE_BY", "of-the-next-release")
    configured.warm()
    assert configured.embedded().folder != ours
    assert len(built()) == 1
    monkeypatch.undo()
    assert built() == before


def test_what_nobody_wrote_for_a_day_goes():
    ours = configured.embedded().folder
    old = ours.parent / "of-the-release-before"
    for folder in (ours, old):
        folder.mkdir(parents=True)
        (folder / "index-1.sqlite3").touch()
    (ours.parent / "index-0.sqlite3").touch()  # as files lay once
    assert configured.forget_abandoned(time.time() + ABANDONED / 2) == 0
    assert configured.forget_abandoned(time.time() + 2 * ABANDONED) == 2
    assert [each.name for each in ours.parent.iterdir()] == [ours.name]
    assert (ours / "index-1.sqlite3").exists()
