"""Tags every template may use (declared as builtins in the settings)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html

from portal.cms.navigation import frame_for

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from portal.cms.navigation import Frame, Link

register = template.Library()


@register.simple_tag(takes_context=True)
def site_frame(context: dict[str, Any]) -> Frame:
    """Names, notice and menus around the page."""
    return frame_for(context["request"])


@register.simple_tag
def national_mailbox() -> str:
    """Mailbox of last resort."""
    return settings.NATIONAL_MAILBOX


@register.simple_tag
def theme_stylesheet() -> str:
    """Address of the design system's style sheet in the theme in use; built by `manage.py build_styles`."""
    return static(f"portal/dsfr/{settings.THEME}.css")


@register.inclusion_tag("components/breadcrumb.html", takes_context=True)
def breadcrumb(context: dict[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """Where the page stands: its ancestors on Wagtail pages, `crumbs` of the context elsewhere, home always first."""
    page = context.get("page")
    if page is None or "crumbs" in context:
        return {"crumbs": [("Accueil", "/"), *context.get("crumbs", [])]}
    ancestors = [(each.title, each.get_url(context["request"])) for each in page.breadcrumb()]
    return {"crumbs": [("Accueil", "/"), *ancestors[1:], (page.title, "")]}


def _sprite(name: str, css_class: str) -> SafeString:
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css_class,
        static("portal/pictos.svg"),
        name,
    )


@register.simple_tag
def icon(name: str) -> SafeString:
    """A 20 px line icon of the sprite; decorative, so it always stands beside words."""
    return _sprite(name, "p-icon")


@register.simple_tag
def picto(name: str) -> SafeString:
    """A 48 px pictogram of the sprite; decorative."""
    return _sprite(name, "p-picto")


@register.filter
def current_for(link: Link, path: str) -> str:
    """Value of aria-current for a menu link while `path` is shown: the page itself, one above it, or nothing."""
    if path == link.url:
        return "page"
    return "true" if link.url != "/" and path.startswith(link.url) else ""
