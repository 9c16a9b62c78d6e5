"""Addresses of the desk, below the admin's. None of them says anything about an employer."""

from __future__ import annotations

from django.urls import path, re_path

from directory.contact.desk import (
    actions,
    answer,
    detail,
    entry,
    export,
    listing,
    lost_session,
    parts,
    received,
    reports,
    selection,
)

app_name = "desk"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("reprendre/", lost_session.resume, name="resume"),
    path("saisir/", entry.new, name="new"),
    path("<int:pk>/reunir/", entry.merge, name="merge"),
    path("selection/", selection.selection, name="selection"),
    path("tableau-de-bord/", reports.dashboard, name="dashboard"),
    path("tableau-de-bord/resultats/", reports.outcomes, name="outcomes"),
    path("consultations/", reports.reads, name="reads"),
    re_path(r"^demandes\.(?P<kind>csv|xlsx)$", export.export, name="export"),
    path("<int:pk>/", detail.detail, name="detail"),
    path("<int:pk>/prendre-en-charge/", actions.take, name="take"),
    path("<int:pk>/repondre/", answer.answer, name="answer"),
    path("<int:pk>/repondu/", actions.declare_answered, name="declare_answered"),
    path("<int:pk>/clore/", actions.close, name="close"),
    path("<int:pk>/rouvrir/", actions.reopen, name="reopen"),
    path("<int:pk>/reattribuer/", actions.reassign, name="reassign"),
    path("<int:pk>/etape/", actions.plan, name="plan"),
    path("<int:pk>/vu/", actions.settle, name="settle"),
    path("<int:pk>/resultats/", actions.outcome, name="results"),
    path("<int:pk>/partager/", parts.share, name="share"),
    path("<int:pk>/part/", parts.answer_part, name="part"),
    path("<int:pk>/pas-pour-moi/", parts.decline, name="decline"),
    path("<int:pk>/note/", actions.note, name="note"),
    path("<int:pk>/fichiers/<int:file_pk>/", received.file, name="file"),
    path("<int:pk>/messages/<int:event_pk>/", received.source, name="source"),
    path("<int:pk>/messages/<int:event_pk>/expediteur/", received.settle, name="sender"),
]
