"""What holds whatever a page holds and however it is read: wide tables, no style, paper."""

from __future__ import annotations

import pytest

from tests.browser.measures import fits

pytestmark = pytest.mark.browser

# Four columns more, of long words, in the table of a page; gives the cells whose words are cut.
WIDENED = """() => {
    const table = document.querySelector(".p-scroll table");
    for (const row of table.rows)
        for (let more = 0; more < 4; more += 1) {
            const cell = row.cells[1].cloneNode();
            cell.textContent = "professionnalisation anticonstitutionnellement";
            row.append(cell);
        }
    return [...table.querySelectorAll("td, th")].filter(each => each.scrollWidth > each.clientWidth + 1).length;
}"""


@pytest.mark.parametrize("width", [390, 800, 1280])
def test_a_wide_table_scrolls_by_itself_and_cuts_no_word(open_page, width):
    page = open_page(width=width)
    page.goto("/travailler-avec-la-prison/")
    assert page.evaluate(WIDENED) == 0
    assert fits(page)
    place = page.get_by_role("region", name="Ce que demande chaque façon de commencer")
    assert place.evaluate("part => part.scrollWidth > part.clientWidth") is (width > 767), "a list on a small screen"
    place.focus()
    assert place.evaluate("part => part === document.activeElement"), "arrows scroll it"


@pytest.mark.rgaa("10.2")
def test_drawings_keep_their_size_without_style(open_page):
    page = open_page()
    page.goto("/")
    page.evaluate("document.querySelectorAll('link[rel=stylesheet]').forEach(each => each.remove())")
    sizes = page.evaluate(
        "[...document.querySelectorAll('svg')].map(each => Math.round(each.getBoundingClientRect().width))"
    )
    assert set(sizes) == {20, 24, 48, 480}


def test_paper_says_where_and_when_it_was_read(open_page, portal):
    page = open_page()
    page.goto("/conventions/occitanie/")
    said = page.get_by_text(f"{portal.url}/conventions/occitanie/, page lue le")
    assert not said.is_visible()
    page.emulate_media(media="print")
    assert said.is_visible()
    assert page.get_by_text("Les personnes, adresses et numéros sont fictifs.").is_visible()
    assert not page.get_by_role("navigation", name="Menu principal").is_visible()


# The last word of each line of a heading, where another line follows; a compound counts as its parts.
LINE_ENDS = """() => {
    const ends = [];
    for (const heading of document.querySelectorAll("main :is(h1, h2, h3)")) {
        const words = [];
        const texts = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
        while (texts.nextNode())
            for (const word of texts.currentNode.data.matchAll(/[^\\s-]+-?/g)) {
                const range = document.createRange();
                range.setStart(texts.currentNode, word.index);
                range.setEnd(texts.currentNode, word.index + word[0].length);
                const [box] = range.getClientRects();
                if (box) words.push([word[0], box.bottom]);
            }
        words.slice(1).forEach(([, bottom], at) => {
            if (bottom - words[at][1] > 8) ends.push(words[at][0]);
        });
    }
    return ends;
}"""


@pytest.mark.parametrize("width", [390, 1280])
def test_no_line_of_a_heading_ends_with_a_conjunction_or_within_a_name(open_page, width):
    page, ends = open_page(width=width), []
    for address in ("/", "/actualites/", "/conventions/", "/regions/provence-alpes-cote-d-azur/"):
        page.goto(address)
        ends += page.evaluate(LINE_ENDS)
    assert len(ends) > 5, "some break"
    assert [end for end in ends if end.endswith("-") or end in {"et", "ou", "ni", "mais", "donc", "puis", "à"}] == []


def test_content_is_in_sight_on_a_phone_and_pages_are_no_longer_than_that(open_page):
    page = open_page(width=390)
    for address, what, lowest in (
        ("/actualites/", "main article, main .p-news > li, main .p-lead", 800),
        ("/conventions/", "main .p-rows > li", 800),
        ("/travailler-avec-la-prison/", "main .p-place input", 760),
    ):
        page.goto(address)
        assert page.locator(what).first.bounding_box()["y"] < lowest, address
    for address, longest in (("/qui-fait-quoi/", 7000), ("/", 7200), ("/conventions/", 3600)):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollHeight") < longest, address


def test_the_right_half_of_a_wide_screen_is_used(open_page):
    page = open_page()
    for address in ("/recevoir-les-actualites/", "/mentions-legales/", "/recherche/?q=zblorg"):
        page.goto(address)
        aside = page.locator("main .p-aside").first.bounding_box()
        text = page.locator("main .p-split > :not(.p-aside)").first.bounding_box()
        assert aside["x"] > text["x"] + text["width"], address
        assert aside["y"] < text["y"] + 100, address


# One word of 150 letters in each text of the page that has no other element; telephones, which never break, apart.
LONG_WORDS = """() => {
    for (const each of document.querySelectorAll("main :is(h1, h2, h3, p, li, dt, dd, figcaption, summary, a, span)"))
        if (!each.children.length && !each.closest("[href^=tel], .p-scroll")) each.textContent = "insertion".repeat(17);
}"""


def test_a_long_word_widens_no_page(open_page):
    page = open_page(width=390)
    for address in ("/", "/actualites/marseille-restaurant-ephemere/", "/conventions/occitanie/", "/qui-fait-quoi/"):
        page.goto(address)
        page.evaluate(LONG_WORDS)
        assert fits(page), address


def test_names_overseas_are_clear_of_the_coast(open_page):
    page = open_page(width=390)
    page.goto("/trouver-un-referent/")
    names = "[...document.querySelectorAll('.p-map .island + text')]"
    ends = page.evaluate(f"{names}.map(each => each.getBoundingClientRect().right)")
    coast = page.evaluate("document.querySelector('.p-map [data-disp=bordeaux] path').getBoundingClientRect().left")
    assert len(ends) == 5
    assert max(ends) < coast
