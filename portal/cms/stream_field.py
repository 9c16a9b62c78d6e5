from __future__ import annotations

from typing import Any

from wagtail.fields import StreamField

from portal.cms.draft_blocks import DraftableBlockField
from portal.french.clean_text import clean_values


class PortalStreamField(StreamField):
    """A StreamField whose blocks stay out of migrations: changing a block is no change of the database.

    After dis-wagtail's `cms/core/fields.py`: 0.17 MB of migrations where a comparable site carries 41 MB.
    """

    def __init__(self, block_types: Any = (), *args: Any, **kwargs: Any) -> None:
        super().__init__(list(block_types) if isinstance(block_types, tuple) else block_types, *args, **kwargs)

    def get_prep_value(self, value: Any) -> Any:
        """The blocks as JSON values, for the table and for revisions, every text in them cleaned."""
        return clean_values(super().get_prep_value(value))

    def formfield(self, **kwargs: Any) -> Any:
        """A field whose drafts keep whatever can be stored."""
        return super().formfield(**{"form_class": DraftableBlockField} | kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        kwargs.pop("block_types", None)
        return name, path, [], kwargs
