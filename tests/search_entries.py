"""The page type of the tests is not searched."""

from __future__ import annotations

from search.index.registry import exempt
from tests.models import BarePage

exempt(BarePage, "Only tests have it.")
