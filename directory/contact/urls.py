"""Addresses of the request: fixed, so that sheets and mails never dangle (docs/decisions/0002)."""

from __future__ import annotations

from django.urls import path

from directory.contact import views
from directory.contact.answers.views import answer
from directory.contact.follow_up import views as follow_up

app_name = "contact"
urlpatterns = [
    path("", views.contact_form, name="form"),
    path("envoye/<str:signed>/", views.sent, name="sent"),
    path("suivi/", follow_up.ask_for_link, name="ask_for_link"),
    path("suivi/<str:signed>/", follow_up.show, name="follow_up"),
    path("suivi/<str:signed>/retirer/", follow_up.withdraw, name="withdraw"),
    path("confirmer/<str:signed>/", follow_up.confirm, name="confirm"),
    path("repondre/<str:token>/<slug:action>/", answer, name="answer"),
]
