from __future__ import annotations

from wagtail.models import Page


class BarePage(Page):
    """A page with nothing on it: what Wagtail itself costs, below every budget of queries."""

    template = "tests/bare_page.html"
