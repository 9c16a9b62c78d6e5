"""What the directory lacks: mailboxes of the directions and of the sheets, referents of departments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from directory.models import Disp, Referent
from directory.staff.coverage import coverage
from portal.findings.collecting import Finding
from portal.mail.fictional import is_fictional

if TYPE_CHECKING:
    from collections.abc import Iterator


def mailboxes_of_directions() -> Iterator[Finding]:
    """Directions that nobody can write to."""
    for each in Disp.objects.all():
        if is_fictional(each.mailbox):
            path = reverse(Disp.snippet_viewset.get_url_name("edit"), args=[each.pk])
            yield Finding(f"{each.short_label}\u00a0: la boîte de la direction manque, ou n’existe pas.", path)


def mailboxes_of_sheets() -> Iterator[Finding]:
    """Published sheets that nobody can write to."""
    for each in Referent.objects.published().occupied().order_by("office"):
        if is_fictional(each.email):
            path = reverse(Referent.snippet_viewset.get_url_name("edit"), args=[each.pk])
            yield Finding(f"{each.office}\u00a0: la boîte fonctionnelle n’existe pas.", path)


def territory() -> Iterator[Finding]:
    """Departments that nobody answers for."""
    if deserted := coverage().deserted:
        yield Finding(f"Aucun référent ne couvre\u00a0: {', '.join(deserted)}.", reverse("staff:coverage"))


CHECKS = [mailboxes_of_directions, mailboxes_of_sheets, territory]
