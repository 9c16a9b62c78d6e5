"""From a page to the same in plain words, and back; the legal links of the footer, with the state of conformity."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from home.accessibility.current import current_conformity
from home.models.identities import ACCESSIBILITY, SIMPLE_KEYS, identity
from portal.cms.navigation import Frame, Link, frame_for

register = template.Library()


@register.inclusion_tag("components/simple_version.html", takes_context=True)
def simple_version(context: dict[str, Any]) -> dict[str, Link]:
    """The link of this page to its other version, `simple` or `whole`; nothing where there is none. No query."""
    request = context.get("request")
    if request is None or request.GET:  # an answer, a filtered list: something else than what the plain page is about
        return {}
    lasting = frame_for(request).lasting
    for key, (counterpart, title) in SIMPLE_KEYS.items():
        simple = lasting.get(identity(key))
        whole = Link(title, reverse(counterpart)) if title else lasting.get(identity(counterpart))
        if simple and whole and request.path == whole.url:
            return {"simple": simple}
        if simple and whole and request.path == simple.url:
            return {"whole": whole}
    return {}


@register.simple_tag
def legal_links(frame: Frame) -> list[Link]:
    """The editors' legal links; the one to the statement of accessibility is always there and says the true state."""
    statement = frame.lasting.get(ACCESSIBILITY)
    if statement is None:
        return list(frame.links["legal"])
    said = Link(f"{statement.label}\u00a0: {current_conformity().label}", statement.url)
    links = [said if link.url == statement.url else link for link in frame.links["legal"]]
    return links if said in links else [*links, said]
