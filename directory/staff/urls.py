"""Addresses of the directory's own views in the admin."""

from __future__ import annotations

from django.urls import path, re_path

from directory.staff import (
    coverage,
    departure,
    exchange_views,
    invitation,
    own_photos,
    own_sheet,
    own_workshops,
    workshop_coverage,
)

app_name = "staff"
WORKSHOPS = {"of": exchange_views.WORKSHOPS}
urlpatterns = [
    path("ma-fiche/", own_sheet.own_sheet, name="own_sheet"),
    path("mes-ateliers/", own_workshops.own_workshops, name="own_workshops"),
    path("mes-ateliers/<slug:slug>/ajouter/", own_workshops.edit_workshop, name="add_workshop"),
    path("mes-ateliers/<slug:slug>/<int:pk>/", own_workshops.edit_workshop, name="edit_workshop"),
    path("ateliers/<int:pk>/photographies/", own_photos.own_photos, name="own_photos"),
    path("photographies/<int:pk>/<slug:what>/", own_photos.act_on_photo, name="photo_action"),
    path("ateliers/<int:pk>/<slug:what>/", own_workshops.act_on_workshop, name="workshop_action"),
    path("couverture/", coverage.report, name="coverage"),
    path("couverture-ateliers/", workshop_coverage.report, name="workshop_coverage"),
    path("<int:pk>/depart/", departure.departure, name="departure"),
    path("importer/", exchange_views.import_rows, name="import"),
    path("ateliers/importer/", exchange_views.import_rows, WORKSHOPS, name="import_workshops"),
    re_path(
        r"^ateliers\.(?P<kind>csv|xlsx)$",
        exchange_views.export,
        WORKSHOPS,
        name="export_workshops",
    ),
    re_path(r"^fiches\.(?P<kind>csv|xlsx)$", exchange_views.export, name="export"),
    path("<int:pk>/inviter/", invitation.invitation, name="invitation"),
]
