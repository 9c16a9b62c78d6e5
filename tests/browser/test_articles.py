"""What an article holds besides text, in a real browser: a video that waits for its click, sharing, a still page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.measures import violations_everywhere

pytestmark = pytest.mark.browser

WITH_VIDEO = "/actualites/exemple-forum-des-employeurs/"
REACHED = """(video, second) => new Promise((resolve, reject) => {
  video.addEventListener("timeupdate", () => { if (video.currentTime >= second) resolve(true); });
  setTimeout(() => reject(`stays at ${video.currentTime} s`), 15000);
})"""
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
PAINTED = "async () => { for (const _ of [1, 2, 3]) await new Promise(requestAnimationFrame); }"
SCROLLED = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += 600) {
    scrollTo(0, y);
    await new Promise(requestAnimationFrame);
  }
  await Promise.all([...document.images].map((image) => image.decode().catch(() => null)));
  await new Promise(requestAnimationFrame);
}"""


def files_of(page) -> list[str]:
    """Names of the documents the page asks for, as they are asked for."""
    asked = []
    page.on(
        "request",
        lambda request: asked.append(request.url.rpartition("/")[2]) if "/documents/" in request.url else None,
    )
    return asked


def test_a_video_loads_and_plays_after_the_click_and_not_before(open_page):
    page = open_page()
    asked = files_of(page)
    page.goto(WITH_VIDEO)
    page.evaluate(SCROLLED)
    assert asked == []
    video = page.locator("video")
    expect(video).to_be_hidden()
    page.get_by_text("Lire la vidéo (17 s, transcription ci-dessous)").click()
    assert video.evaluate(REACHED, 0.3)
    assert set(asked) == {"forum.mp4", "forum.vtt"}
    assert video.evaluate("video => video.textTracks[0].mode") == "showing"
    video.evaluate("video => { video.currentTime = 12; }")
    assert video.evaluate(REACHED, 12)
    page.get_by_text("Refermer la vidéo").click()
    expect(video).to_have_js_property("paused", True)
    page.get_by_text("Transcription :").click()
    expect(page.get_by_text("quatre dessins se suivent")).to_be_visible()


def test_without_scripts_the_video_has_its_own_buttons(open_page):
    page = open_page(width=390, javascript=False)
    asked = files_of(page)
    page.goto(WITH_VIDEO)
    assert asked == []
    page.get_by_text("Lire la vidéo").click()
    expect(page.locator("video")).to_be_visible()
    assert page.locator("video").get_attribute("controls") is not None
    expect(page.get_by_role("button", name="Copier le lien")).to_be_hidden()
    expect(page.get_by_role("link", name="Par e-mail")).to_be_visible()


def test_copying_the_link_copies_the_address_that_others_share(open_page, portal):
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=portal.url)
    page.goto(f"{WITH_VIDEO}?utm_source=ailleurs#partager")
    page.get_by_role("button", name="Copier le lien").click()
    expect(page.get_by_role("status").filter(has_text="Lien copié.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == portal.url + WITH_VIDEO


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", ["/", "/actualites/", WITH_VIDEO, "/conventions/", "/conventions/occitanie/"])
def test_nothing_moves_while_a_page_loads(open_page, path, width):
    """Pictures come after the page was painted, as on a slow line."""
    page = open_page(width=width)
    page.add_init_script(SHIFTS)
    waiting, is_painted = [], False
    page.route("**/media/**", lambda route: route.continue_() if is_painted else waiting.append(route))
    page.goto(path, wait_until="domcontentloaded")
    page.evaluate(PAINTED)
    is_painted = True
    for route in waiting:
        route.continue_()
    page.evaluate(SCROLLED)
    assert page.evaluate("window.shifted") < 0.01


@pytest.mark.parametrize("slug", ["exemple-forum-des-employeurs", "exemple-atelier-numerique", "exemple-chantier-vert"])
def test_all_blocks_are_accessible(open_page, violations, slug):
    page = open_page()
    page.goto(f"/actualites/{slug}/")
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert violations_everywhere(page, violations) == {}
