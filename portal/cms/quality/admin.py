"""Content checks in the admin: panel « Vérifications », word to reviewers, column of the lists, reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.text import capfirst
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.auth import permission_denied
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal.cms.quality.checking import remarks_on
from portal.cms.quality.keeping import checked_models
from portal.cms.quality.rules import NAMES
from portal.french.words import plural
from portal.models import PageCheck, SnippetCheck
from portal.web.staff_views import only_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
    from django.db.models import Model
    from django.http import HttpRequest
    from django.urls import URLPattern
    from wagtail.query import PageQuerySet

BROKEN = "broken-link"
MOST = 300  # texts of a report


def writes(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether this account changes pages at all."""
    return bool(PagePermissionPolicy().user_has_any_permission(user, {"add", "change", "publish"}))


@never_cache
@require_safe
def panel(request: HttpRequest, page_id: int) -> HttpResponse:
    """The remarks on the newest draft of a page: what the panel shows after each saving."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        return permission_denied(request)
    draft = page.get_latest_revision_as_object().specific
    return HttpResponse(render_to_string("portal/admin/remarks.html", {"remarks": remarks_on(draft)}))


def kept_kinds(user: AbstractBaseUser | AnonymousUser) -> list[type[Model]]:
    """The kinds of snippets that are checked and that this account may change."""
    return [
        each
        for each in checked_models()
        if each.snippet_viewset.permission_policy.user_has_permission(user, "change")  # type: ignore[attr-defined]
    ]


@dataclass(frozen=True)
class Row:
    """A text of the report, with where it is changed."""

    title: str
    kind: str
    url: str
    remarks: list[dict[str, str]]


@only_for(lambda user: writes(user) or bool(kept_kinds(user)))
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The pages and snippets that have remarks, most first; `?regle=` narrows them to one rule."""
    rule = request.GET.get("regle", "")
    rows = []
    for text, check in (*_pages(request.user), *_snippets(request.user)):
        if remarks := [each for each in check.remarks if rule in ("", each["code"])]:
            title = text.get_admin_display_title() if isinstance(text, Page) else str(text)
            kind = capfirst(str((getattr(text, "cached_content_type", None) or check.kind).name))
            rows.append(Row(title, kind, AdminURLFinder(request.user).get_edit_url(text) or "", remarks))
    context = {
        "page_title": NAMES.get(rule, "Qualité des contenus"),
        "page_subtitle": "",
        "header_icon": "glasses",
        "breadcrumbs_items": [],
        "rows": sorted(rows, key=lambda each: -len(each.remarks))[:MOST],
        "names": NAMES,
        "rule": rule,
        "asks_outside": settings.CHECK_OUTSIDE_LINKS,
    }
    return render(request, "portal/admin/quality.html", context)


def _pages(user: AbstractBaseUser | AnonymousUser) -> Iterator[tuple[Page, PageCheck]]:
    mine = PagePermissionPolicy().explorable_instances(user)
    checks = PageCheck.objects.filter(count__gt=0, page__in=mine).select_related("page").order_by("page__title")
    yield from ((each.page, each) for each in checks)


def _snippets(user: AbstractBaseUser | AnonymousUser) -> Iterator[tuple[Model, SnippetCheck]]:
    for model in kept_kinds(user):
        kind = ContentType.objects.get_for_model(model)
        checks = {each.object_id: each for each in SnippetCheck.objects.filter(count__gt=0, kind=kind)}
        for text in model._default_manager.filter(pk__in=checks):  # noqa: SLF001 - documented
            yield text, checks[str(text.pk)]


class QualityColumn(Column):
    """How many remarks the newest draft of a text has."""

    def __init__(self) -> None:
        super().__init__("content_check", label="Qualité", width="10%")

    def get_value(self, instance: Page) -> str:
        count = getattr(instance, "remark_count", None)
        return "" if count is None else f"{count}\u00a0{plural(count, 'remarque')}" if count else "Rien à revoir"


@hooks.register("construct_explorer_page_queryset")
def count_remarks(parent_page: Page, pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """One join for the column of the whole list."""
    return pages.annotate(remark_count=F("content_check__count"))


@hooks.register("before_edit_page")
def tell_reviewers(request: HttpRequest, page: Page) -> None:
    """Whoever is to approve a page reads above it what its author may have overlooked."""
    task = page.current_workflow_task
    if request.method != "GET" or task is None or not task.user_can_access_editor(page, request.user):
        return
    if remarks := remarks_on(page.get_latest_revision_as_object().specific):
        context = {"title": "Avant d’approuver, à revoir\u00a0:", "mistakes": remarks}
        messages.warning(request, render_to_string("portal/admin/mistakes.html", context))


class ReportItem(MenuItem):
    """One of the reports, for those who write pages or snippets."""

    def is_shown(self, request: HttpRequest) -> bool:
        return writes(request.user) or bool(kept_kinds(request.user))


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("qualite/", report, name="content_quality"),
        path("qualite/<int:page_id>/", panel, name="content_remarks"),
    ]


@hooks.register("register_reports_menu_item")
def register_report() -> ReportItem:
    return ReportItem(
        "Qualité des contenus", reverse("content_quality"), icon_name="glasses", name="quality", order=850
    )


@hooks.register("register_reports_menu_item")
def register_broken_links() -> ReportItem:
    url = f"{reverse('content_quality')}?regle={BROKEN}"
    return ReportItem("Liens rompus", url, icon_name="link", name="broken-links", order=860)


def add_column() -> None:
    """Wagtail offers columns for lists of one page type only; here every list of pages gets it, before the state."""
    columns: list[Any] = ExplorableIndexView.base_columns
    if not any(isinstance(each, QualityColumn) for each in columns):
        columns.insert(len(columns) - 1, QualityColumn())
