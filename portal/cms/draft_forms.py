"""Deferred validation of the admin's forms: a draft keeps whatever can be stored, publishing asks for everything.

One rule for all page types and snippets with drafts, their fields, `clean` methods and inline rows. What a draft still
refuses cannot be stored: text in place of a number or a date, a text longer than its column, an address in use.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import connection, models
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.panels import InlinePanel, get_form_for_model
from wagtail.admin.widgets import SlugInput
from wagtail.models import Page

from portal.cms import typography
from portal.cms.fixed_addresses import is_fixed_address, refuse_fixed_address
from portal.cms.form_mistakes import mistakes_of
from portal.cms.repeated_comments import leave_out_repeated
from portal.french.slugs import ELISION, LIGATURES, is_made_of, slug_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.cms.form_mistakes import Mistake

UNTITLED = "Sans titre"
STORED_ONCE = {"unique", "unique_together"}  # what the database itself refuses
EMPTY = (None, "")


class DraftForm(WagtailAdminModelForm):
    """A form that, while it saves a draft, refuses only what cannot be stored."""

    is_reading = False

    def mistakes(self) -> list[Mistake]:
        """What is wrong, in sentences that name their field and lead to it."""
        return mistakes_of(self)

    def defer_required_fields(self) -> None:
        """Require nothing, whatever its column: what may not be empty there gets a value in `_clean_fields`."""
        super().defer_required_fields()
        for name, field in self.fields.items():
            if field.required:
                field.required = False
                self.deferred_required_fields.append(name)

    def add_error(self, field: str | None, error: Any) -> None:
        """Leave for the publication what can wait."""
        if not (self.is_deferred_validation and self._can_wait(field, error)):
            super().add_error(field, error)

    def _can_wait(self, field: str | None, error: Any) -> bool:
        if self.is_reading:
            return self._keeps_as_typed(str(field))
        found = error if isinstance(error, ValidationError) else ValidationError(error)
        by_field = found.error_dict if hasattr(found, "error_dict") else {field: found.error_list}
        return not any(
            each.code in STORED_ONCE or self._overflows(name) for name, errors in by_field.items() for each in errors
        )

    def _keeps_as_typed(self, name: str) -> bool:
        """Keep a text that is not yet what it should be, such as half an address, where its column has room."""
        field, typed = self.fields[name], self[name].data
        if not isinstance(field, forms.CharField) or isinstance(field, forms.SlugField) or not isinstance(typed, str):
            return False
        column = self._column(name)
        room = getattr(column, "max_length", None)
        if not isinstance(column, models.CharField | models.TextField) or (room and len(typed) > room):
            return False
        self.cleaned_data[name] = typed
        return True

    def _overflows(self, name: str | None) -> bool:
        """Whether a number is beyond what its column holds."""
        column, value = self._column(name or NON_FIELD_ERRORS), self.cleaned_data.get(name)
        if not isinstance(column, models.IntegerField) or not isinstance(value, int):
            return False
        least, most = connection.ops.integer_field_range(column.get_internal_type())
        return (least is not None and value < least) or (most is not None and value > most)

    def _column(self, name: str) -> models.Field | None:
        fields = self.instance._meta.fields  # noqa: SLF001 - documented
        return next((each for each in fields if each.name == name), None)

    def _clean_fields(self) -> None:
        """Read the fields and set their typography; in a draft, fill what the database needs."""
        self.is_reading = True
        try:
            with typography.setting():
                super()._clean_fields()
        finally:
            self.is_reading = False
        if self.is_deferred_validation:
            self._fill_columns()

    def _fill_columns(self) -> None:
        for name, value in list(self.cleaned_data.items()):
            column = self._column(name)
            if isinstance(column, models.SlugField) and column.unique:
                words = value or self._words() or type(self.instance).__name__
                self.cleaned_data[name] = free_slug(words, self._is_free_in(column), column.max_length)
            if column is None or value not in EMPTY:
                continue
            may_be_blank = column.blank and not isinstance(column, models.IntegerField)
            if column.has_default() and not (column.null or may_be_blank):
                self.cleaned_data[name] = column.get_default()

    def _words(self) -> str:
        """The first words of the form, for an address."""
        return next((each for each in self.cleaned_data.values() if isinstance(each, str) and each.strip()), "")

    def _is_free_in(self, column: models.Field) -> Callable[[str], bool]:
        others = type(self.instance)._default_manager.exclude(pk=self.instance.pk)  # noqa: SLF001 - documented
        return lambda slug: not others.filter(**{column.name: slug}).exists()


class DraftPageForm(DraftForm, WagtailAdminPageForm):
    """The same for pages, whose tree needs a title and a free address."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "comments" in self.formsets:
            leave_out_repeated(self.formsets["comments"], self.instance, self.for_user)
        if slug := self.fields.get("slug"):
            slug.required = False  # `_give_address` makes one of the title, also where no script did
            ascii_only = {"data-w-slug-allow-unicode-value": False}
            slug.widget = SlugInput(ascii_only, formatters=[(ELISION, ""), *LIGATURES.items()])

    def clean(self) -> dict[str, Any]:
        """Refuse an address that is answered already; a page that is not stored yet does not know its parent."""
        cleaned = super().clean()
        if self.instance.pk is None and (slug := cleaned.get("slug")):
            try:
                refuse_fixed_address(slug, self.parent_page)
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned

    def _clean_fields(self) -> None:
        super()._clean_fields()
        if "slug" in self.fields and "slug" not in self.errors:
            self._give_address()

    def _fill_columns(self) -> None:
        super()._fill_columns()
        if "title" in self.fields and "title" not in self.errors and not self.cleaned_data.get("title"):
            self.cleaned_data["title"] = UNTITLED

    def _give_address(self) -> None:
        """Make an address of the title where none was typed; number one that is taken, unless somebody wants it so."""
        typed, title = self.cleaned_data.get("slug") or "", self.cleaned_data.get("title") or UNTITLED
        is_public = self.instance.pk and self.instance.live
        if typed and not self.is_deferred_validation and (is_public or not is_made_of(typed, title)):
            return
        self.cleaned_data["slug"] = free_slug(typed or title, self._is_free, self.fields["slug"].max_length or 255)

    def _is_free(self, slug: str) -> bool:
        return Page._slug_is_available(  # noqa: SLF001 - Wagtail's form asks it too
            slug, self.parent_page, self.instance
        ) and not is_fixed_address(slug, self.parent_page)


class DraftInlinePanel(InlinePanel):
    """Wagtail's rows, of which a draft keeps whatever can be stored."""

    def get_form_options(self) -> dict[str, Any]:
        """The same options, with forms of ours."""
        options = super().get_form_options()
        child = self.child_edit_handler.get_form_options()
        options["formsets"][self.relation_name]["form"] = get_form_for_model(
            self.db_field.related_model,
            form_class=DraftForm,
            defer_required_on_fields=child.get("defer_required_on_fields", []),
        )
        return options


def free_slug(words: str, is_free: Callable[[str], bool], room: int) -> str:
    """An address made of these words, with a number when another one has it."""
    base = slug_of(words)[: room - 5].strip("-") or slug_of(UNTITLED)
    return next(slug for slug in (base if number == 1 else f"{base}-{number}" for number in count(1)) if is_free(slug))
