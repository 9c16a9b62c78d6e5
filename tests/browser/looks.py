"""One look at an open page: everything that can be measured of it, in one visit."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.measures import fits
from tests.harness.french import breakable, english

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import CDPSession, Page

WIDE, NARROW, NARROWEST = 1280, 390, 320  # pixels; 320 is what the RGAA asks for (criterion 10.11)
SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
MOST_TABS = 500  # a page with more has another fault
# What criteria ask about and no page has: found here, it has to be looked at by somebody.
NOT_THERE = {
    "frames": "iframe, frame",
    "media": "video, audio",
    "objects": "object, embed, canvas, applet",
    "layout tables": "table[role=presentation], table[role=none]",
    "shortcuts": "[accesskey]",
    "directions": "[dir=rtl], bdo",
    "new windows": "[target=_blank]",
    "refresh": "meta[http-equiv=refresh i]",
    "movement": "[autoplay], marquee, blink, animate, animateTransform",
}


@dataclass
class Look:
    """What is wrong with a page, by what was looked at; and its source, for the validator."""

    source: str
    found: dict[str, list[str]] = field(default_factory=dict)

    def note(self, about: str, complaints: list[str]) -> None:
        if complaints:
            self.found[about] = [*self.found.get(about, []), *complaints]


def look_at(page: Page, source: str, violations: Callable[..., list[str]], *, turn: int | None = None) -> Look:
    """Measure the open page, wide and narrow, in both schemes, by pointer and keyboard, with larger text.

    With a `turn`, axe, which takes longest, sees one width and one scheme of each, another one the next turn.
    """
    look = Look(source)
    widths, schemes = (WIDE, NARROW), ("dark", "light")
    session = page.context.new_cdp_session(page)
    page.evaluate(SCRIPT)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light")
        if width in _of(widths, turn):
            look.note("rules", [f"{width} px: {each}" for each in violations(page, targets=True)])
        look.note("reflow", [] if fits(page) else [f"{width} px: scrolls sideways"])
        look.note("drawn", drawn(page, width))
    page.emulate_media(color_scheme="dark")
    look.note("contrast", [f"dark: {each}" for each in violations(page, "color-contrast")])
    for width, height in ((NARROWEST, 900), (844, NARROW)):  # a telephone upright and laid down
        page.set_viewport_size({"width": width, "height": height})
        look.note("reflow", [] if fits(page) else [f"{width} px: scrolls sideways"])
    page.set_viewport_size({"width": WIDE, "height": 900})
    look.note("contrast", contrast_in_other_states(page, session, violations, _of(schemes, turn)))
    page.emulate_media(color_scheme="light", forced_colors="none")
    look.note("pictures", pictures(page))
    look.note("outline", outline(page))
    for about, complaints in page.evaluate("looks.structure()").items():
        look.note(about, complaints)
    for about, selector in NOT_THERE.items():
        count = "each => document.querySelectorAll(each).length"
        look.note(about, [selector] if page.evaluate(count, selector) else [])
    words = page.evaluate("looks.words()")
    look.note("typography", [line for each in words for line in breakable(each)])
    look.note("language", [line for each in words for line in english(each)])
    look.note("focus", focus(page))
    look.note("larger text", larger_text(page, session))
    look.note("spaced text", spaced_text(page))
    session.detach()
    return look


def _of(choices: tuple, turn: int | None) -> tuple:
    return choices if turn is None else (choices[turn % len(choices)],)


def drawn(page: Page, width: int) -> list[str]:
    """Contrast of the marks of maps and diagrams and of their legends, in both schemes; leaves the page in light."""
    found = []
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        found += [f"{width} px, {scheme}: {each}" for each in page.evaluate("looks.drawn()")]
    return found


def contrast_in_other_states(
    page: Page, session: CDPSession, violations: Callable[..., list[str]], schemes: tuple[str, ...]
) -> list[str]:
    """Contrast under the pointer, in these schemes, then with the colours of the system."""
    found = []
    hover(session)
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        found += [f"hover, {scheme}: {each}" for each in violations(page, "color-contrast")]
    session.send("CSS.disable")  # and with it the states that were forced
    page.emulate_media(forced_colors="active")
    return found + [f"forced colours: {each}" for each in page.evaluate("looks.systemContrast()")]


def hover(session: CDPSession) -> int:
    """Have the pointer on all that can be pressed, at once; how many that are."""
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    wanted = {"nodeId": root, "selector": "a[href], button, summary, input, select, label"}
    nodes = session.send("DOM.querySelectorAll", wanted)["nodeIds"]
    for node in nodes:
        session.send("CSS.forcePseudoState", {"nodeId": node, "forcedPseudoClasses": ["hover"]})
    return len(nodes)


def pictures(page: Page) -> list[str]:
    """Pictures without a text in their place, or whose text says nothing."""
    found = []
    for each in page.evaluate("looks.pictures()"):
        text = (each["name"] if each["tag"] == "svg" else each["alt"] or each["name"]).strip()
        if each["tag"] not in ("img", "svg", "input"):
            found.append(f"look at it: {each['said']}")
        elif each["hidden"] or (each["tag"] == "img" and each["alt"] == ""):
            if text:
                found.append(f"hidden, and yet named: {each['said']}")
        elif not text or (each["tag"] == "svg" and each["role"] != "img"):
            found.append(f"without text: {each['said']}")
        elif re.search(r"\.(jpe?g|png|webp|svg|gif)$|^(image|photo|illustration)( de| d’|$)", text, re.IGNORECASE):
            found.append(f"says nothing: {text}")
        elif len(text) > 300 or text == each["caption"].strip():
            found.append(f"too long, or the caption again: {text}")
    return found


def outline(page: Page) -> list[str]:
    """Headings that are empty or skip a level; more or less than one first."""
    headings = page.evaluate("looks.headings()")
    levels = [level for level, _ in headings]
    found = [f"h{level} is empty" for level, text in headings if not text]
    if levels.count(1) != 1:
        found.append(f"{levels.count(1)} h1")
    body = headings[levels.index(1) if 1 in levels else 0 :]
    for (level, _), (deeper, text) in itertools.pairwise(body):
        if deeper > level + 1:
            found.append(f"h{deeper} after h{level}: {text}")
    return found


def focus(page: Page) -> list[str]:
    """Walk the page by the Tab key: in the order of the page, to all that can be used, always seen, out at the end."""
    count = page.evaluate("looks.startFocus()")
    if count > MOST_TABS:
        return [f"{count} stops of the keyboard"]
    for _ in range(count):
        page.keyboard.press("Tab")
    steps = page.evaluate("seenFocus")
    places = [step["place"] for step in steps]
    found = [f"{len(set(places))} of {count} reached"] if len(set(places)) < count else []
    if not steps or 'href="#contenu"' not in steps[0]["said"]:
        found.append("the first stop does not lead to the content")
    if places != sorted(places):
        first = next(at for at, (one, two) in enumerate(itertools.pairwise(places)) if two < one)
        found.append(f"goes back: {steps[first]['said']} then {steps[first + 1]['said']}")
    for words, bad in (("without a mark", "ringed"), ("not seen", "shown")):
        found += [f"{words}: {step['said']}" for step in steps if not step[bad]]
    return found + [f"covered: {step['said']}" for step in steps if step["covered"]]


def larger_text(page: Page, session: CDPSession) -> list[str]:
    """What text twice as large breaks, wide and narrow; the size is the reader's setting, not the zoom."""
    found = []
    session.send("Page.enable")
    try:
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": 900})
            session.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
            assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
            found += [f"{width} px: {each}" for each in page.evaluate("looks.overlaps()")]
            found += [] if fits(page) else [f"{width} px: scrolls sideways"]
    finally:
        session.send("Page.setFontSizes", {"fontSizes": {"standard": 16}})
    return found


def spaced_text(page: Page) -> list[str]:
    """What the spacing of letters, words, lines and paragraphs that a reader may choose breaks."""
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.evaluate("looks.spaceText()")
    return [*page.evaluate("looks.overlaps()"), *([] if fits(page) else ["scrolls sideways"])]
