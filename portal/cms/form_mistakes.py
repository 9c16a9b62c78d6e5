"""What a form of the admin refuses, as one list of sentences, each of which names its field and leads to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.text import capfirst
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms import ModelForm
    from wagtail.blocks import Block


@dataclass(frozen=True)
class Mistake:
    """One sentence: where, and what is wrong; `anchor` is the id of the field in the form, or empty."""

    where: str
    what: str
    anchor: str = ""

    def __str__(self) -> str:
        return f"{self.where}\u00a0: {self.what}" if self.where else self.what


def mistakes_of(form: ModelForm) -> list[Mistake]:
    """Those of the fields in their order, then of the inline rows."""
    return list(_of_form(form, ""))


def _of_form(form: ModelForm, around: str) -> Iterator[Mistake]:
    for name, errors in form.errors.items():
        if name == NON_FIELD_ERRORS or name not in form.fields:
            yield from (Mistake(around, str(each)) for each in errors)
            continue
        field, label = form[name], _joined(around, capfirst(str(form[name].label)))
        for error in errors.as_data():
            block = getattr(form.fields[name], "block", None)
            if block is not None:
                yield from block_mistakes(
                    block, form.cleaned_data.get(name, field.value()), error, label, field.html_name
                )
            else:
                yield from (Mistake(label, text, field.auto_id) for text in error.messages)
    for name, formset in getattr(form, "formsets", {}).items():
        if name == "comments":
            continue
        title = capfirst(str(formset.model._meta.verbose_name))  # noqa: SLF001 - documented
        for number, each in enumerate(formset.forms, 1):
            if each not in formset.deleted_forms:
                yield from _of_form(each, _joined(around, f"{title} {number}"))
        yield from (Mistake(_joined(around, title), text) for text in formset.non_form_errors())


def block_mistakes(block: Block, value: Any, error: ValidationError, where: str, anchor: str = "") -> Iterator[Mistake]:
    """The leaves of a tree of errors, each with its way through the blocks; `anchor` is the id that Wagtail gave it."""
    if isinstance(error, StreamBlockValidationError | ListBlockValidationError):
        yield from (Mistake(where, text, anchor) for each in error.non_block_errors.as_data() for text in each.messages)
        children = list(value.bound_blocks if isinstance(error, ListBlockValidationError) else value)
        for place, inner in error.block_errors.items():
            child = children[place]
            way = _joined(where, f"{capfirst(str(child.block.label))} {place + 1}")
            yield from block_mistakes(child.block, child.value, inner, way, anchor and f"{anchor}-{place}-value")
    elif isinstance(error, StructBlockValidationError):
        # A group has no id: its own sentences lead to its first field.
        first = anchor and f"{anchor}-{next(iter(block.child_blocks))}"
        yield from (Mistake(where, text, first) for each in error.non_block_errors.as_data() for text in each.messages)
        for name, inner in error.block_errors.items():
            child = block.child_blocks[name]
            inside = value.get(name) if hasattr(value, "get") else None
            inner_anchor = anchor and f"{anchor}-{name}"
            yield from block_mistakes(child, inside, inner, _joined(where, capfirst(str(child.label))), inner_anchor)
    else:
        yield from (Mistake(where, text, anchor) for text in error.messages)


def _joined(*ways: str) -> str:
    return ", ".join(filter(None, ways))
