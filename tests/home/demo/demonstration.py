"""The demonstration, loaded once for all tests of it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, ClassVar

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import override_settings

if TYPE_CHECKING:
    from django.test import Client


def load() -> str:
    """Run the command as `make run` does; what it says."""
    out = io.StringIO()
    with override_settings(DEBUG=True):
        call_command("load_demo_content", stdout=out)
    return out.getvalue()


def counts() -> dict[str, int]:
    """Rows of every table of the portal and of Wagtail, but its logs of searches and references."""
    return {model._meta.label: model.objects.count() for model in apps.get_models() if hasattr(model, "objects")}


@pytest.mark.django_db
@pytest.mark.usefixtures("demonstration")
class OfTheDemonstration:
    """A site that holds the demonstration, and what the command said.

    Not Django's `TestCase`, which closes the connection after a class, and with it what is made once.
    """

    said: ClassVar[str] = ""

    @pytest.fixture(autouse=True)
    def _visitor(self, client: Client) -> None:
        self.client = client
