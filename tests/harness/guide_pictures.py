"""Screenshots of the guide (`make guide-pictures`): signed in to the running demonstration, one file a picture."""

from __future__ import annotations

import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.harness.system_packages import chromium

FOLDER = Path(__file__).parents[2] / "docs" / "guide"
PASSWORD = "demonstration"
WIDTH, HEIGHT, QUALITY = 1100, 700, 70


@dataclass(frozen=True)
class Picture:
    """What to photograph: where, as whom, and what to do before; `part` cuts out one element."""

    path: str
    account: str = "editrice"
    click: tuple[str, ...] = ()
    part: str = ""
    height: int = HEIGHT


PICTURES = {
    "accueil.webp": Picture("/admin/"),
    "actualite.webp": Picture("/admin/ecrire/actualite/"),
    "blocs.webp": Picture("/admin/ecrire/actualite/", click=("[title='Insérer un bloc']",)),
    "calendrier.webp": Picture("/admin/calendrier/"),
    "demandes.webp": Picture("/admin/demandes/", account="responsable"),
    "ma-fiche.webp": Picture("/admin/annuaire/ma-fiche/", account="referente"),
    "menus.webp": Picture("/admin/settings/portal/portalsettings/"),
    "referents.webp": Picture("/admin/snippets/directory/referent/"),
}


def take(origin: str) -> None:
    """Take all pictures of the portal at `origin` and write them, smaller, to docs/guide."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for account in sorted({each.account for each in PICTURES.values()}):
            size = {"width": WIDTH, "height": HEIGHT}
            page = browser.new_context(base_url=origin, viewport=size, locale="fr-FR").new_page()
            sign_in(page, account)
            for name, picture in PICTURES.items():
                if picture.account == account:
                    (FOLDER / name).write_bytes(photograph(page, picture))
                    print(f"{name}: {(FOLDER / name).stat().st_size // 1000} kB")
        browser.close()


def sign_in(page: Page, account: str) -> None:
    """As an account of the demonstration."""
    page.goto("/admin/login/")
    page.locator("#id_username").fill(account)
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")


def photograph(page: Page, picture: Picture) -> bytes:
    """One picture, as WebP."""
    page.set_viewport_size({"width": WIDTH, "height": picture.height})
    page.goto(picture.path)
    page.wait_for_load_state("networkidle")
    for selector in picture.click:
        page.locator(selector).first.click()
        page.wait_for_timeout(500)  # menus open by an animation
    raw = page.locator(picture.part).first.screenshot() if picture.part else page.screenshot()
    small = io.BytesIO()
    Image.open(io.BytesIO(raw)).convert("RGB").save(small, "WEBP", quality=QUALITY, method=6)
    return small.getvalue()


if __name__ == "__main__":
    take(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("PORTAL_URL", "http://localhost:8000"))
