"""Places proposed while one is typed: by keyboard, mouse and finger; and nothing lost without them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

START = "/trouver-un-referent/"
LABEL = "Votre commune ou votre code postal"


@pytest.fixture
def field(open_page):
    """Give a function that opens a page and returns (page, field)."""

    def open_field(address: str = START, label: str = LABEL, **options):
        page = open_page(**options)
        page.goto(address)
        return page, page.get_by_label(label, exact=False).first

    return open_field


def proposed(page):
    """The list under the field; selects of the page have options too."""
    return page.get_by_role("listbox", name="Lieux proposés")


def type_and_wait(page, field, text: str) -> None:
    field.click()
    field.press_sequentially(text, delay=20)
    expect(proposed(page)).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "light"), (390, "dark")])
def test_the_open_list_is_accessible_and_fits(field, violations, width, scheme):
    page, box = field(width=width, scheme=scheme)
    type_and_wait(page, box, "saint-de")
    assert 1 < proposed(page).get_by_role("option").count() <= 8
    box.press("ArrowDown")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.rgaa("7.3", "7.4", "7.5")
def test_the_keyboard_walks_picks_and_submits(field):
    page, box = field()
    type_and_wait(page, box, "le hav")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("main .p-combo [role=status]")).to_have_text(re.compile("^2 lieux proposés$"))
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    box.press("ArrowDown")
    option = proposed(page).get_by_role("option", name=re.compile("Le Havre")).first
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    expect(box).to_be_focused()
    box.press("Enter")
    expect(box).to_have_value("76600 Le Havre")
    expect(page.locator("main [role=listbox]")).to_be_hidden()
    assert page.url.endswith(START), "picking fills the field, it does not leave the page"
    box.press("Enter")
    expect(page.get_by_text("Le Havre, Seine-Maritime (76600)").first).to_be_visible()


def test_arrows_go_round_by_the_field_and_escape_closes(field):
    page, box = field()
    type_and_wait(page, box, "saint-denis")
    options = proposed(page).get_by_role("option")
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    expect(proposed(page).locator("[role=option][aria-selected=true]")).to_have_count(0)
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("Home")
    expect(proposed(page).locator("[role=option][aria-selected=true]")).to_have_count(0)
    assert box.evaluate("field => field.selectionStart") == 0
    box.press("End")
    assert box.evaluate("field => field.selectionStart") == len("saint-denis")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("saint-denis")
    box.press("ArrowDown")
    expect(options.first).to_be_visible()


def test_free_text_always_submits(field):
    page, box = field()
    type_and_wait(page, box, "Rouen")
    box.press("Enter")
    page.wait_for_url("**/trouver-un-referent/?lieu=Rouen*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Votre")


@pytest.mark.rgaa("7.3")
def test_the_mouse_picks_and_clicking_elsewhere_closes(field):
    page, box = field()
    type_and_wait(page, box, "rouen")
    page.get_by_role("heading", level=1).click()
    expect(page.locator("main [role=listbox]")).to_be_hidden()
    box.fill("")
    type_and_wait(page, box, "7600")
    proposed(page).get_by_role("option").first.click()
    expect(box).to_have_value(re.compile("^76000 Rouen"))
    expect(box).to_be_focused()


@pytest.mark.rgaa("7.3")
def test_a_finger_picks(field):
    page, box = field(width=390, touch=True)
    box.tap()
    box.press_sequentially("le hav", delay=20)
    option = proposed(page).get_by_role("option").first
    expect(option).to_contain_text("Le Havre")
    assert option.bounding_box()["height"] >= 24, "as tall as WCAG 2.2 asks"
    option.tap()
    expect(box).to_have_value("76600 Le Havre")
    expect(page.locator("main [role=listbox]")).to_be_hidden()


@pytest.mark.rgaa("7.1", "7.5")
@pytest.mark.parametrize(
    ("address", "label", "text"), [(START, LABEL, "saint-de"), ("/recherche/", "Rechercher dans le site", "forma")]
)
def test_chromium_tells_assistive_technologies_of_every_option(field, address, label, text):
    page, _ = field(address, label)
    box = page.get_by_role("main").get_by_label(label, exact=False).first
    box.click()
    box.press_sequentially(text, delay=20)
    expect(page.get_by_role("main").get_by_role("listbox")).to_be_visible()
    box.press("ArrowDown")
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    told = {node["nodeId"]: node for node in nodes if not node["ignored"]}
    roles = {key: node["role"]["value"] for key, node in told.items()}
    (field_told,) = [told[key] for key, role in roles.items() if role == "combobox" and _is(told[key], "focused")]
    assert _is(field_told, "expanded")
    (listed,) = [key for key, role in roles.items() if role == "listbox"]
    options = [told[key] for key, role in roles.items() if role == "option" and _below(told, key, listed)]
    shown = page.get_by_role("main").get_by_role("listbox").get_by_role("option").all_inner_texts()
    assert [each["name"]["value"] for each in options] == [each.replace("\n", " ") for each in shown] != []
    assert [_is(each, "selected") for each in options] == [True] + [False] * (len(options) - 1)
    (active,) = _property(field_told, "activedescendant")["relatedNodes"]
    assert active["backendDOMNodeId"] == options[0]["backendDOMNodeId"]


def _property(node: dict, name: str) -> dict:
    return next((each["value"] for each in node.get("properties", []) if each["name"] == name), {})


def _is(node: dict, name: str) -> bool:
    return _property(node, name).get("value") is True


def _below(told: dict, key: str, ancestor: str) -> bool:
    while key in told and key != ancestor:
        key = told[key].get("parentId", "")
    return key == ancestor


def test_only_the_last_text_is_answered(field):
    page, box = field()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/api/v1/places" in request.url else None)
    type_and_wait(page, box, "marseille")
    expect(proposed(page).get_by_role("option").first).to_contain_text("Marseille")
    assert 1 <= len(asked) < len("marseille"), "keys typed quickly are one question"


def test_a_server_that_fails_leaves_a_plain_field(field):
    page, box = field()
    page.route("**/api/v1/places**", lambda route: route.fulfill(status=200, body="not json"))
    with page.expect_response("**/api/v1/places**"):
        box.press_sequentially("Caen")
    expect(page.locator("main [role=listbox]")).to_be_hidden()
    box.press("Enter")
    page.wait_for_url("**/trouver-un-referent/?lieu=Caen*")


@pytest.mark.rgaa("7.2")
def test_without_scripts_the_field_is_a_field(field):
    page, box = field(javascript=False)
    expect(box).not_to_have_attribute("role", "combobox")
    box.fill("76600")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Votre")


def test_the_form_of_a_request_proposes_places_too(field, violations):
    page, box = field("/contact/", "Où ?")
    type_and_wait(page, box, "mamoud")
    box.press("ArrowDown")
    assert violations(page) == []
    box.press("Enter")
    expect(box).to_have_value("97600 Mamoudzou")
    assert page.url.endswith("/contact/")
