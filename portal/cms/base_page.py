from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.admin.panels import FieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Page

from portal.cms.fields import LeadField

if TYPE_CHECKING:
    from wagtail.query import PageQuerySet


class BasePage(Page):
    """What every page of the portal has: a lead, ancestors for the breadcrumb."""

    lead = LeadField()

    content_panels = [*Page.content_panels, FieldPanel("lead", widget=AdminAutoHeightTextInput)]

    class Meta:
        abstract = True

    def breadcrumb(self) -> PageQuerySet:
        """Public ancestors below the tree's root, home first, without this page."""
        return self.get_ancestors().filter(depth__gt=1).live().public()
