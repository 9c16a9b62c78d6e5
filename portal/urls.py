"""Addresses of the whole site. Each app lists its own, named here as texts: the ground imports none of them."""

from __future__ import annotations

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from portal.cms import share_pictures
from portal.cms.admin_words import ScriptWords
from portal.cms.outside_preview import outside_preview
from portal.cms.readable_pages import ReadableChosenPages
from portal.files import serving
from portal.sign_in.protected_pages import authenticate_for_document, authenticate_for_page
from portal.sign_in.single_sign_on_views import Begin, Leave, Return
from portal.web import error_views
from portal.web.security_txt import security_txt

urlpatterns = [
    path("admin/logout/", Leave.as_view()),  # as below, and the provider's session ends with ours
    path("admin/identite/", Begin.as_view(), name="single_sign_on"),
    path("admin/identite/retour/", Return.as_view(), name="oidc_authentication_callback"),
    path("admin/choose-page/chosen-multiple/", require_admin_access(ReadableChosenPages.as_view())),
    path("admin/jsi18n/", ScriptWords.as_view(packages=["wagtail.admin"]), name="wagtailadmin_javascript_catalog"),
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d+)/(.*)$", serving.document),  # reversed by Wagtail's name for it, below
    # Wagtail's own names, below: these come first. The admin's door is the only one where accounts sign in.
    path("documents/authenticate_with_password/<int:restriction>/", authenticate_for_document),
    path("_util/authenticate_with_password/<int:restriction>/<int:page_id>/", authenticate_for_page),
    path("_util/login/", RedirectView.as_view(pattern_name="wagtailadmin_login", query_string=True)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:name>", serving.media, name="media"),
    path("partage/<int:key>-<int:moment>.png", share_pictures.share_picture, name="share_picture"),
    path("favicon.ico", serving.favicon),
    path("apercu/<str:signed>/", outside_preview, name="outside_preview"),
    path(".well-known/security.txt", security_txt),
    path("contact/", include("directory.contact.urls")),
    path("trouver-un-referent/", include("directory.urls")),
    path("etablissements/", include("directory.pages.urls")),
    path("recherche/", include("search.urls")),
    path("glossaire/", include("search.glossary.urls")),
    path("", include("news.urls")),
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
]

handler400 = error_views.bad_request
handler403 = error_views.forbidden
handler404 = error_views.not_found
handler500 = error_views.server_error
