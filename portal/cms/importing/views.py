"""Import in the admin: from a list, as a new draft, or into an empty page; the report stands above the editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_denied
from wagtail.models import Page

from portal.cms.draft_forms import UNTITLED, free_slug
from portal.cms.fixed_addresses import is_fixed_address
from portal.cms.importing import documents
from portal.cms.importing.drafting import fill, takes_documents
from portal.files.refusal import RefusedFile
from portal.french.typography import typeset

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from portal.cms.importing.drafting import Report


class DocumentForm(forms.Form):
    """The document, and what it becomes where a list holds several kinds of pages."""

    kind = forms.ChoiceField(label="Devient")
    document = forms.FileField(
        label="Document",
        help_text="Un fichier .docx (Word), .odt (LibreOffice Writer) ou HTML.",
        widget=forms.FileInput(attrs={"accept": ",".join(f".{each}" for each in documents.ACCEPTED)}),
    )

    def __init__(self, kinds: list[type[Page]], *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.kinds = {each._meta.label_lower: each for each in kinds}  # noqa: SLF001 - documented
        if kinds:
            self.fields["kind"].choices = [
                (name, capfirst(each.get_verbose_name())) for name, each in self.kinds.items()
            ]
        else:
            del self.fields["kind"]

    def clean_document(self) -> documents.Document:
        """Read it; what is refused is said at the field."""
        sent = self.cleaned_data["document"]
        try:
            self.read = documents.read(sent, sent.name, sent.size)
        except RefusedFile as refusal:
            raise forms.ValidationError(str(refusal)) from None
        self.name = sent.name.rpartition(".")[0].replace("_", " ")
        return self.read


def kinds_below(parent: Page) -> list[type[Page]]:
    """The kinds of pages that this one may get, and that a document can fill."""
    return [
        each for each in type(parent).creatable_subpage_models() if takes_documents(each) and each.can_create_at(parent)
    ]


def may_import(page: Page, user: object) -> bool:
    """Whether a document may become the body of this page: it is empty, and theirs to change."""
    takes = takes_documents(type(page)) and page.permissions_for_user(user).can_edit()
    return bool(takes and not page.locked and not page.get_latest_revision_as_object().body)


@require_http_methods(["GET", "POST"])
def below(request: HttpRequest, parent_id: int) -> HttpResponse:
    """A document becomes a new draft below a page."""
    parent = get_object_or_404(Page, pk=parent_id).specific
    kinds = kinds_below(parent)
    if not kinds or not parent.permissions_for_user(request.user).can_add_subpage():
        return permission_denied(request)
    form = DocumentForm(kinds, request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind")})
    if request.method == "POST" and form.is_valid():
        title = typeset(form.read.title or form.name).text[:255] or UNTITLED
        page = form.kinds[form.cleaned_data["kind"]](title=title, live=False, owner=request.user)
        page.slug = free_slug(
            title,
            lambda slug: Page._slug_is_available(slug, parent) and not is_fixed_address(slug, parent),  # noqa: SLF001 - as the form asks
            255,
        )
        with transaction.atomic():
            report = fill(page, form.read, request.user)
            parent.add_child(instance=page)
            page.save_revision(user=request.user, log_action=True, clean=False)
        return _to_editor(request, page, report)
    return _form(request, form, parent, f"Dans «\u00a0{parent.get_admin_display_title()}\u00a0»")


@require_http_methods(["GET", "POST"])
def into(request: HttpRequest, page_id: int) -> HttpResponse:
    """A document becomes the body of a page that has none."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not may_import(page, request.user):
        return permission_denied(request)
    form = DocumentForm([], request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        draft = page.get_latest_revision_as_object().specific
        with transaction.atomic():
            report = fill(draft, form.read, request.user)
            if draft.title == UNTITLED and form.read.title:
                draft.title = typeset(form.read.title).text
            draft.save_revision(user=request.user, log_action=True, clean=False)
        return _to_editor(request, page, report)
    return _form(request, form, page, f"Dans «\u00a0{page.get_admin_display_title()}\u00a0»")


def _to_editor(request: HttpRequest, page: Page, report: Report) -> HttpResponse:
    context = {
        "title": f"«\u00a0{page.title}\u00a0» est un brouillon\u00a0: relisez-le.",
        "mistakes": report.sentences(),
    }
    messages.success(request, render_to_string("portal/admin/mistakes.html", context))
    return redirect("wagtailadmin_pages:edit", page.pk)


def _form(request: HttpRequest, form: DocumentForm, page: Page, subtitle: str) -> HttpResponse:
    context = {
        "form": form,
        "page": page,
        "page_title": "Importer un document",
        "page_subtitle": subtitle,
        "header_icon": "upload",
        "breadcrumbs_items": [],
    }
    return render(request, "portal/admin/import.html", context)
