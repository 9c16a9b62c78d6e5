from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


def fits(page: Page) -> bool:
    """Whether nothing makes the page scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def violations_everywhere(page: Page, violations: Callable[..., list[str]]) -> dict[str, list[str]]:
    """What is wrong with the open page, by width and scheme: wide and narrow, light and dark."""
    found = {}
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        found |= violations_here(page, violations)
    return found


def violations_here(page: Page, violations: Callable[..., list[str]]) -> dict[str, list[str]]:
    """What is wrong with the open page as wide as it is: all of it in light, contrast in dark."""
    found = {}
    for scheme, only in (("light", ""), ("dark", "color-contrast")):
        page.emulate_media(color_scheme=scheme)
        complaints = [*violations(page, only), *([] if fits(page) else ["scrolls sideways"])]
        if complaints:
            found[f"{page.viewport_size['width']} px, {scheme}"] = complaints
    return found
