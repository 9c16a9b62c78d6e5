from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


def fits(page: Page) -> bool:
    """Whether nothing makes the page scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def violations_everywhere(page: Page, violations: Callable[..., list[str]]) -> dict[str, list[str]]:
    """What is wrong with the open page: wide in light, narrow in dark. A width changes no colour, a scheme no place."""
    found = {}
    for width, scheme in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found |= _violations(page, violations, scheme)
    return found


def violations_here(page: Page, violations: Callable[..., list[str]]) -> dict[str, list[str]]:
    """What is wrong with the open page as wide as it is: all of it in light, contrast in dark."""
    found = {}
    for scheme, only in (("light", ""), ("dark", "color-contrast")):
        page.emulate_media(color_scheme=scheme)
        found |= _violations(page, violations, scheme, only)
    return found


def _violations(page: Page, violations: Callable[..., list[str]], scheme: str, only: str = "") -> dict[str, list[str]]:
    complaints = [*violations(page, only), *([] if fits(page) else ["scrolls sideways"])]
    return {f"{page.viewport_size['width']} px, {scheme}": complaints} if complaints else {}
