from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from wagtail import blocks
from wagtail.rich_text import RichText

from portal.cms.anchors import TAKEN, anchored
from portal.cms.blocks import ArticleBlocks, KeyFigureBlock, LinkBlock
from portal.cms.table_blocks import ChartBlock, TableBlock


def rendered(kind: str, value) -> BeautifulSoup:
    """HTML of one block of an article."""
    block = ArticleBlocks().child_blocks[kind]
    return BeautifulSoup(block.render(block.to_python(value)), "html.parser")


def words(element) -> str:
    return " ".join(element.get_text(" ").split())


def test_every_block_of_an_article_has_its_template():
    kinds = ArticleBlocks().child_blocks
    assert len(kinds) >= 10
    assert [name for name, block in kinds.items() if not block.meta.template.startswith("blocks/")] == []


def test_a_quotation_names_who_speaks():
    value = {"text": "On y croit.", "author": "Camille Exemple", "role": "cheffe d’atelier"}
    html = rendered("quotation", value)
    assert words(html.blockquote) == "« On y croit. »"
    assert words(html.figcaption) == "Camille Exemple , cheffe d’atelier"


def test_a_quotation_of_nobody_has_no_signature():
    assert rendered("quotation", {"text": "On y croit.", "author": "", "role": ""}).figcaption is None


def test_key_figures_carry_year_and_scope():
    figure = {"value": "960", "label": "personnes", "scope": "2019, Occitanie"}
    html = rendered("key_figures", {"title": "L’essentiel", "figures": [figure]})
    assert html.h2.get_text() == "L’essentiel"
    assert words(html.dl) == "960 personnes 2019, Occitanie"


def test_a_key_figure_without_scope_is_refused():
    with pytest.raises(blocks.StructBlockValidationError):
        KeyFigureBlock().clean(KeyFigureBlock().to_python({"value": "960", "label": "personnes", "scope": ""}))


def test_steps_are_an_ordered_list():
    items = [{"title": "D’abord", "text": "<p>Écrire.</p>"}, {"title": "Ensuite", "text": ""}]
    html = rendered("steps", {"title": "Et après ?", "items": items})
    assert [words(step) for step in html.ol.find_all("li")] == ["D’abord Écrire.", "Ensuite"]


def test_questions_unfold_without_a_script():
    html = rendered("questions", {"title": "Questions", "items": [{"title": "Où ?", "text": "<p>Ici.</p>"}]})
    assert html.details.summary.h3.get_text() == "Où ?"
    assert html.details.p.get_text() == "Ici."
    assert not html.details.has_attr("open")


def test_a_table_names_each_cell_for_small_screens():
    html = rendered("table", {"caption": "Façons", "rows": [["Projet", "Où"], ["Atelier", "Dedans"]]})
    assert html.caption.get_text() == "Façons"
    assert [(cell["scope"], cell.get_text()) for cell in html.find_all("th")] == [
        ("col", "Projet"), ("col", "Où"), ("row", "Atelier"),
    ]  # fmt: skip
    assert (html.td["data-label"], html.td.get_text()) == ("Où", "Dedans")


def test_a_table_whose_rows_differ_in_length_is_refused():
    block = TableBlock()
    block.clean(block.to_python({"caption": "Juste", "rows": [["a", "b"], ["c", "d"]]}))
    with pytest.raises(blocks.StructBlockValidationError):
        block.clean(block.to_python({"caption": "Bancale", "rows": [["a", "b"], ["c"]]}))


@pytest.mark.parametrize(("share", "shown"), [("9", "9 %"), ("9.1", "9,1 %"), ("100", "100 %"), ("0", "0 %")])
def test_the_bar_of_a_chart_says_what_its_cell_says(share, shown):
    rows = [
        {"label": "Occitanie", "value": "960", "share": share},
        {"label": "France", "value": "10 600", "share": "100"},
    ]
    html = rendered("chart", {"title": "Une sur onze", "caption": "Personnes, 2019", "rows": rows})
    cell = html.tbody.td.find_next("td")
    assert words(cell) == shown
    assert float(cell.find("rect", class_="a")["width"]) == float(share)
    assert cell.svg["aria-hidden"] == "true"


@pytest.mark.parametrize("share", ["-1", "101"])
def test_a_share_of_more_than_the_whole_is_refused(share):
    row = {"label": "Occitanie", "value": "960", "share": share}
    value = {"title": "Titre", "caption": "Légende", "rows": [row, row]}
    with pytest.raises(blocks.StructBlockValidationError):
        ChartBlock().clean(ChartBlock().to_python(value))


@pytest.mark.parametrize("kind", ["text", "note"])
def test_texts_keep_what_editors_wrote(kind):
    assert rendered(kind, "<p>Un <b>texte</b>.</p>").b.get_text() == "texte"


def link(**value) -> blocks.StructValue:
    block = LinkBlock()
    return block.to_python({"label": "Lien", "page": None, "anchor": "", "address": ""} | value)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://ailleurs.example", "contact", ""])
def test_a_link_to_a_script_or_to_nowhere_is_refused(address):
    with pytest.raises(blocks.StructBlockValidationError):
        LinkBlock().clean(link(address=address))


def test_a_link_with_two_targets_is_refused(home_page):
    with pytest.raises(blocks.StructBlockValidationError):
        LinkBlock().clean(link(page=home_page.pk, address="/contact/"))


def test_links_lead_to_addresses_pages_and_places_in_them(home_page):
    assert LinkBlock().clean(link(address="/contact/")).url == "/contact/"
    assert link(page=home_page.pk).url == "/"
    assert link(page=home_page.pk, anchor="t-actus").url == "/#t-actus"


def test_a_button_to_a_page_that_is_gone_is_no_button(home_page):
    value = {"label": "Y aller", "page": home_page.pk, "anchor": "", "address": ""}
    assert rendered("action", value).a["href"] == "/"
    home_page.unpublish()
    assert rendered("action", value).a is None


def test_a_title_that_has_an_id_keeps_it():
    text = anchored('<h2 id="ici">Là</h2><h2>Ici</h2>')
    assert [heading.anchor for heading in text.headings] == ["ici", "ici-2"]


def test_the_words_of_a_title_lose_their_markup():
    (heading,) = anchored("<h2>L’emploi &amp; <i>la</i> prison</h2>").headings
    assert (heading.anchor, heading.text) == ("lemploi-la-prison", "L’emploi & la prison")


@given(st.lists(st.text(max_size=20), max_size=8))
def test_anchors_are_unique_and_take_no_place_of_the_frame(titles):
    source = "".join(f"<h2>{RichText(title.replace('<', '').replace('>', '')).source}</h2>" for title in titles)
    text = anchored(source)
    anchors = [heading.anchor for heading in text.headings]
    assert len(anchors) == len(titles) == len(set(anchors))
    assert not TAKEN & set(anchors)
    assert all(f'id="{anchor}"' in text.html for anchor in anchors)
