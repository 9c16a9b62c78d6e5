"""Chooser of snippets that have drafts: those that nobody may read yet are shown to who may change them alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_permission_codename
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


class _Readable:
    """A view of a chooser, on fewer objects."""

    model_class: Any
    request: HttpRequest

    def readable(self, objects: QuerySet) -> QuerySet:
        """Those of the objects whose names the account may read."""
        options = self.model_class._meta  # noqa: SLF001 - Django's own word for it
        change = f"{options.app_label}.{get_permission_codename('change', options)}"
        return objects if self.request.user.has_perm(change) else objects.filter(live=True)


class _List(_Readable):
    def get_object_list(self) -> QuerySet:
        return self.readable(super().get_object_list())  # type: ignore[misc]  # of the view it is mixed into


class _Choose(_List, ChooseView):
    pass


class _Results(_List, ChooseResultsView):
    pass


class _Chosen(_Readable, SnippetChosenView):
    def get_object(self, pk: str) -> Any:
        return self.readable(self.model_class.objects.all()).get(pk=pk)


class _ChosenMultiple(_Readable, SnippetChosenMultipleView):
    def get_objects(self, pks: list[str]) -> QuerySet:
        return self.readable(super().get_objects(pks))


class ReadableSnippetChooser(SnippetChooserViewSet):
    """For `chooser_viewset_class` of the view set of a snippet with drafts."""

    choose_view_class = _Choose
    choose_results_view_class = _Results
    chosen_view_class = _Chosen
    chosen_multiple_view_class = _ChosenMultiple
