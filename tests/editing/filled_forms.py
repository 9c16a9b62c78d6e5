"""Data for any form of the admin, made from its definition: nothing filled, every other field, or everything."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from django import forms
from phonenumber_field.formfields import PhoneNumberField
from wagtail import blocks
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.blocks.struct_block import BaseStructBlock
from wagtail.images.blocks import ImageBlock
from wagtail.test.utils.form_data import rich_text

from portal.cms.partial_date_field import PartialDateFormField

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wagtail.blocks.stream_block import BaseStreamBlock

    Fill = Callable[[], bool]

EMPTY, HALF, OTHER_HALF, WHOLE = "empty", "half", "other half", "whole"
AMOUNTS = (EMPTY, HALF, OTHER_HALF, WHOLE)
NOT_FILLED = {"go_live_at", "expire_at"}
ROWS = 2


def fill_of(amount: str) -> Fill:
    """Answers, field after field, whether it is filled."""
    turns = count()
    return lambda: amount == WHOLE or (amount in (HALF, OTHER_HALF) and next(turns) % 2 == (amount == OTHER_HALF))


def form_data(form: Any, amount: str) -> dict[str, Any]:
    """What a browser posts of this unbound form."""
    one_by_one = {HALF: _only, OTHER_HALF: _without}.get(amount)
    return dict(_form(form, fill_of(amount), 0 if amount == EMPTY else ROWS, one_by_one))


def _form(
    form: Any, fill: Fill, rows: int, one_by_one: Callable[[int], Fill] | None = None
) -> Iterator[tuple[str, Any]]:
    for name, field in form.fields.items():
        key = form.add_prefix(name)
        if hasattr(field, "block"):
            yield from _streams(field.block, key, fill, one_by_one)
        elif name not in NOT_FILLED and (value := _value(field, name, filled=fill())) is not None:
            yield key, value
    for name, formset in getattr(form, "formsets", {}).items():
        number = 0 if name == "comments" else rows
        yield f"{formset.prefix}-TOTAL_FORMS", str(number)
        yield f"{formset.prefix}-INITIAL_FORMS", "0"
        yield f"{formset.prefix}-MIN_NUM_FORMS", "0"
        yield f"{formset.prefix}-MAX_NUM_FORMS", "1000"
        for place in range(number):
            row = formset.empty_form
            row.prefix = f"{formset.prefix}-{place}"
            for key, value in _form(row, fill, rows):
                if not key.endswith(("-DELETE", "-id", "-ORDER")):
                    yield key, value
            yield f"{formset.prefix}-{place}-ORDER", str(place + 1)  # the editor's script always sets it


def _streams(
    block: BaseStreamBlock, key: str, fill: Fill, one_by_one: Callable[[int], Fill] | None
) -> Iterator[tuple[str, str]]:
    """Each block as `fill` says; of a half filled form, also once for each of its fields: it alone, or without it."""
    fills: list[tuple[blocks.Block, Fill]] = []
    for child in block.child_blocks.values():
        fills.append((child, fill))
        if one_by_one:
            fills += [(child, one_by_one(place)) for place in range(len(list(_block(child, "", lambda: True))))]
    yield f"{key}-count", str(len(fills))
    for place, (child, wanted) in enumerate(fills):
        yield from _item(child, f"{key}-{place}", place, child.name)
        yield from _block(child, f"{key}-{place}-value", wanted)


def _only(place: int) -> Fill:
    turns = count()
    return lambda: next(turns) == place


def _without(place: int) -> Fill:
    turns = count()
    return lambda: next(turns) != place


def _item(block: blocks.Block, key: str, place: int, kind: str = "") -> Iterator[tuple[str, str]]:
    yield f"{key}-order", str(place)
    yield f"{key}-deleted", ""
    yield f"{key}-id", f"00000000-0000-4000-8000-{abs(hash(key)) % 10**12:012}"
    if kind:
        yield f"{key}-type", kind


def _block(block: blocks.Block, key: str, fill: Fill) -> Iterator[tuple[str, Any]]:
    if isinstance(block, ImageBlock):
        if fill() and (image := block.child_blocks["image"].model_class.objects.first()):
            yield f"{key}-image", str(image.pk)
        yield f"{key}-alt_text", "Un atelier" if fill() else ""
    elif isinstance(block, BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from _block(child, f"{key}-{name}", fill)
    elif isinstance(block, blocks.ListBlock):
        rows = ROWS if fill() else 0
        yield f"{key}-count", str(rows)
        for place in range(rows):
            yield from _item(block.child_block, f"{key}-{place}", place)
            yield from _block(block.child_block, f"{key}-{place}-value", fill)
    elif isinstance(block, blocks.RichTextBlock):
        yield key, rich_text("<p>Trois ateliers.</p>" if fill() else "", features=block.features)
    else:
        value = _value(block.field, block.name, filled=fill())
        if value is not None:
            yield key, value


def _value(field: forms.Field, name: str, *, filled: bool) -> Any:
    """What is typed in a field; None for what a browser leaves out."""
    if isinstance(field, forms.BooleanField):
        return "on" if filled else None
    if isinstance(field, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
        return [str(_first_choice(field))] if filled and _first_choice(field) else None
    if isinstance(field.widget, DraftailRichTextArea):
        return rich_text("<p>Trois ateliers.</p>" if filled else "", features=field.widget.features)
    if not filled:
        return ""
    if isinstance(field, forms.ChoiceField):
        return _first_choice(field)
    typed = {
        forms.DateTimeField: "2076-12-03 14:00", forms.DateField: "2026-03-01", forms.TimeField: "14:00",
        forms.DecimalField: "9.1", forms.IntegerField: "2021", PhoneNumberField: "+33 1 99 00 12 34",
        PartialDateFormField: "11/2021", forms.URLField: "https://example.fr/",
        forms.EmailField: "bureau@essai.example",        forms.SlugField: "essai", forms.RegexField: "essai",
    }  # fmt: skip
    found = next((value for kind, value in typed.items() if isinstance(field, kind)), None)
    if found:
        return found
    return f"Essai {name}"[:20]


def _first_choice(field: Any) -> str:
    if hasattr(field, "queryset"):
        first = field.queryset.first()
        return str(first.pk) if first else ""
    values = [str(value) for value, _ in field.choices if value and not isinstance(_, list | tuple)]
    return values[0] if values else ""
