"""Addresses of what composes the whole site: regions, site map, open data, what robots read."""

from __future__ import annotations

from django.urls import path

from home import api
from home.regions import region, regions
from home.sitemaps import sitemap
from home.views import robots, site_map

urlpatterns = [
    *api.urlpatterns,
    path("regions/", regions, name="regions"),
    path("regions/<slug:slug>/", region, name="region"),
    path("plan-du-site/", site_map, name="site_map"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap, name="sitemap"),
    path("robots.txt", robots, name="robots"),
]
