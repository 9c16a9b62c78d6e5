"""Addresses of the directory: fixed, so that forms, mails and sheets never dangle (docs/decisions/0002)."""

from __future__ import annotations

from django.urls import path

from directory import views
from directory.pages import doors
from directory.staff.verification import verify
from directory.staff.workshop_verification import verify_workshops

app_name = "directory"
urlpatterns = [
    path("", views.start, name="start"),
    path("pas-employeur/", doors.doors, name="doors"),
    path("direction/<slug:code>/", views.disp, name="disp"),
    path("referents/<slug:slug>/", views.referent, name="referent"),
    path("referents/<slug:slug>/carte-de-visite.vcf", views.visiting_card, name="vcard"),
    path("verification/<str:token>/", verify, name="verify"),
    path("ateliers/<str:token>/", verify_workshops, name="verify_workshops"),
]
