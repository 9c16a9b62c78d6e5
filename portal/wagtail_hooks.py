from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail import hooks

from portal.cms import comparisons
from portal.cms.rich_text import PublicPageLinkHandler

if TYPE_CHECKING:
    from wagtail.rich_text.feature_registry import FeatureRegistry

comparisons.register()


@hooks.register("register_rich_text_features", order=10)
def register_page_links(features: FeatureRegistry) -> None:
    """Comes after Wagtail's own handler of page links, and takes its place."""
    features.register_link_type(PublicPageLinkHandler)
