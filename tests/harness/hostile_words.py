"""Words that break what is built of them, in every text that editors write: found in the registries of models.

No list of models or fields: pages, snippets, settings, media and their parts are those that Wagtail knows, and a text
field is one whose own validation takes the words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.html import escape
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.contrib.settings.registry import registry
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDLESS = 1_200  # signs, where a field sets no limit of its own
HOSTILE = {
    "apostrophes": "mise à l'essai d’l'été",
    "signs of a pattern": r"(?P<w0>[a-z'’]+)*$|^.{2,}? \b(a|b",
    "formats and templates": "\\1 \\g<0> \\Q mot\\ %s %(x)d {0} {x.__class__} {{ x }} {% now %} $1 ${x}",
    "HTML": "</p><script>alert('x')</script><h2 id=\"t\"><a href='?a=1&amp;b=2'>&lt;&#x27;&nbsp;mot <!-- ",
    "marks and emoji": "e\u0301crou l\u2019e\u0301te\u0301 \u20e3 İſßŉ ⑴ﬁ 🧑🏽\u200d🔧 \u202egauche\u2066 \ufeff\u200b",
    "nothing to read": "'’«“\"”»… — ¿ ''·",
    "a query": 'mot" OR * NEAR(a b) - title:x ^2 AND (NOT [* TO z]) ~/.*/',
    "endless": "mise à l'essai " * (ENDLESS // 15),
}


def edited() -> list[type[models.Model]]:
    """Every model that editors fill: pages, snippets, settings, media, and what stands in their forms as a part."""
    whole = [*get_page_models(), *get_snippet_models(), *registry, get_image_model(), get_document_model()]
    ours = [model for model in whole if not model.__module__.startswith(("wagtail.", "tests."))]
    parts = [relation.related_model for model in ours for relation in get_all_child_relations(model)]
    return list(dict.fromkeys([*ours, *(part for part in parts if not part.__module__.startswith("wagtail."))]))


def add_parts() -> None:
    """One of each part to each thing that has none."""
    for model in edited():
        for row in model._default_manager.all():
            for relation in get_all_child_relations(model):
                part = relation.related_model
                if part in edited() and not part._default_manager.filter(**{relation.field.name: row}).exists():
                    part._default_manager.bulk_create([part(**_required(part) | {relation.field.name: row})])


def _required(model: type[models.Model]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.has_default() or field.primary_key or (field.null and not isinstance(field, models.ForeignKey)):
            continue
        if isinstance(field, models.ForeignKey):
            values[field.name] = field.related_model._default_manager.first()
        elif field.choices:
            values[field.name] = field.flatchoices[0][0]
        elif isinstance(field, (models.IntegerField, models.DecimalField)):
            values[field.name] = 1
        elif isinstance(field, models.DateField):
            values[field.name] = timezone.localdate()
    return values


def write_everywhere(words: str) -> dict[str, int]:
    """Put words into all texts of all rows, past the rules that span fields; how many, by the label of the model."""
    written = {}
    for model in edited():
        written[model._meta.label] = 0
        for number, row in enumerate(model._default_manager.order_by("pk")):
            values = dict(_texts(model, row, words, str(number or "")))
            model._default_manager.filter(pk=row.pk).update(**values)
            written[model._meta.label] += len(values)
    return written


def _texts(model: type[models.Model], row: models.Model, words: str, ending: str) -> Iterator[tuple[str, Any]]:
    for field in model._meta.concrete_fields:
        if not field.editable or field.primary_key or field.name == "path":  # the place of a page in the tree
            continue
        if isinstance(field, StreamField):
            yield field.name, field.stream_block.to_python(_in_block(field.stream_block, words))
        elif isinstance(field, RichTextField):
            yield field.name, _rich(words)
        elif isinstance(field, models.FileField):
            continue
        elif isinstance(field, (models.CharField, models.TextField)):
            ended = ending if field.unique else ""
            try:
                yield field.name, field.clean(words[: (field.max_length or ENDLESS) - len(ended)] + ended, row)
            except ValidationError:  # an address, a choice, a date
                continue


def _rich(words: str) -> str:
    """As the editor stores it."""
    return f"<h2>{escape(words)}</h2><p>Avant {escape(words)} après, <b>{escape(words)}</b>.</p>"


def _in_block(block: blocks.Block, words: str) -> Any:
    """What the database holds of a block and all those in it, each once."""
    match block:
        case blocks.BaseStreamBlock():
            return [{"type": name, "value": _in_block(child, words)} for name, child in block.child_blocks.items()]
        case blocks.ListBlock():
            return [_in_block(block.child_block, words) for _ in range(2)]
        case blocks.BaseStructBlock():
            return {name: _in_block(child, words) for name, child in block.child_blocks.items()}
        case blocks.RichTextBlock():
            return _rich(words)
        case blocks.ChooserBlock():
            kinds = getattr(block, "target_models", None) or [block.model_class]
            return next((row.pk for kind in kinds if (row := kind._default_manager.first())), None)
        case blocks.FieldBlock():
            try:
                return block.field.clean(words[: getattr(block.field, "max_length", None) or ENDLESS])
            except ValidationError:
                choices = [
                    value for value, _ in getattr(block.field, "choices", ()) if isinstance(value, str) and value
                ]
                many = isinstance(block, blocks.MultipleChoiceBlock)
                return choices if many else next(iter(choices), block.get_prep_value(block.get_default()))
        case _:
            return block.get_prep_value(block.get_default())
