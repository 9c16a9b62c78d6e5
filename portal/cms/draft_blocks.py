"""Deferred validation of streams of blocks: a draft keeps whatever can be stored, publishing asks each block for all.

Wagtail defers only what is required, block by block and in state that threads share; what a block refuses by itself
(`clean`) it would refuse in a draft too. Here the tree is walked once for all blocks, and only leaves are read.
"""

from __future__ import annotations

import copy
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError, ListValue
from wagtail.blocks.stream_block import BaseStreamBlock, StreamBlockValidationError, StreamValue
from wagtail.blocks.struct_block import BaseStructBlock, StructBlockValidationError
from wagtail.images.blocks import ImageBlock

CHOICES = (blocks.ChoiceBlock, blocks.MultipleChoiceBlock, blocks.ChooserBlock)
TEXTS = (blocks.CharBlock, blocks.TextBlock, blocks.RegexBlock, blocks.URLBlock, blocks.EmailBlock)


class DraftableBlockField(blocks.BlockField):
    """The form field of a stream: asks its blocks for everything, or, in a draft, only to read what was typed."""

    def clean(self, value: Any) -> Any:
        """The value with its types. Raises ValidationError, in a draft only for what cannot be stored."""
        return as_draft(self.block, value) if getattr(self, "is_deferred_validation", False) else super().clean(value)


def as_draft(block: blocks.Block, value: Any) -> Any:
    """What a draft stores of a block. Raises ValidationError for what is no value of its type, such as « abc » %."""
    if isinstance(block, ImageBlock):
        return value  # a picture that exists, or none: its parts are no block values
    if isinstance(block, BaseStructBlock):
        return _struct(block, value)
    if isinstance(block, blocks.ListBlock):
        return _list(block, value)
    if isinstance(block, BaseStreamBlock):
        return _stream(block, value)
    return _leaf(block, value)


def _struct(block: BaseStructBlock, value: Any) -> Any:
    read, errors = {}, {}
    for name, each in value.items():
        try:
            read[name] = as_draft(block.child_blocks[name], each)
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise StructBlockValidationError(errors)
    return block.normalize(read)


def _list(block: blocks.ListBlock, value: Any) -> ListValue:
    read, errors = [], {}
    for place, each in enumerate(block.normalize(value).bound_blocks):
        try:
            read.append(ListValue.ListChild(block.child_block, as_draft(block.child_block, each.value), id=each.id))
        except ValidationError as error:
            errors[place] = error
    if errors:
        raise ListBlockValidationError(block_errors=errors)
    return ListValue(block, bound_blocks=read)


def _stream(block: BaseStreamBlock, value: Any) -> StreamValue:
    read, errors = [], {}
    for place, each in enumerate(value):
        try:
            read.append((each.block.name, as_draft(each.block, each.value), each.id))
        except ValidationError as error:
            errors[place] = error
    if errors:
        raise StreamBlockValidationError(block_errors=errors)
    return StreamValue(block, read)


def _leaf(block: blocks.Block, value: Any) -> Any:
    if not isinstance(block, blocks.FieldBlock):
        return block.clean(value)
    optional = copy.copy(block)  # blocks are shared by all requests: another one may be publishing at this moment
    optional.field = copy.copy(block.field)
    optional.field.required = False
    try:
        return optional.clean(value)
    except ValidationError:
        if isinstance(block, CHOICES):
            raise
        if isinstance(block, TEXTS):
            return value
        # Too great, too small, too precise: read, and refused when it is published.
        return block.value_from_form(block.field.to_python(block.value_for_form(value)))
