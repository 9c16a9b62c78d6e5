"""A draft is always saved: blocks that are empty or half filled wait for the publication, which asks for everything."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text, streamfield

from news.models import NewsPage
from portal.models import PortalDocument
from tests.editing.forms import PUBLISH, refused, send
from tests.editing.test_pages import add_address, form, news

PICTURE = {"image": "", "alt_text": "", "decorative": ""}
VIDEO = {"title": "", "image": PICTURE, "video": "", "duration": "", "captions": "", "transcript": rich_text("")}
HALF = {
    "video without a file": ("video", VIDEO | {"title": "Un atelier"}),
    "video without anything": ("video", VIDEO),
    "document without a file": ("document", {"document": "", "title": "Le bilan", "note": ""}),
    "picture without an image": ("picture", {"image": PICTURE, "caption": "La salle"}),
}


@pytest.mark.parametrize("block", HALF.values(), ids=HALF)
def test_a_half_filled_block_is_drafted_and_published_by_nobody(site, editor, block):
    url = add_address(NewsPage, site["news"])
    data = form(news(body=streamfield([block])))
    assert refused(editor, url, data | PUBLISH)
    preview = reverse("wagtailadmin_pages:preview_on_add", args=["news", "newspage", site["news"].pk])
    assert editor.post(preview, data).json() == {"is_valid": True, "is_available": True}
    assert editor.get(preview).status_code == 200
    send(editor, url, data)
    page = NewsPage.objects.get(slug="trois-ateliers")
    assert not page.live
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert editor.get(edit).status_code == 200
    assert editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).status_code == 200
    assert [each.block_type for each in page.get_latest_revision_as_object().body] == [block[0]]
    assert refused(editor, edit, data | PUBLISH)


def test_a_video_that_no_player_reads_waits_for_the_publication(site, editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    document = PortalDocument.objects.create(title="Texte", file=ContentFile(b"mot", "texte.txt"))
    url = add_address(NewsPage, site["news"])
    data = form(news(body=streamfield([("video", VIDEO | {"video": document.pk})])))
    send(editor, url, data)
    stored = NewsPage.objects.get(slug="trois-ateliers").get_latest_revision_as_object().body
    assert stored[0].value["video"] == document
    assert refused(editor, url, data | {"slug": "autre"} | PUBLISH)
