"""Addresses of the directory's own views in the admin."""

from __future__ import annotations

from django.urls import path, re_path

from directory.staff import coverage, departure, exchange_views, invitation, own_sheet

app_name = "staff"
urlpatterns = [
    path("ma-fiche/", own_sheet.own_sheet, name="own_sheet"),
    path("couverture/", coverage.report, name="coverage"),
    path("<int:pk>/depart/", departure.departure, name="departure"),
    path("importer/", exchange_views.import_sheets, name="import"),
    re_path(r"^fiches\.(?P<kind>csv|xlsx)$", exchange_views.export, name="export"),
    path("<int:pk>/inviter/", invitation.invitation, name="invitation"),
]
