"""Addresses of the request: fixed, so that sheets and mails never dangle (docs/decisions/0002)."""

from __future__ import annotations

from django.urls import path

from directory.contact.follow_up import views as follow_up
from directory.contact.form import views
from directory.contact.mail_actions import act
from directory.contact.mail_received import file, settle

app_name = "contact"
urlpatterns = [
    path("", views.contact_form, name="form"),
    path("brouillon/<str:key>/<slug:step>/", views.draft, name="draft"),
    path("envoye/<str:signed>/", views.sent, name="sent"),
    path("suivi/", follow_up.ask_for_link, name="ask_for_link"),
    path("suivi/<str:signed>/", follow_up.show, name="follow_up"),
    path("suivi/<str:signed>/retirer/", follow_up.withdraw, name="withdraw"),
    path("suivi/<str:signed>/rouvrir/", follow_up.reopen, name="reopen"),
    path("messages/<str:signed>/", follow_up.preferences, name="preferences"),
    path("bilan/<str:signed>/", follow_up.outcome, name="outcome"),
    path("confirmer/<str:signed>/", follow_up.confirm, name="confirm"),
    path("repondre/<str:token>/fichier/<int:pk>/", file, name="file"),
    path("repondre/<str:token>/expediteur/<int:pk>/", settle, name="settle"),
    path("repondre/<str:token>/<slug:action>/", act, name="answer"),
]
