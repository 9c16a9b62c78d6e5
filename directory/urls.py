"""Addresses of the directory: fixed, so that forms, mails and sheets never dangle (docs/decisions/0002)."""

from __future__ import annotations

from django.urls import path

from directory import views
from directory.staff.verification import verify

app_name = "directory"
urlpatterns = [
    path("", views.start, name="start"),
    path("direction/<slug:code>/", views.disp, name="disp"),
    path("referents/<slug:slug>/", views.referent, name="referent"),
    path("referents/<slug:slug>/carte-de-visite.vcf", views.visiting_card, name="vcard"),
    path("verification/<str:token>/", verify, name="verify"),
]
