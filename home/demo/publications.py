"""The issues of the demonstration's letter: all of them are examples."""

from __future__ import annotations

from typing import Any

from home.writing import plain
from news.models import PublicationPage


def page_of(entry: dict[str, Any], body: list[tuple[str, Any]]) -> PublicationPage:
    """The issue of an entry of `texts/publications.toml`, not stored yet."""
    contents = [{"title": plain(title), "text": plain(text), "page": ""} for title, text in entry["contents"]]
    return PublicationPage(
        slug=entry["slug"],
        number=entry["number"],
        title=plain(entry["title"]),
        lead=plain(entry["lead"]),
        published_on=entry["published_on"],
        contents=[("entry", each) for each in contents],
        body=body,
        is_example=True,
    )
