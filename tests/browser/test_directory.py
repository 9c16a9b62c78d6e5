"""The directory in a real browser: one filter for list and map, region pages, the sheet on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
START = "/trouver-un-referent/"


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, False)])
def test_one_filter_narrows_list_and_map(open_page, width, javascript):
    page = open_page(width=width, javascript=javascript)
    page.goto(START)
    status = page.get_by_role("status").filter(has_text="référent")
    expect(status).to_have_text(re.compile(r"^\s*20 référents\s*$"))
    page.locator("summary", has_text="Choisir les référents").click()
    page.get_by_label("Pour quel sujet ?").select_option("formation")
    page.get_by_label("Région", exact=True).select_option("normandie")
    page.get_by_role("button", name="Afficher").click()
    page.wait_for_url(re.compile(r"mission=formation.*region=normandie"))
    expect(status).to_contain_text("1 référent : Développer la formation, Normandie")
    expect(page.locator(".p-rows > li")).to_have_count(1)
    expect(page.locator("svg.p-map > path.here")).to_have_count(5)
    expect(page.locator("svg.p-map").first).to_be_visible()  # the next ones are signs of the legend

    page.get_by_role("link", name=re.compile("^Normandie : référents")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Normandie : qui contacter, quels accords")
    page.get_by_role("link", name="Camille Exemple").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Camille Exemple")


def test_the_keyboard_reaches_the_filter_and_no_shape_of_the_map(open_page):
    page = open_page()
    page.goto(START)
    page.locator("summary", has_text="Choisir les référents").focus()
    page.keyboard.press("Enter")
    reached = []
    where = "document.activeElement.closest('svg') ? 'map' : document.activeElement.name || ''"
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(where))
    assert reached[:3] == ["mission", "direction", "region"]
    assert "map" not in reached


def test_pointing_at_a_row_lights_its_direction_on_the_map_and_in_its_inset(open_page):
    page = open_page()
    page.goto(START)
    page.locator('[data-list="paris"] a').first.hover()
    expect(page.locator('svg.p-map a.lit[data-disp="paris"]')).to_have_count(2)
    page.locator('[data-list="lille"] a').first.hover()
    expect(page.locator('svg.p-map a.lit[data-disp="paris"]')).to_have_count(0)


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.full)])
def test_every_sheet_is_one_page_of_paper(open_page, portal, every):
    page = open_page()
    page.goto(START)
    directions = page.locator(".p-rows h3 a").evaluate_all("links => links.map((link) => link.href)")
    sheets = []
    for direction in directions:
        page.goto(direction)
        sheets += page.locator(".p-rows h3 a").evaluate_all("links => links.map((link) => link.href)")
    assert len(sheets) == 20
    counted = {}
    for sheet in sheets[::every]:
        page.goto(sheet)
        counted[sheet] = int(re.search(rb"/Count (\d+)", page.pdf(format="A4"))[1])
    assert set(counted.values()) == {1}, counted


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, False)])
def test_a_short_name_is_asked_about_and_each_choice_leads_on_in_one_step(open_page, width, javascript):
    page = open_page(width=width, javascript=javascript)
    page.goto(START)
    page.get_by_label("Votre commune ou votre code postal", exact=False).first.fill("La Baule")
    page.get_by_role("button", name="Trouver mon référent").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Laquelle est la vôtre\u00a0?")
    choices = page.locator(".p-rows h3 a")
    expect(choices).to_have_count(2)
    expect(choices.first).to_contain_text("La Baule-Escoublac")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    choices.first.click()
    expect(page.locator("main")).to_contain_text("La Baule-Escoublac dépend de la direction interrégionale de Rennes.")


def test_the_communes_of_a_postal_code_unfold(open_page):
    page = open_page(javascript=False)
    page.goto(f"{START}?lieu=14100")
    expect(page.locator("main")).to_contain_text("14100, Lisieux et 22 autres communes")
    commune = page.get_by_text("Hermival-les-Vaux, Calvados (14100)")
    expect(commune).to_be_hidden()
    page.get_by_text("Voir ces 23 lieux").click()
    expect(commune).to_be_visible()
