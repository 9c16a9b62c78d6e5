"""The words of a StreamField: what a reader reads, and nothing else."""

from __future__ import annotations

from wagtail import blocks

from search.index.page_text import rich_text, stream_text


class ActionBlock(blocks.StructBlock):
    title = blocks.CharBlock()
    text = blocks.TextBlock(required=False)


class ActionsBlock(blocks.StreamBlock):
    action = ActionBlock()
    text = blocks.RichTextBlock()
    link = blocks.URLBlock()


def test_a_part_added_to_a_block_later_is_no_word():
    block = ActionsBlock()
    value = block.to_python([{"type": "action", "value": {"title": "Prépa apprentissage"}}])
    assert "None" in "".join(block.get_searchable_content(value)), "or there is nothing left to leave out"
    assert stream_text(value) == "Prépa apprentissage"


def test_addresses_are_left_out():
    value = ActionsBlock().to_python(
        [
            {"type": "link", "value": "https://service.example/"},
            {"type": "action", "value": {"title": "Un atelier", "text": "À Rouen"}},
        ]
    )
    assert stream_text(value) == "Un atelier\nÀ Rouen"


ENDING = "<h2>Votre numéro</h2><p>Donnez-le.</p>"
LINKS = "<h2>Les autres pages</h2><ul><li><a href='/a/'>La première</a></li> <li><a href='/b/'>L’autre</a></li></ul>"


def test_a_rich_text_is_a_line_for_each_piece_without_the_list_of_links_at_its_end():
    assert rich_text(ENDING + LINKS) == "Votre numéro\nDonnez-le."
    assert stream_text(ActionsBlock().to_python([{"type": "text", "value": ENDING + LINKS}])) == rich_text(ENDING)


def test_a_list_that_says_something_about_its_links_is_read():
    html = "<ul><li><a href='/a/'>Le SPIP</a> suit la personne.</li><li>Une pièce</li></ul>"
    assert rich_text(html) == "Le SPIP suit la personne.\nUne pièce"
