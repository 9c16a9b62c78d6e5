"""Prefetching of the images of a page: two queries wherever they stand in it, one when all are drawings."""

from __future__ import annotations

from contextvars import ContextVar
from copy import copy
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.images import get_image_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wagtail.blocks import StreamValue

    from portal.models import PortalImage

_at_hand: ContextVar[dict[int, PortalImage] | None] = ContextVar("images_at_hand", default=None)


def read_with_body(lead: int | None, body: StreamValue) -> PortalImage | None:
    """Read the blocks of a body with all their pictures; return the page's picture `lead`, None when it is gone."""
    keys = {*keys_in(body.raw_data), *([lead] if lead else [])}
    if not keys:
        return None
    images = get_image_model().objects.in_bulk(keys)
    with_sizes(images.values())
    token = _at_hand.set(images)
    try:
        for block in body:
            block.value  # noqa: B018 - a stream reads a block when it is asked for
    finally:
        _at_hand.reset(token)
    return images.get(lead) if lead else None


def at_hand(values: list[Any]) -> list[PortalImage | None] | None:
    """The picture of each stored value of an `ImageBlock`, an object of its own each; None when none were read."""
    images = _at_hand.get()
    if images is None or not all(isinstance(value, dict) for value in values):
        return None
    return [copy(images.get(value.get("image"))) for value in values]


def with_sizes(images: Iterable[PortalImage]) -> None:
    """Bring along the sizes made of these pictures; drawings have none."""
    raster = [image for image in images if not image.is_svg()]
    prefetch_related_objects(raster, Prefetch("renditions", to_attr="prefetched_renditions"))


def keys_in(raw: Any) -> Iterator[int]:
    """Every key under the name « image » in the stored data of a stream."""
    if isinstance(raw, dict):
        for name, value in raw.items():
            if name == "image" and isinstance(value, int):
                yield value
            else:
                yield from keys_in(value)
    elif not isinstance(raw, str) and hasattr(raw, "__iter__"):
        for value in raw:
            yield from keys_in(value)
