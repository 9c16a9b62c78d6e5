"""Addresses of the subscription."""

from __future__ import annotations

from django.urls import path

from news.subscriptions import views

app_name = "subscription"
urlpatterns = [
    path("", views.ask, name="form"),
    path("verifier/", views.asked, name="asked"),
    path("confirmer/<str:signed>/", views.confirm, name="confirm"),
    path("arreter/<str:signed>/", views.end, name="end"),
]
