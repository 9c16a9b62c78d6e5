"""Addresses of the establishments: fixed, as those of the directory are (docs/decisions/0002)."""

from __future__ import annotations

from django.urls import path

from directory.pages import views

app_name = "establishments"
urlpatterns = [
    path("", views.establishments, name="list"),
    path("<slug:slug>/", views.establishment, name="page"),
]
