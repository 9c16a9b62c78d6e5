"""Addresses of what is dated beside its pages: feeds and the subscription by e-mail."""

from __future__ import annotations

from django.urls import include, path, re_path

from news.feeds import (
    ConventionAtomFeed,
    ConventionRssFeed,
    EventAtomFeed,
    EventRssFeed,
    NewsAtomFeed,
    NewsRssFeed,
    PublicationAtomFeed,
    PublicationRssFeed,
    agenda_calendar,
)

urlpatterns = [
    path("recevoir-les-actualites/", include("news.subscriptions.urls")),
    path("flux/actualites.rss", NewsRssFeed(), name="news_rss"),
    path("flux/actualites.atom", NewsAtomFeed(), name="news_atom"),
    re_path(r"^flux/(region|rubrique|theme)/([-\w]{1,60})\.rss$", NewsRssFeed(), name="news_rss_by"),
    re_path(r"^flux/(region|rubrique|theme)/([-\w]{1,60})\.atom$", NewsAtomFeed(), name="news_atom_by"),
    path("flux/agenda.rss", EventRssFeed(), name="events_rss"),
    path("flux/agenda.atom", EventAtomFeed(), name="events_atom"),
    path("flux/agenda.ics", agenda_calendar, name="events_calendar"),
    path("flux/publications.rss", PublicationRssFeed(), name="publications_rss"),
    path("flux/publications.atom", PublicationAtomFeed(), name="publications_atom"),
    path("flux/conventions.rss", ConventionRssFeed(), name="conventions_rss"),
    path("flux/conventions.atom", ConventionAtomFeed(), name="conventions_atom"),
]
