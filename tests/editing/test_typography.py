"""What editors type is typeset when it is stored, in fields and blocks, drafts too, and they are told."""

from __future__ import annotations

import html

from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from news.models import NewsPage
from tests.editing.forms import PUBLISH, send
from tests.editing.test_writing import news_form


def body(text: str, quotation: str) -> dict[str, str]:
    return {
        "body-count": "2",
        "body-0-type": "text", "body-0-order": "0", "body-0-deleted": "", "body-0-id": "",
        "body-0-value": rich_text(text),
        "body-1-type": "quotation", "body-1-order": "1", "body-1-deleted": "", "body-1-id": "",
        "body-1-value-text": quotation, "body-1-value-author": "", "body-1-value-role": "",
    }  # fmt: skip


def test_what_is_typed_is_typeset_and_said(editor):
    typed = news_form('L\'atelier "du bois"') | body("<p>Qui ? <b>L'ami</b></p>", "C'est un métier !")
    typed |= {"source_url": "https://exemple.fr/a?b='c'"}
    send(editor, editor.get(reverse("write", args=["actualite"]))["Location"], typed | PUBLISH)
    page = NewsPage.objects.get()
    assert page.title == "L’atelier «\u00a0du bois\u00a0»"
    assert page.slug == "atelier-du-bois"
    assert page.source_url == "https://exemple.fr/a?b='c'"
    assert "Qui\u00a0? <b>L’ami</b>" in page.body[0].value.source
    assert page.body[1].value["text"] == "C’est un métier\u00a0!"
    said = html.unescape(editor.get(reverse("wagtailadmin_home")).content.decode())
    assert (
        "Typographie mise au net\u00a0: 2\u00a0espaces insécables, 1\u00a0paire de guillemets et 3\u00a0apostrophes"
        in said
    )


def test_what_is_right_is_not_talked_about(editor):
    send(editor, editor.get(reverse("write", args=["actualite"]))["Location"], news_form("Un atelier") | PUBLISH)
    assert "Typographie" not in editor.get(reverse("wagtailadmin_home")).content.decode()
