"""Page « Ce qui manque au site » of the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.findings.collecting import findings
from portal.models import DueJob
from portal.web.staff_views import only_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
    from django.http import HttpRequest, HttpResponse

PERMISSION = "portal.change_portalsettings"


def may_read(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether somebody keeps the site as a whole."""
    return user.has_perm(PERMISSION)


@only_for(may_read)
@require_safe
def doctor(request: HttpRequest) -> HttpResponse:
    """Each thing that is missing, with where to mend it."""
    context = {
        "page_title": "Ce qui manque au site",
        "page_subtitle": "",
        "header_icon": "warning",
        "breadcrumbs_items": [],
        "findings": findings(),
        "due_jobs": DueJob.objects.order_by("name"),
    }
    return render(request, "portal/admin/doctor.html", context)
