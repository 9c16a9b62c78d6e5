"""Page templates: a page kept as a model, from which others begin as drafts, with all its blocks and rows."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from modelcluster.models import get_all_child_relations
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import COMMENTS_RELATION_NAME, Page

from portal.cms.draft_forms import free_slug
from portal.cms.fixed_addresses import is_fixed_address
from portal.models import PageModel

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse

# What belongs to one page and not to those that begin from it: its place, its address, its life so far.
OF_ONE_PAGE = {
    *(
        "pk",
        "id",
        "path",
        "depth",
        "numchild",
        "url_path",
        "slug",
        "translation_key",
        "owner",
        "draft_title",
        "alias_of",
    ),
    *("live", "has_unpublished_changes", "first_published_at", "last_published_at", "live_revision", "latest_revision"),
    *("latest_revision_created_at", "go_live_at", "expire_at", "expired", "locked", "locked_at", "locked_by"),
    COMMENTS_RELATION_NAME,
}


class PageModelForm(forms.ModelForm):
    """What a model is called."""

    class Meta:
        model = PageModel
        fields = ("name",)
        help_texts = {"name": "Ce à quoi il sert\u00a0: «\u00a0Compte rendu d’atelier\u00a0»."}


@hooks.register("register_page_header_buttons")
def offer_keeping(page: Page, user: AbstractBaseUser, view_name: str, next_url: str | None = None) -> list[Button]:
    """In the menu of a page, for who may change it, unless there is only one of its kind."""
    if page.specific_class is None or page.specific_class.max_count or not page.permissions_for_user(user).can_edit():
        return []
    return [Button("Garder comme modèle…", reverse("keep_model", args=[page.pk]), icon_name="copy", priority=66)]


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a name, and keep the draft of a page as a model."""
    page = get_object_or_404(Page, pk=pk).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    form = PageModelForm(request.POST or None, initial={"name": page.title[:120]})
    if request.method == "POST" and form.is_valid():
        form.instance.kind, form.instance.parent = page.content_type, page.get_parent()
        form.instance.content, form.instance.made_by = content_of(page), request.user
        form.save()
        messages.success(
            request, f"Le modèle «\u00a0{form.instance}\u00a0» est gardé, sous Écrire, Partir d’un modèle."
        )
        return redirect("wagtailadmin_pages:edit", pk)
    return render(request, "portal/admin/keep_model.html", _frame("Garder comme modèle") | {"page": page, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def models(request: HttpRequest) -> HttpResponse:
    """The models this account may begin from; a POST begins a page, or forgets a model."""
    usable = [
        model
        for model in PageModel.objects.select_related("kind", "parent", "made_by")
        if _may_begin(request.user, model)
    ]
    if request.method != "POST":
        return render(request, "portal/admin/page_models.html", _frame("Partir d’un modèle") | {"models": usable})
    chosen = {str(model.pk): model for model in usable}.get(request.POST.get("begin") or request.POST.get("forget", ""))
    if chosen is None:
        messages.error(request, "Ce modèle n’existe plus.")
        return redirect("page_models")
    if "forget" in request.POST:
        chosen.delete()
        messages.success(request, f"Le modèle «\u00a0{chosen}\u00a0» est oublié. Les pages qui en viennent restent.")
        return redirect("page_models")
    page = begin(chosen, request.user)
    messages.success(request, "Le brouillon est prêt\u00a0: changez le titre et ce qui diffère.")
    return redirect("wagtailadmin_pages:edit", page.pk)


def content_of(page: Page) -> dict[str, Any]:
    """The draft of a page as JSON, without what belongs to this page alone."""
    content = page.get_latest_revision_as_object().serializable_data()
    return {name: value for name, value in content.items() if name not in OF_ONE_PAGE}


@transaction.atomic
def begin(model: PageModel, user: AbstractBaseUser) -> Page:
    """A new draft with the content of a model; references to what was deleted since are left out."""
    kind, parent = model.kind.model_class(), model.parent.specific
    page = kind.from_serializable_data(
        model.content | {"pk": None, "content_type": model.kind_id, "locale": parent.locale_id},
        check_fks=True,
        strict_fks=False,
    )
    for relation in get_all_child_relations(kind):
        for row in getattr(page, relation.get_accessor_name()).all():
            row.pk = None
            if hasattr(row, "translation_key"):
                row.translation_key = uuid.uuid4()
    page.title = page.title or model.name
    page.slug = free_slug(
        page.title,
        lambda slug: Page._slug_is_available(slug, parent) and not is_fixed_address(slug, parent),  # noqa: SLF001 - as in draft_forms
        255,
    )
    page.owner, page.live, page.has_unpublished_changes = user, False, True
    page.draft_title, page.latest_revision_created_at = page.title, timezone.now()
    parent.add_child(instance=page)
    page.save_revision(user=user, log_action=True, clean=False)
    return page


def _may_begin(user: AbstractBaseUser, model: PageModel) -> bool:
    kind, parent = model.kind.model_class(), model.parent
    return bool(
        kind and parent and kind.can_create_at(parent.specific) and parent.permissions_for_user(user).can_add_subpage()
    )


def _frame(title: str) -> dict[str, Any]:
    return {"page_title": title, "page_subtitle": "", "header_icon": "copy", "breadcrumbs_items": []}
