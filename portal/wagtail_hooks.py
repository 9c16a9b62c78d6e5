"""Hooks of Wagtail that concern the whole site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages import edit

from portal.cms import (
    admin_words,
    comparisons,
    deletion,  # noqa: F401 - importing registers its hooks
    open_comments,  # noqa: F401 - as above
    outside_preview,
    page_models,
    readable_pages,  # noqa: F401 - as above
    review_mails,
)
from portal.cms.importing import hooks as importing  # noqa: F401 - importing registers its hooks
from portal.cms.quality import admin as quality
from portal.cms.rich_text import PublicPageLinkHandler
from portal.files.serving import document_from_bucket
from portal.findings.views import doctor, may_read
from portal.sign_in import admin as sign_in  # noqa: F401 - as above
from portal.web import session_state

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLPattern
    from wagtail.rich_text.feature_registry import FeatureRegistry

comparisons.register()
WagtailAdminTemplateMixin.get_header_title = admin_words.header_title
edit.send_notification = review_mails.tell_of_comments
quality.add_column()

SCRIPTS = ("comments.js", "mistakes.js", "pictures.js", "remarks.js")


@hooks.register("register_rich_text_features", order=10)
def register_page_links(features: FeatureRegistry) -> None:
    """Comes after Wagtail's own handler of page links, and takes its place."""
    features.register_link_type(PublicPageLinkHandler)


hooks.register("before_serve_document", document_from_bucket, order=100)  # after who may read


@hooks.register("insert_global_admin_js")
def add_scripts() -> str:
    scripts = format_html_join(
        "", '<script src="{}" defer></script>', ([static(f"portal/admin/{name}")] for name in SCRIPTS)
    )
    return scripts + format_html(
        '<script src="{}"></script><script src="{}" data-state="{}" data-login="{}" data-again="{}"></script>',
        static("portal/admin/starts.js"),  # before what it starts is met
        static("portal/admin/session.js"),
        reverse("session_state"),
        reverse("wagtailadmin_login"),
        f"{reverse('wagtailadmin_login')}?next={reverse('signed_in_again')}",
    )


@hooks.register("insert_global_admin_css")
def add_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("portal/admin/admin.css"))


class DoctorItem(MenuItem):
    """« Ce qui manque au site », for those who keep it as a whole."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_read(request.user)


@hooks.register("register_admin_urls")
def register_own_urls() -> list[URLPattern]:
    return [
        path("ce-qui-manque/", doctor, name="doctor"),
        path("session/", session_state.session_state, name="session_state"),
        path("session/retablie/", session_state.signed_in_again, name="signed_in_again"),
        path("modeles/", page_models.models, name="page_models"),
        path("modeles/garder/<int:pk>/", page_models.keep, name="keep_model"),
        path("apercus/<int:pk>/", outside_preview.links, name="preview_links"),
    ]


@hooks.register("register_reports_menu_item")
def register_doctor() -> DoctorItem:
    return DoctorItem("Ce qui manque au site", reverse("doctor"), icon_name="warning", name="doctor", order=870)


@hooks.register("construct_page_action_menu")
@hooks.register("construct_snippet_action_menu")
def publish_first(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Publish is the main button of whoever may publish; drafts are saved by themselves."""
    menu_items.sort(key=lambda item: item.name != "action-publish")
