"""Requests as CSV and XLSX files: personal data, only of what the account sees, and each request noted as read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from directory.contact.desk import reads
from directory.contact.desk.access import desk_view
from directory.contact.desk.filters import FilterForm, narrowed
from directory.contact.models import ContactRequest, RequestRead
from directory.contact.sectors import sector_label
from portal.files.workbook_writer import CONTENT_TYPE, workbook
from portal.french.words import french_number
from portal.web.csv_files import csv_response

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator

    from django.contrib.auth.models import AbstractBaseUser
    from django.http import HttpRequest, HttpResponseBase

    from directory.contact.models.querysets import ContactRequestQuerySet

KINDS = ("csv", "xlsx")
MAX_XLSX_ROWS = 10_000  # a workbook is made in memory, while somebody waits
MAX_CSV_ROWS = 25_000  # each is noted as read before the first line leaves, and a web worker has thirty seconds
READ_AT_ONCE = 1000


def _time(at: datetime.datetime | None) -> datetime.datetime | None:
    return timezone.localtime(at) if at else None


COLUMNS: dict[str, Callable[[ContactRequest], object]] = {
    "numéro": lambda each: each.grouped_reference,
    "état": lambda each: each.get_state_display(),
    "motif de fin": lambda each: each.get_end_reason_display(),
    "reçue le": lambda each: _time(each.received_at),
    "réponse attendue le": lambda each: each.due_on,
    "première réponse le": lambda each: _time(each.answered_at),
    "jours ouvrés avant réponse": lambda each: each.answer_days,
    "direction": lambda each: each.disp.short_label if each.disp else "",
    "envoyée à": lambda each: each.recipient_name,
    "suivie par": lambda each: (each.owner.get_full_name() or each.owner.get_username()) if each.owner else "",
    "projets": lambda each: " | ".join(each.project_labels),
    "lieu": lambda each: each.place or each.place_typed,
    "établissement visé": lambda each: each.aim_label,
    "plusieurs sites": lambda each: each.is_national,
    "sites": lambda each: " | ".join(each.sites.splitlines()),
    "pour quand": lambda each: each.get_timing_display(),
    "postes": lambda each: each.positions,
    "surface (m²)": lambda each: each.surface,
    "organisation": lambda each: each.organisation,
    "SIRET": lambda each: each.siret,
    "secteur": lambda each: sector_label(each.sector),
    "effectif": lambda each: each.get_workforce_display(),
    "prénom et nom": lambda each: each.contact_name,
    "fonction": lambda each: each.job,
    "e-mail": lambda each: each.email,
    "téléphone": lambda each: each.telephone_label,
    "message": lambda each: each.message,
}


@desk_view
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The list as the filters of the address leave it."""
    found = narrowed(request.user, FilterForm(request.GET, request.user))
    most, otherwise = (MAX_XLSX_ROWS, ", ou choisissez le CSV") if kind == "xlsx" else (MAX_CSV_ROWS, "")
    if found[: most + 1].count() > most:
        messages.error(request, f"Plus de {french_number(most)} demandes\u00a0: filtrez la liste{otherwise}.")
        return redirect("desk:list")
    return file_of(request.user, found, kind)


def file_of(user: AbstractBaseUser, found: ContactRequestQuerySet, kind: str) -> HttpResponseBase:
    """A file of these requests, noted as read before the first line leaves."""
    keys = list(found.values_list("pk", flat=True))
    reads.note(user, keys, RequestRead.Kind.EXPORT)
    name = f"demandes-{timezone.localdate():%Y-%m-%d}.{kind}"
    return csv_response(name, lines(keys)) if kind == "csv" else xlsx_response(name, lines(keys))


def lines(keys: list[int]) -> Iterator[list[object]]:
    """Header, then one line a request, in the order of the keys; memory does not grow with them."""
    yield list(COLUMNS)
    for start in range(0, len(keys), READ_AT_ONCE):
        some = keys[start : start + READ_AT_ONCE]
        found = ContactRequest.objects.select_related("disp", "owner", "establishment", "workshop").in_bulk(some)
        yield from ([value(found[key]) for value in COLUMNS.values()] for key in some if key in found)


def xlsx_response(name: str, rows: Iterator[list[object]]) -> HttpResponse:
    """A workbook: header, then the rows with their numbers and moments."""
    header = [str(title) for title in next(rows)]
    response = HttpResponse(workbook("Demandes", header, rows), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
