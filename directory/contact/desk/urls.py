"""Addresses of the desk, below the admin's. None of them says anything about an employer."""

from __future__ import annotations

from django.urls import path, re_path

from directory.contact.desk import actions, detail, export, listing, reports, selection

app_name = "desk"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("selection/", selection.selection, name="selection"),
    path("tableau-de-bord/", reports.dashboard, name="dashboard"),
    path("consultations/", reports.reads, name="reads"),
    re_path(r"^demandes\.(?P<kind>csv|xlsx)$", export.export, name="export"),
    path("<int:pk>/", detail.detail, name="detail"),
    path("<int:pk>/prendre-en-charge/", actions.take, name="take"),
    path("<int:pk>/repondre/", actions.answer, name="answer"),
    path("<int:pk>/repondu/", actions.declare_answered, name="declare_answered"),
    path("<int:pk>/clore/", actions.close, name="close"),
    path("<int:pk>/rouvrir/", actions.reopen, name="reopen"),
    path("<int:pk>/reattribuer/", actions.reassign, name="reassign"),
    path("<int:pk>/note/", actions.note, name="note"),
]
