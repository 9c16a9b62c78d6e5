"""Lists of snippets that have drafts: what tells « en ligne » from « publication prévue », in two queries a page.

Wagtail asks for the states of its pages at once (`PageQuerySet`), but for those of each snippet anew.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Revision, WorkflowState
from wagtail.snippets.views.snippets import IndexView

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import Model


class DraftsIndexView(IndexView):
    """Wagtail's list, whose rows know their state before they are shown."""

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Any, ...]:
        """The page as Wagtail finds it; its rows are read here."""
        found: tuple[Any, ...] = super().paginate_queryset(queryset, page_size)
        know_states(self.model, found[2])
        return found


def know_states(model: type[Model], rows: Collection[Any]) -> None:
    """Give snippets what their `status_string` would ask for, one by one; two queries."""
    kind = ContentType.objects.get_for_model(model)
    these = {"base_content_type": kind, "object_id__in": [str(row.pk) for row in rows]}
    active = defaultdict(list)
    for state in WorkflowState.objects.active().filter(**these).select_related("current_task_state__task"):
        active[state.object_id].append(state)
    scheduled = {each.object_id: each for each in Revision.objects.filter(**these, approved_go_live_at__isnull=False)}
    for row in rows:
        row._current_workflow_states = active[str(row.pk)]  # noqa: SLF001 - Wagtail's own place for them
        row.scheduled_revision = scheduled.get(str(row.pk))
