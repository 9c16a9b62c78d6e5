"""The demonstration, loaded once for a class of tests."""

from __future__ import annotations

import io

from django.core.management import call_command
from django.test import TestCase, override_settings

from tests.directory.factories import load_small_territory


def load() -> str:
    """Run the command as `make run` does; what it says."""
    out = io.StringIO()
    with override_settings(DEBUG=True):
        call_command("load_demo_content", stdout=out)
    return out.getvalue()


class DemonstrationTestCase(TestCase):
    """A site that holds the demonstration."""

    @classmethod
    def setUpTestData(cls):
        load_small_territory()
        cls.said = load()
