"""What comes along with pasted text, and its storing behind the back of the portal."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from django.db import connection, models
from django.db.models import Value
from django.db.models.functions import Concat, Left
from wagtail.fields import RichTextField

from portal.cms.fields import LeadField

if TYPE_CHECKING:
    from collections.abc import Iterable

CONTROLS = "".join(chr(code) for code in (*range(1, 0x20), *range(0x7F, 0xA0)))
INVISIBLE = "\u200b\u200e\u2028\u2029\u202e\u2066\ufeff\ufffe\uffff\U0001ffff"
PASTED = f"Coller{CONTROLS}{INVISIBLE}e\u0301"
# PostgreSQL stores no NUL: only SQLite may hold one.
STORED = PASTED if connection.vendor == "postgresql" else f"{PASTED}\0"
PLAIN = (models.CharField, models.TextField, LeadField, RichTextField)
TECHNICAL = {"path", "url_path", "slug", "code", "mode", "chain_key", "time_zone", "key", "gender", "pictogram"}


def is_clean(text: str) -> bool:
    """Whether nothing of a paste is left that machines refuse or readers do not see."""
    return unicodedata.is_normalized("NFC", text) and not (set(text) - {"\n", "\t"}) & set(CONTROLS + INVISIBLE + "\0")


def spoil(*found: type[models.Model]) -> None:
    """Store a paste in every text of every row, past all that cleans: as an import by SQL would."""
    for model in found:
        texts = {field.name: _pasted(field) for field in words_of(model)}
        assert texts, f"{model.__name__} has no text"
        assert model._base_manager.update(**texts), f"no {model.__name__} to spoil"


def _pasted(field: models.Field) -> Concat | Left:
    text = Concat(field.name, Value(STORED), output_field=models.TextField())
    is_bounded = field.max_length and connection.vendor == "postgresql"  # SQLite keeps more than a column's length
    return Left(text, field.max_length) if is_bounded else text


def words_of(model: type[models.Model]) -> Iterable[models.Field]:
    """The fields in which people write words."""
    return [
        field
        for field in model._meta.local_concrete_fields
        if type(field) in PLAIN
        and not (field.choices or field.primary_key or field.name in TECHNICAL)
        and (field.max_length or 1000) > 30
    ]
