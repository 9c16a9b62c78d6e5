"""Addresses of the whole site: the top layer, which may know everything below."""

from __future__ import annotations

from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home.regions import region, regions
from home.sitemaps import SITEMAPS
from home.views import robots, site_map
from news.feeds import (
    ConventionAtomFeed,
    ConventionRssFeed,
    NewsAtomFeed,
    NewsRssFeed,
    PublicationAtomFeed,
    PublicationRssFeed,
)
from portal import api
from portal.web import error_views, files
from portal.web.health import health
from search import glossary_page

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d+)/(.*)$", files.document),  # reversed by Wagtail's name for it, below
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:name>", files.media, name="media"),
    path("contact/", include("directory.contact.urls")),
    path("trouver-un-referent/", include("directory.urls")),
    path("recherche/", include("search.urls")),
    *api.urlpatterns,
    path("sante/", health, name="health"),
    path("regions/", regions, name="regions"),
    path("regions/<slug:slug>/", region, name="region"),
    path("plan-du-site/", site_map, name="site_map"),
    path("recevoir-les-actualites/", include("news.subscriptions.urls")),
    path("glossaire/", glossary_page.page, name="glossary"),
    path("flux/actualites.rss", NewsRssFeed(), name="news_rss"),
    path("flux/actualites.atom", NewsAtomFeed(), name="news_atom"),
    re_path(r"^flux/(region|rubrique|theme)/([-\w]{1,60})\.rss$", NewsRssFeed(), name="news_rss_by"),
    re_path(r"^flux/(region|rubrique|theme)/([-\w]{1,60})\.atom$", NewsAtomFeed(), name="news_atom_by"),
    path("flux/publications.rss", PublicationRssFeed(), name="publications_rss"),
    path("flux/publications.atom", PublicationAtomFeed(), name="publications_atom"),
    path("flux/conventions.rss", ConventionRssFeed(), name="conventions_rss"),
    path("flux/conventions.atom", ConventionAtomFeed(), name="conventions_atom"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    path("", include(wagtail_urls)),
]

handler400 = error_views.bad_request
handler403 = error_views.forbidden
handler404 = error_views.not_found
handler500 = error_views.server_error
