"""Addresses of the directory's own views in the admin."""

from __future__ import annotations

from django.urls import path

from directory.staff import own_sheet

app_name = "staff"
urlpatterns = [
    path("ma-fiche/", own_sheet.own_sheet, name="own_sheet"),
]
