"""Export and import of sheets and workshops in the admin: a file is first tried, then applied as it was tried."""

from __future__ import annotations

import datetime
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from directory.staff import exchange, tables, workshop_exchange
from directory.staff.access import keepers_only
from portal.files.csv_reader import TableFileError
from portal.files.table_files import EXTENSIONS
from portal.files.workbook_writer import CONTENT_TYPE
from portal.web.signed_links import LinkExpiredError, LinkUnknownError, SignedLink

if TYPE_CHECKING:
    from types import ModuleType

    from django.http import HttpRequest

logger = logging.getLogger(__name__)

MAX_BYTES = 1_000_000
KINDS = {"csv": (tables.as_csv, "text/csv; charset=utf-8"), "xlsx": (tables.as_xlsx, CONTENT_TYPE)}
TRIED = SignedLink("directory.staff.exchange", datetime.timedelta(hours=1))  # in the page, not in an address


@dataclass(frozen=True)
class Exchange:
    """One kind of rows that go out to a file and come in again, and how the pages speak of them."""

    module: ModuleType  # its `table`, `read`, `plan`, `apply` and COLUMNS
    title: str
    name: str  # of the file
    new: str
    changed: str
    unchanged: str
    import_view: str
    export_view: str
    list_view: str
    advice: str


SHEETS = Exchange(
    exchange,
    title="Importer des fiches",
    name="referents",
    new="Fiches créées et publiées",
    changed="Fiches modifiées et publiées",
    unchanged="Fiches inchangées",
    import_view="staff:import",
    export_view="staff:export",
    list_view="wagtailsnippets_directory_referent:list",
    advice="L’export contient aussi les noms et les lignes que le site ne montre pas : ne le transmettez pas.",
)
WORKSHOPS = Exchange(
    workshop_exchange,
    title="Importer des ateliers",
    name="ateliers",
    new="Ateliers créés",
    changed="Ateliers modifiés",
    unchanged="Ateliers inchangés",
    import_view="staff:import_workshops",
    export_view="staff:export_workshops",
    list_view="wagtailsnippets_directory_workshop:list",
    advice="Un atelier nouveau n’a pas d’identifiant. Seul un atelier confirmé depuis moins de six mois est montré.",
)


class FileForm(forms.Form):
    """A file of rows."""

    file = forms.FileField(
        label="Fichier",
        help_text="CSV ou XLSX, 1 Mo au plus, avec les colonnes de l’export.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def __init__(self, of: Exchange, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.of = of

    def clean_file(self) -> list[dict[str, str]]:
        """The rows of the file."""
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(EXTENSIONS):
            raise forms.ValidationError("Choisissez un fichier .csv ou .xlsx.")
        if file.size > MAX_BYTES:
            raise forms.ValidationError("Le fichier dépasse 1 Mo.")
        try:
            return self.of.module.read(file.name, file.read())
        except TableFileError as error:
            raise forms.ValidationError(str(error)) from error


@keepers_only
@require_safe
def export(request: HttpRequest, kind: str, of: Exchange = SHEETS) -> HttpResponse:
    """Every row, shown or not: for keepers, not for publication."""
    write, content_type = KINDS[kind]
    logger.info("Account %s exports the table %s.", request.user.pk, of.name)
    name = f"{of.name}-{timezone.localdate():%Y-%m-%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write(of.module.table()), content_type=content_type, headers=headers)


@keepers_only
@require_http_methods(["GET", "POST"])
def import_rows(request: HttpRequest, of: Exchange = SHEETS) -> HttpResponse:
    """Ask for a file; say what it would do; do it. What was tried travels signed in the page."""
    form, plan, tried = FileForm(of), None, ""
    if "tried" in request.POST:
        try:
            account, name, rows = TRIED.read(request.POST["tried"])
        except (LinkExpiredError, LinkUnknownError, ValueError):
            account, name, rows = None, "", []
        if account != request.user.pk or name != of.name:
            messages.error(request, "L’essai est trop ancien : choisissez de nouveau le fichier.")
            return redirect(of.import_view)
        plan = of.module.apply(rows, request.user)
        if not plan.errors:
            done = f"{of.new} : {len(plan.new)}. {of.changed} : {len(plan.changed)}."
            messages.success(request, f"Import terminé. {done}")
            return redirect(of.list_view)
    elif request.method == "POST":
        form = FileForm(of, request.POST, request.FILES)
        if form.is_valid():
            plan = of.module.plan(form.cleaned_data["file"])
            if not plan.errors and (plan.new or plan.changed):
                tried = TRIED.sign([request.user.pk, of.name, plan.rows], compress=True)
    context = {
        "page_title": of.title,
        "page_subtitle": "",
        "header_icon": "upload",
        "breadcrumbs_items": [],
        "form": form,
        "plan": plan,
        "tried": tried,
        "of": of,
        "columns": list(of.module.COLUMNS),
    }
    return render(request, "directory/admin/import.html", context)
