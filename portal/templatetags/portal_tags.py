"""Tags every template may use (declared as builtins in the settings)."""

from __future__ import annotations

import re
from collections.abc import Sized
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.encoding import escape_uri_path
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from portal.cms import defined_words, share_pictures
from portal.cms.anchors import anchored
from portal.cms.navigation import frame_for
from portal.cms.unfilled import without_unfilled
from portal.french import dates, words
from portal.french.summaries import summary
from portal.templatetags.kept_parts import is_draft
from portal.web.json_ld import absolute, breadcrumb_list, json_ld

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from django.core.paginator import Page
    from django.utils.safestring import SafeString
    from wagtail.blocks import StreamValue
    from wagtail.documents.models import AbstractDocument
    from wagtail.models import Page as WagtailPage

    from portal.cms.anchors import AnchoredText, Heading
    from portal.cms.navigation import Frame, Link

register = template.Library()


@register.simple_tag(takes_context=True)
def site_frame(context: dict[str, Any]) -> Frame:
    """Names, notice and menus around the page."""
    return frame_for(context["request"])


@register.simple_tag(takes_context=True)
def portal_name(context: dict[str, Any]) -> str:
    """What the site is called, on pages without a frame; the default where there is no request."""
    request = context.get("request")
    return frame_for(request).name if request else settings.WAGTAIL_SITE_NAME


@register.simple_block_tag(takes_context=True)
def described(context: dict[str, Any], content: SafeString) -> str:
    """The description around which this stands, in the length that search engines show; an editor's own as it is."""
    text, page, frame = unescape(content).strip(), context.get("page"), context["frame"]
    if text and text == getattr(page, "search_description", ""):
        return text
    return summary(text or getattr(page, "title", ""), f"{frame.name}\u00a0: {frame.tagline}.")


@register.simple_tag
def national_mailbox() -> str:
    """Mailbox of last resort."""
    return settings.NATIONAL_MAILBOX


@register.simple_tag
def theme_stylesheet() -> str:
    """Address of the design system's style sheet in the theme in use; built by `manage.py build_styles`."""
    return static(f"portal/dsfr/{settings.THEME}.css")


@register.simple_tag
def theme_fonts() -> list[str]:
    """Addresses of the faces that every page sets at once, to be asked for early; none in the neutral theme."""
    faces = ("Regular", "Medium", "Bold") if settings.THEME == "etat" else ()
    return [static(f"portal/dsfr/fonts/Marianne-{face}.woff2") for face in faces]


@register.simple_tag(takes_context=True)
def canonical_url(context: dict[str, Any]) -> str:
    """Public address of what is shown: without query, but for the choices and the page of a list.

    A list that can be narrowed gives its known choices, in their order, as `canonical_query`; a view that knows the
    whole address gives it as `canonical`. Empty behind a signed link, which is for one person only.
    """
    request = context["request"]
    if getattr(request, "is_behind_link", False):
        return ""
    if "canonical" in context:
        return context["canonical"]
    page = request.GET.get("page", "")
    parts = [context.get("canonical_query", ""), f"page={page}" if page.isdecimal() and page != "1" else ""]
    query = "&".join(part for part in parts if part)
    return f"{settings.PORTAL_URL}{escape_uri_path(request.path)}{f'?{query}' if query else ''}"


@register.simple_tag
def today() -> datetime.date:
    """The day on which the page is read."""
    return timezone.localdate()


@register.filter
def shortened(text: str, words: int) -> str:
    """The first words of a text. Django's own filter would let lines break where French forbids it."""
    pieces = re.split(r"[ \t\n]+", text.strip())
    return text if len(pieces) <= words else f"{' '.join(pieces[:words])}\u00a0…"


@register.simple_tag(takes_context=True)
def anchored_body(context: dict[str, Any], body: StreamValue) -> AnchoredText:
    """The blocks of a body in one text: its titles have anchors, the first use of a word leads to its meaning.

    Editors see in a preview what is still to be completed; visitors do not.
    """
    around = context.flatten()
    html = "".join(block.render_as_block(around) for block in body)
    text = anchored(html if is_draft(context["request"]) else without_unfilled(html))
    html = defined_words.explained(text.html)
    return replace(text, html=mark_safe(html))  # nosec B308 B703 # noqa: S308 - blocks render safe HTML; only ids and links were added


@register.tag("explained")
def explained_part(parser: template.base.Parser, token: template.base.Token) -> ExplainedNode:
    """`{% explained %}…{% endexplained %}`: the same for a part of a page that is no body."""
    nodes = parser.parse(("endexplained",))
    parser.delete_first_token()
    return ExplainedNode(nodes)


class ExplainedNode(template.Node):
    """A part of a page in which the first use of each defined word leads to its meaning."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        """What the nodes render, with links added."""
        return mark_safe(defined_words.explained(self.nodelist.render(context)))  # nosec B308 B703 # noqa: S308 - only links are added


@register.inclusion_tag("components/breadcrumb.html", takes_context=True)
def breadcrumb(context: dict[str, Any]) -> dict[str, Any]:
    """Where the page stands, for readers and, but behind a signed link, for machines."""
    crumbs = [("Accueil", "/"), *_crumbs(context)]
    is_told = len(crumbs) > 1 and not getattr(context["request"], "is_behind_link", False)
    return {"crumbs": crumbs, "structured_data": json_ld(breadcrumb_list(crumbs)) if is_told else ""}


def _crumbs(context: dict[str, Any]) -> list[tuple[str, str]]:
    """The ancestors of a Wagtail page and itself, `crumbs` of the context elsewhere; both below the home page."""
    page = context.get("page")
    if page is None or "crumbs" in context:
        return list(context.get("crumbs", []))
    way = frame_for(context["request"]).way_to(page)
    if way is not None:
        ancestors = [(link.label, link.url) for link in way]
    else:
        ancestors = [(each.title, each.get_url(context["request"])) for each in page.breadcrumb()][1:]
    between = page.crumbs_below(ancestors[-1][1]) if ancestors else []
    return [*ancestors, *between, (page.title, "")]


@register.simple_block_tag(takes_context=True)
def section(
    context: dict[str, Any],
    content: SafeString,
    *,
    anchor: str,
    title: str,
    text: str = "",
    leads_to: str = "",
    then: str = "",
    link: str = "",
    is_beside: bool = True,
    is_tinted: bool = False,
) -> SafeString:
    """A titled part of a page around its content.

    `leads_to` names the page type whose address the link has, if any; `then` is what follows that address.
    """
    address = context["frame"].sections.get(leads_to, "")
    url = f"{address}{then}" if address else ""
    return render_to_string(
        "components/section.html",
        {
            "anchor": anchor,
            "title": title,
            "text": text,
            "url": url,
            "link": link,
            "content": content,
            "is_beside": is_beside,
            "is_tinted": is_tinted,
        },
    )


def _sprite(name: str, css_class: str, size: int) -> SafeString:
    """A drawing that keeps its size, in pixels, without the style sheet too."""
    return format_html(
        '<svg class="{}" width="{}" height="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css_class,
        size,
        size,
        static("portal/pictos.svg"),
        name,
    )


@register.simple_tag
def icon(name: str) -> SafeString:
    """A 20 px line icon of the sprite; decorative, so it always stands beside words."""
    return _sprite(name, "p-icon", 20)


@register.simple_tag
def picto(name: str) -> SafeString:
    """A 48 px pictogram of the sprite; decorative."""
    return _sprite(name, "p-picto", 48)


@register.filter(expects_localtime=True)
def french_day(day: datetime.date) -> str:
    """« 1er décembre 2026 »."""
    return dates.day(day)


@register.filter(expects_localtime=True)
def french_moment(moment: datetime.datetime) -> str:
    """« 1er décembre 2026 à 10 h 12 »."""
    return dates.moment_label(moment)


register.filter("french_number", words.french_number)


@register.filter
def plural(counted: float | Sized, said: str) -> str:
    """The words as they agree with a number, or with how many things there are: « 0 résultat », « 2 résultats »."""
    return words.plural(len(counted) if isinstance(counted, Sized) else counted, said)


@register.filter
def page_numbers(items: Page) -> list[int | None]:
    """Numbers to offer in a pager; None stands for those left out."""
    numbers = items.paginator.get_elided_page_range(items.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]


@register.filter
def two_lines(words: str) -> list[str]:
    """Words cut at the space nearest to the middle, as an official heading is set."""
    cuts = [place for place, sign in enumerate(words) if sign == " "]
    if not cuts:
        return [words]
    cut = min(cuts, key=lambda place: abs(2 * place - len(words)))
    return [words[:cut], words[cut + 1 :]]


@register.filter
def current_for(link: Link, path: str) -> str:
    """Value of aria-current for a menu link while `path` is shown: the page itself, one above it, or nothing."""
    if path == link.url:
        return "page"
    return "true" if link.url != "/" and path.startswith(link.url) else ""


@register.filter
def current_links(links: Iterable[Link], path: str) -> str:
    """Which links of a menu are current while `path` is shown, and how: « 2page »."""
    return ",".join(f"{number}{how}" for number, link in enumerate(links) if (how := current_for(link, path)))


@register.filter
def anchor_of(headings: Iterable[Heading], title: str) -> str:
    """Anchor of the title of a text that says this; empty when none does."""
    return next((heading.anchor for heading in headings if heading.text == title), "")


@register.filter
def file_weight(document: AbstractDocument) -> str:
    """« 240 ko », « 1,2 Mo » for a stored document; empty when nobody knows. Never writes, unlike Wagtail's own."""
    return words.file_size(document.file_size or 0)


@register.simple_tag
def share_picture(page: WagtailPage) -> str:
    """Address of the picture that other sites show beside a link to a page without a photograph."""
    return share_pictures.address_of(page)


@register.simple_tag
def absolute_url(address: str) -> str:
    """Public address of a file or a page of this site, for readers outside of it."""
    return absolute(address)
