"""Photographs of every kind of page and state (`make screens`): both widths, both schemes, small, in docs/screens.

`python -m tests.harness.screens http://localhost:8000 actors way` takes these again and leaves the others.
"""

from __future__ import annotations

import io
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser import employers
from tests.browser.kinds import KINDS, STATES
from tests.harness.system_packages import chromium

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "screens"
SHOWN = {1280: 560, 390: 220}  # pixels: width of the window, and of its photograph
TALLEST = 2600  # pixels of the page: what comes below is more of the same
QUALITY = 34
PATIENCE = 180_000  # milliseconds, on a busy machine
UNAVAILABLE = ROOT / "ops" / "nginx" / "indisponible.html"


def request_of_an_employer(page: Page) -> Iterator[str]:
    """Walk through a request; the name of each state once it is open."""
    page.goto("/contact/")
    page.get_by_role("button", name="Continuer").click()
    yield "contact, mistakes"
    page.goto("/contact/?lieu=76600")
    employers.describe_project(page, "400 coffrets à monter chaque semaine, dès mars.")
    yield "contact, details"
    employers.give_details(page, "lou.modele@atelier.example")
    yield "contact, review"
    employers.send(page)
    yield "contact, sent"
    page.get_by_role("link", name="Suivre ma demande").click()
    yield "request followed"
    page.get_by_role("link", name="Retirer ma demande").click()
    yield "request taken back"


def take(origin: str, only: Collection[str] = ()) -> dict[str, list[str]]:
    """Photograph the demonstration at `origin`, or these names of it; the files by the name of what they show."""
    FOLDER.mkdir(exist_ok=True)
    for old in () if only else FOLDER.glob("*.webp"):
        old.unlink()
    taken: dict[str, list[str]] = {}

    def keep(name: str, page: Page) -> None:
        for width, shown in SHOWN.items():
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate("for (let y = 0; y < document.body.scrollHeight; y += 800) scrollTo(0, y); scrollTo(0, 0)")
            page.wait_for_load_state("networkidle")  # pictures that wait to be scrolled to are there
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                file = FOLDER / f"{re.sub(r'[^a-z]+', '-', name)}-{width}{'-dark' if scheme == 'dark' else ''}.webp"
                file.write_bytes(photograph(page, shown))
                taken.setdefault(name, []).append(file.name)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(base_url=origin, locale="fr-FR", reduced_motion="reduce").new_page()
        page.set_default_timeout(PATIENCE)
        addresses = {**KINDS, **STATES, "unavailable": UNAVAILABLE.as_uri()}
        for name in only or addresses:
            page.goto(addresses[name])
            keep(name, page)
        for name in () if only else request_of_an_employer(page):
            keep(name, page)
        browser.close()
    return taken


def photograph(page: Page, shown: int) -> bytes:
    """The page, as wide as `shown`, as WebP."""
    width, height = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    part = {"x": 0, "y": 0, "width": width, "height": min(height, TALLEST)}
    raw = Image.open(io.BytesIO(page.screenshot(full_page=True, clip=part))).convert("RGB")
    small = io.BytesIO()
    raw.resize((shown, raw.height * shown // raw.width), Image.Resampling.LANCZOS).save(
        small, "WEBP", quality=QUALITY, method=4
    )
    return small.getvalue()


def index(taken: dict[str, list[str]]) -> str:
    """docs/screens/README.md: every photograph, under what it shows."""
    lines = ["# Screens", "", "Every kind of page and state of the demonstration, by `make screens`.", ""]
    for name, files in taken.items():
        lines += [
            f"## {name.capitalize()}",
            "",
            " ".join(f'<img src="{file}" width="190" alt="">' for file in files),
            "",
        ]
    return "\n".join(lines)


def main(origin: str, only: Collection[str] = (), write: Callable[[str], object] = print) -> None:
    """Take them, list them, say how much they weigh."""
    taken = take(origin, only)
    if not only:
        (FOLDER / "README.md").write_text(index(taken), encoding="utf-8")
    weight = sum(each.stat().st_size for each in FOLDER.iterdir())
    write(f"{sum(map(len, taken.values()))} photographs, {weight / 1_000_000:.1f} MB")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    main(sys.argv[1], sys.argv[2:])
