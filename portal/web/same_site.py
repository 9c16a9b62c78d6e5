"""Same-origin check of a POST (`Origin`, `Sec-Fetch-Site`): whether it comes from a page of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest


def comes_from_elsewhere(request: HttpRequest) -> bool:
    """True when the browser names another site as the origin of this request; programs that name none are let through.

    Sec-Fetch-Site is set by browsers and out of reach of scripts; Origin tells for those that do not send it. « null »
    is no other site: older browsers say so of any form whose page keeps its address to itself (Referrer-Policy).
    """
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site not in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin not in {None, "null"} and origin.partition("://")[2] != request.get_host()
