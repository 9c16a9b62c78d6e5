from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _search_folder(settings, tmp_path):
    """Each test has an embedded index of its own."""
    settings.DATA_DIR = tmp_path / "data"
