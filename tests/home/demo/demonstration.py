"""The demonstration, loaded once for all tests of it."""

from __future__ import annotations

import io
from typing import ClassVar

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import TestCase, override_settings


def load() -> str:
    """Run the command as `make run` does; what it says."""
    out = io.StringIO()
    with override_settings(DEBUG=True):
        call_command("load_demo_content", stdout=out)
    return out.getvalue()


def counts() -> dict[str, int]:
    """Rows of every table of the portal and of Wagtail, but its logs of searches and references."""
    return {model._meta.label: model.objects.count() for model in apps.get_models() if hasattr(model, "objects")}


@pytest.mark.usefixtures("demonstration")
class DemonstrationTestCase(TestCase):
    """A site that holds the demonstration, and what the command said."""

    said: ClassVar[str] = ""
