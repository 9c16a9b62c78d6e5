"""What a page or a snippet is made of, piece by piece, each with where it stands and the id of its field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.html import strip_tags
from django.utils.text import capfirst
from lxml import etree, html
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import COMMENTS_RELATION_NAME
from wagtail.rich_text import RichText

from portal.cms.blocks import LinkValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wagtail.images.models import AbstractImage

NO_PROSE = {"slug", "url_path", "path", "draft_title", "seo_title"}


@dataclass(frozen=True)
class Place:
    """Where a piece stands: in words, and the id of its field in the form."""

    where: str
    anchor: str = ""

    def inside(self, label: str, anchor: str) -> Place:
        """A part of it."""
        return Place(f"{self.where}, {label}" if self.where else label, anchor)


@dataclass(frozen=True)
class Prose:
    """A text: a field or a block; `name` is that of its field, `tree` its HTML when it has any."""

    place: Place
    name: str
    text: str
    tree: Any = None

    @property
    def paragraphs(self) -> list[str]:
        """Its paragraphs, titles and list items; a plain text line by line."""
        if self.tree is None:
            return [line for line in self.text.split("\n") if line.strip()]
        return [each.text_content() for each in self.tree.iter("p", "li", "h2", "h3", "h4", "blockquote")]


@dataclass(frozen=True)
class Picture:
    """A picture as it is used: with its own description, or one for this place."""

    place: Place
    image: AbstractImage
    alternative: str
    is_decorative: bool


@dataclass(frozen=True)
class Link:
    """A link: its words, and where it leads (`page_id`, `document_id` or an address)."""

    place: Place
    words: str
    address: str = ""
    page_id: int | None = None
    document_id: int | None = None


@dataclass(frozen=True)
class Figure:
    """A figure that says its scope beside it: a key figure, a chart, with the words of year and scope."""

    place: Place
    scope: str


def pieces_of(page: models.Model) -> Iterator[Prose | Picture | Link | Figure]:
    """Everything an editor wrote on a page or a snippet, as its form has it; texts stand before what is in them."""
    yield from _of_fields(page, Place(""), "id_")
    for relation in get_all_child_relations(type(page)):
        name = relation.get_accessor_name()
        if name == COMMENTS_RELATION_NAME or relation.field.model.__module__.startswith(("wagtail", "taggit")):
            continue
        for number, row in enumerate(getattr(page, name).all()):
            label = f"{capfirst(str(row._meta.verbose_name))} {number + 1}"  # noqa: SLF001 - documented
            yield from _of_fields(row, Place(label), f"id_{name}-{number}-")


def _of_fields(instance: models.Model, place: Place, prefix: str) -> Iterator[Any]:
    for field in instance._meta.get_fields():  # noqa: SLF001 - documented
        if not getattr(field, "editable", False) or field.name in NO_PROSE:
            continue
        label = capfirst(str(field.verbose_name))
        here = place.inside(label, f"{prefix}{field.name}")
        if isinstance(field, StreamField):
            stream = getattr(instance, field.name)
            yield from _of_block(stream.stream_block, stream, Place(here.where, field.name), field.name)
        elif isinstance(field, RichTextField):
            yield from _of_html(getattr(instance, field.name), here, field.name)
        elif isinstance(field, models.ForeignKey):
            if field.related_model._meta.label == settings.WAGTAILIMAGES_IMAGE_MODEL and (  # noqa: SLF001 - documented
                image := getattr(instance, field.name)
            ):
                yield Picture(here, image, image.description, image.is_decorative)
        elif isinstance(field, models.URLField):
            if address := getattr(instance, field.name):
                yield Link(here, "", address)
        elif _is_prose(field) and (text := getattr(instance, field.name)):
            yield Prose(here, field.name, str(text))


def _is_prose(field: Any) -> bool:
    is_text = isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.SlugField)
    return is_text and not field.choices


def _of_block(block: blocks.Block, value: Any, place: Place, name: str) -> Iterator[Any]:
    if isinstance(block, ImageBlock):
        if value:
            here = Place(place.where, f"{place.anchor}-alt_text")
            yield Picture(here, value, value.contextual_alt_text or "", bool(value.decorative))
    elif isinstance(block, blocks.StreamBlock | blocks.ListBlock):
        children = value if isinstance(block, blocks.StreamBlock) else value.bound_blocks
        for number, child in enumerate(children):
            label = f"{capfirst(str(child.block.label))} {number + 1}".strip()
            inner = place.inside(label, f"{place.anchor}-{number}-value")
            yield from _of_block(child.block, child.value, inner, child.block.name)
    elif isinstance(block, blocks.StructBlock):
        yield from _of_struct(block, value, place)
    elif isinstance(value, RichText):
        yield from _of_html(value.source, place, name)
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock) and value:
        yield Prose(place, name, str(value))


def _of_struct(block: blocks.StructBlock, value: Any, place: Place) -> Iterator[Any]:
    if isinstance(value, LinkValue):
        page = value.get("page")
        here = Place(place.where, f"{place.anchor}-label")
        yield Link(here, value["label"] or "", value["address"] or "", page.pk if page else None)
        return
    for name, child in block.child_blocks.items():
        inner = place.inside(capfirst(str(child.label)), f"{place.anchor}-{name}")
        if name == getattr(block.meta, "scope_field", ""):
            yield Figure(inner, value.get(name) or "")
        yield from _of_block(child, value.get(name), inner, name)


def _of_html(source: str, place: Place, name: str) -> Iterator[Any]:
    if not (source and source.strip()):
        return
    try:
        tree = html.fragment_fromstring(source, create_parent="div")
    except etree.ParserError:
        tree = html.fragment_fromstring("", create_parent="div")
    yield Prose(place, name, strip_tags(source), tree)
    for link in tree.iter("a"):
        words, key = link.text_content().strip(), link.get("id", "")
        number = int(key) if key.isdecimal() else 0
        if link.get("linktype") == "page":
            yield Link(place, words, page_id=number)
        elif link.get("linktype") == "document":
            yield Link(place, words, document_id=number)
        else:
            yield Link(place, words, link.get("href") or "")
