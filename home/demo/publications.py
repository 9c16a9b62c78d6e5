"""The issues of the demonstration's letter: all of them are examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from home.setup.prose import plain
from news.models import PublicationPage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.models import PortalDocument


def publication_of(
    entry: dict[str, Any], body: list[tuple[str, Any]], files: Mapping[str, PortalDocument]
) -> PublicationPage:
    """The issue of an entry of `texts/publications.toml`, not stored yet."""
    contents = [{"title": plain(title), "text": plain(text), "page": ""} for title, text in entry["contents"]]
    return PublicationPage(
        slug=entry["slug"],
        number=entry["number"],
        title=plain(entry["title"]),
        lead=plain(entry["lead"]),
        published_on=entry["published_on"],
        contents=[("entry", each) for each in contents],
        document=files[entry["file"]] if "file" in entry else None,
        body=body,
        is_example=True,
    )
