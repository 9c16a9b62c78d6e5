"""Export and import of sheets in the admin: a file is first tried, then applied as it was tried."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django import forms
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from directory.staff import exchange
from directory.staff.access import keepers_only

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger(__name__)

MAX_BYTES = 1_000_000
TRIED_SECONDS = 3600
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"csv": (exchange.as_csv, "text/csv; charset=utf-8"), "xlsx": (exchange.as_xlsx, XLSX)}
_SALT = "directory.staff.exchange"


class FileForm(forms.Form):
    """A file of sheets."""

    file = forms.FileField(
        label="Fichier",
        help_text="CSV (UTF-8) ou XLSX, 1 Mo au plus, avec les colonnes de l’export.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self) -> list[dict[str, str]]:
        """The rows of the file."""
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith((".csv", ".xlsx")):
            raise forms.ValidationError("Choisissez un fichier .csv ou .xlsx.")
        if file.size > MAX_BYTES:
            raise forms.ValidationError("Le fichier dépasse 1 Mo.")
        try:
            return exchange.read(file.name, file.read())
        except exchange.FileError as error:
            raise forms.ValidationError(str(error)) from error


@keepers_only
@require_safe
@never_cache
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Every sheet, shown or not: for keepers, not for publication."""
    write, content_type = KINDS[kind]
    logger.info("Account %s exports the sheets.", request.user.pk)
    name = f"referents-{timezone.localdate():%Y-%m-%d}.{kind}"
    return HttpResponse(
        write(), content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@keepers_only
@require_http_methods(["GET", "POST"])
@never_cache
def import_sheets(request: HttpRequest) -> HttpResponse:
    """Ask for a file; say what it would do; do it. What was tried travels signed in the page."""
    form, plan, tried = FileForm(), None, ""
    if "tried" in request.POST:
        try:
            account, rows = signing.loads(request.POST["tried"], salt=_SALT, max_age=TRIED_SECONDS)
        except signing.BadSignature:
            account, rows = None, []
        if account != request.user.pk:
            messages.error(request, "L’essai est trop ancien : choisissez de nouveau le fichier.")
            return redirect("staff:import")
        plan = exchange.apply(rows, request.user)
        if not plan.errors:
            done = f"Import terminé : {len(plan.new)} fiches créées, {len(plan.changed)} modifiées."
            messages.success(request, done)
            return redirect("wagtailsnippets_directory_referent:list")
    elif request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            plan = exchange.plan(form.cleaned_data["file"])
            if not plan.errors and (plan.new or plan.changed):
                tried = signing.dumps([request.user.pk, plan.rows], salt=_SALT, compress=True)
    context = {
        "page_title": "Importer des fiches",
        "page_subtitle": "",
        "header_icon": "upload",
        "breadcrumbs_items": [],
        "form": form,
        "plan": plan,
        "tried": tried,
        "columns": list(exchange.COLUMNS),
    }
    return render(request, "directory/admin/import.html", context)
