"""Links between pages in rich text."""

from __future__ import annotations

from typing import Any

from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from portal.cms.page_queries import ListedPageQuerySet


class PublicPageLinkHandler(PageLinkHandler):
    """Links between pages, for one query a text whatever the number and types of the pages.

    Wagtail's own asks once more for each type, and leads to pages that are not public, where visitors meet a 404 or a
    login.
    """

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Page | None]:
        keys = [int(key) if (key := str(attrs.get("id"))).isdecimal() else 0 for attrs in attrs_list]
        pages = ListedPageQuerySet(Page).listed().in_bulk(keys)
        return [pages.get(key) for key in keys]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        urls = [page.get_url() if page else None for page in cls.get_many(attrs_list)]
        return [f'<a href="{escape(url)}">' if url else "<a>" for url in urls]
