"""A site as `setup_site` makes it, in place of the home page that every test starts with, and a territory."""

from __future__ import annotations

from django.core.management import call_command

from tests.directory.factories import load_small_territory
from tests.harness import first_home_page


def make() -> None:
    """Take the first home page away, and make all that a new site has."""
    first_home_page.take_away()
    load_small_territory()
    call_command("setup_site", verbosity=0)
