"""Content check of snippets that visitors read: a column of their lists, and a panel beside their form."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast
from wagtail import hooks
from wagtail.admin.ui.side_panels import BaseSidePanel, ChecksSidePanel
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from portal.cms.quality.keeping import keep, newest
from portal.models import SnippetCheck

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest


class RemarksSidePanel(BaseSidePanel):
    """« Vérifications » beside a form without preview; with one, Wagtail's own panel shows them."""

    class SidePanelToggle(ChecksSidePanel.SidePanelToggle):
        pass

    name = ChecksSidePanel.name
    title = ChecksSidePanel.title
    template_name = "portal/admin/remarks_panel.html"
    order = ChecksSidePanel.order


class CheckedEditView(EditView):
    """Wagtail's editor with what is to be looked at beside it."""

    def get_side_panels(self) -> Any:
        panels = super().get_side_panels()
        if not any(isinstance(each, ChecksSidePanel) for each in panels):
            panels.append(RemarksSidePanel(self.object, self.request))
        return panels


class CheckedViewSet(SnippetViewSet):
    """The view set of a kind of snippet that is checked; its `list_display` has a QualityColumn."""

    is_checked = True
    edit_view_class = CheckedEditView

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return counted(self.model._default_manager.all())  # noqa: SLF001 - documented


def counted(snippets: QuerySet) -> QuerySet:
    """Each with the number of its remarks, `remark_count`, as one subquery."""
    checks = SnippetCheck.objects.filter(
        kind=ContentType.objects.get_for_model(snippets.model), object_id=Cast(OuterRef("pk"), CharField())
    )
    return snippets.annotate(remark_count=Subquery(checks.values("count")[:1]))


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def check_when_saved(request: HttpRequest, snippet: Model) -> None:
    """A text that was saved is checked once it is safely stored."""
    if getattr(snippet.snippet_viewset, "is_checked", False):  # type: ignore[attr-defined]  # which Wagtail gives all
        transaction.on_commit(partial(_keep_newest, type(snippet), snippet.pk), robust=True)


def _keep_newest(model: type[Model], pk: Any) -> None:
    snippet = model._default_manager.filter(pk=pk).first()  # noqa: SLF001 - documented
    if snippet is not None:
        keep(newest(snippet))
