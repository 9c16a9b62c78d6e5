"""Address of the glossary."""

from __future__ import annotations

from django.urls import path

from search.glossary import views

urlpatterns = [path("", views.page, name="glossary")]
