"""Every address that the URL resolver knows: what walks them all never has to be told of a new view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import URLPattern, URLResolver, get_resolver

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Route:
    """An address: the names of its pattern's parts, how many have none, and where its view lives."""

    name: str
    path: str
    arguments: tuple[str, ...]
    unnamed: int
    module: str


def routes(resolver: URLResolver | None = None, names: tuple[str, ...] = (), path: str = "") -> Iterator[Route]:
    """Every address below a resolver; below that of the whole site without one."""
    for each in (resolver or get_resolver()).url_patterns:
        here = path + str(each.pattern)
        if isinstance(each, URLPattern):
            view = each.callback
            name = ":".join([*names, each.name]) if each.name else ""
            module = getattr(getattr(view, "view_class", view), "__module__", "")
            named = tuple(each.pattern.regex.groupindex)
            yield Route(name, here, named, each.pattern.regex.groups - len(named) if not named else 0, module)
        else:
            yield from routes(each, (*names, each.namespace) if each.namespace else names, here)


def admin_routes() -> list[Route]:
    """Those of the admin that have a name, but for the way out of it."""
    return [
        each for each in routes() if each.path.startswith("admin/") and each.name and each.name != "wagtailadmin_logout"
    ]
