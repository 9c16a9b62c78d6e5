"""`{% kept "name" values… %}…{% endkept %}`: a part of a page that is the same for everybody, rendered once.

It is kept until the content changes or the day ends (`portal.cms.cached`), for these values: whatever else decides how
it looks has to be among them, as pieces of text or numbers. Never around what comes from the visitor: what was typed, a
token, a mistake. Drafts are rendered anew each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils import timezone
from django.utils.safestring import mark_safe

from portal.cms.cached import cached_rows
from portal.cms.navigation import site_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest
    from django.template.base import FilterExpression, Parser, Token
    from django.utils.safestring import SafeString

register = template.Library()


@register.tag("kept")
def kept_part(parser: Parser, token: Token) -> KeptNode:
    """The tag; its first value names the part, of which there is one in the whole project."""
    values = [parser.compile_filter(value) for value in token.split_contents()[1:]]
    if not values:
        raise template.TemplateSyntaxError("A part that is kept needs a name.")
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodes, values)


class KeptNode(template.Node):
    """A part of a page, from memory where that is possible. Variables set within it are not seen outside."""

    def __init__(self, nodelist: template.NodeList, values: Sequence[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = values

    def render(self, context: template.Context) -> SafeString:
        """What the nodes render, now or earlier."""
        request: HttpRequest | None = getattr(context, "request", None)
        if request is None or is_draft(request):
            return self._rendered(context)
        site = site_of(request)
        values = [site.pk if site else 0, timezone.localdate(), *(value.resolve(context) for value in self.values)]
        key = f"portal:part:{':'.join(map(str, values))}"
        # Kept as text and marked again: what comes out of the memory is what the nodes had made safe.
        return mark_safe(cached_rows(key, lambda: self._rendered(context)))  # nosec B308 B703 # noqa: S308 - as above

    def _rendered(self, context: template.Context) -> SafeString:
        with context.push():
            return self.nodelist.render(context)


def is_draft(request: HttpRequest) -> bool:
    """Whether Wagtail shows somebody what is not published."""
    return bool(getattr(request, "is_preview", False) or getattr(request, "is_dummy", False))
