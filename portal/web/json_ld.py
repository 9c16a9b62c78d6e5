"""JSON-LD: structured data as a script element that HTML cannot break."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from collections.abc import Sequence

# Inside <script>, only these could end the element or start a comment; JSON reads the escapes as the signs themselves.
_ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


def json_ld(data: dict[str, Any]) -> SafeString:
    """A schema.org description as a data block: machines read it, browsers never run it, so the CSP lets it be."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))  # nosec B703 # escaped above


def absolute(address: str) -> str:
    """The public address of a path of this portal; other addresses as they are."""
    return address if "://" in address else f"{settings.PORTAL_URL}{address}"


def publisher(name: str = "") -> dict[str, Any]:
    """The public body behind the portal, by the name of the site, else the default one: who publishes and answers."""
    return {
        "@type": "GovernmentOrganization",
        "@id": absolute("/#organisation"),
        "name": name or settings.WAGTAIL_SITE_NAME,
        "url": absolute("/"),
        "email": settings.NATIONAL_MAILBOX,
        "logo": {"@type": "ImageObject", "url": absolute(static("portal/partage.png"))},
    }


def breadcrumb_list(crumbs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Where a page stands, as a list of (label, address); the last one is the page itself, without an address."""
    items = []
    for position, (label, url) in enumerate(crumbs, start=1):
        item = {"@type": "ListItem", "position": position, "name": label}
        items.append(item | ({"item": absolute(url)} if url else {}))
    return {"@type": "BreadcrumbList", "itemListElement": items}
