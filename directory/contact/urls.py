"""Addresses of the request: fixed, so that sheets and mails never dangle (docs/decisions/0002)."""

from __future__ import annotations

from django.urls import path

from directory.contact import views
from directory.contact.answers.views import answer

app_name = "contact"
urlpatterns = [
    path("", views.contact_form, name="form"),
    path("envoye/<str:signed>/", views.sent, name="sent"),
    path("repondre/<str:token>/<slug:action>/", answer, name="answer"),
]
