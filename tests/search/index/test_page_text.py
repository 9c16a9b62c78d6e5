"""The words of a StreamField: what a reader reads, and nothing else."""

from __future__ import annotations

from wagtail import blocks

from search.index.page_text import stream_text


class ActionBlock(blocks.StructBlock):
    title = blocks.CharBlock()
    text = blocks.TextBlock(required=False)


class ActionsBlock(blocks.StreamBlock):
    action = ActionBlock()
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
