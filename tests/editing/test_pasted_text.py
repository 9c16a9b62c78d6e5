"""What editors paste is stored clean, without an error, in drafts as in what is published."""

from __future__ import annotations

import io
import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, Revision, Site
from wagtail.test.utils.form_data import rich_text, streamfield

from directory.models import Actor, Referent
from news.models import NewsPage
from portal.models import PortalImage, PortalSettings
from tests.directory.factories import ReferentFactory
from tests.editing.forms import PUBLISH, refused, send
from tests.editing.test_pages import add_address, edit_address, form, news
from tests.editing.test_site import address, settings_form
from tests.editing.test_snippets import ACTORS, actor
from tests.harness.pasted import CONTROLS, INVISIBLE, is_clean

PASTED = f"\0{CONTROLS}{INVISIBLE}e\u0301"
BODY = streamfield(
    [
        ("text", rich_text(f"<p>Trois\x0bateliers <b>ou\u200bvrent</b>.{PASTED}</p>")),
        ("quotation", {"text": f"Un\x0bmot{PASTED}", "author": f"Une\x0cpersonne{PASTED}", "role": ""}),
    ]
)


def texts(value) -> list[str]:
    """Every text inside JSON, also inside the JSON that revisions keep as text."""
    if isinstance(value, str):
        return texts(json.loads(value)) if value.startswith("[{") else [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inner for text in texts(each)]


def test_a_page_is_stored_clean_as_a_draft_and_when_published(site, editor, client):
    content = news(title=f"Trois\x0bateliers{PASTED}", lead=f"Un\x0bchapô{PASTED}", body=BODY)
    send(editor, add_address(NewsPage, site["news"]), form(content))
    page = NewsPage.objects.get(slug="trois-ateliers")
    drafted = texts(page.latest_revision.content)
    assert any("Un\nmot" in text for text in drafted)
    assert all(map(is_clean, drafted))

    send(editor, edit_address(page), form(content, **PUBLISH))
    page.refresh_from_db()
    assert page.title.startswith("Trois ateliers")
    assert page.lead.startswith("Un\nchapô")
    stored = texts(page.body.get_prep_value())
    assert any("Trois\nateliers <b>ouvrent</b>" in text for text in stored)
    assert all(map(is_clean, [page.title, page.draft_title, page.lead, *stored]))
    assert client.get(page.url).status_code == 200


def test_invisible_signs_alone_are_no_title(site, editor):
    content = form(news(title="\u200b\x0b\ufeff"), **PUBLISH)
    assert refused(editor, add_address(NewsPage, site["news"]), content) == {"title": ["Champ requis."]}


def test_a_length_is_that_of_the_clean_text(site, editor):
    send(editor, add_address(NewsPage, site["news"]), form(news(title="é" * 250 + "\u200b" * 10)))
    assert NewsPage.objects.get(slug="trois-ateliers").title == "é" * 250


def test_a_snippet_is_stored_clean(site, editor):
    pasted = actor(name=f"Mission\x0blocale{PASTED}", role_inside=f"<p>Elle\x0bvient{PASTED}</p>")
    send(editor, reverse(f"{ACTORS}:add"), pasted | PUBLISH)
    stored = Actor.objects.get()
    assert stored.name.startswith("Mission locale")
    assert all(map(is_clean, [stored.name, stored.role_inside, *texts(stored.latest_revision.content)]))


def test_settings_are_stored_clean(site, editor):
    links = [{"place": "footer", "label": f"Nous\x0bécrire{PASTED}", "address": "/contact/"}]
    send(editor, address(), settings_form(links, name=f"Portail\x0bessai{PASTED[:30]}"))
    stored = PortalSettings.for_site(Site.objects.get())
    assert stored.name.startswith("Portail essai")
    assert all(map(is_clean, [stored.name, *stored.menu_links.values_list("label", flat=True)]))


def test_the_words_of_a_picture_are_stored_clean(site, editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    picture = io.BytesIO()
    Image.new("RGB", (4, 3)).save(picture, "PNG")
    data = {
        "title": f"La\x0bsalle{PASTED}",
        "description": f"Une\x0bsalle{PASTED}",
        "credit": f"©\x0bPersonne{PASTED[:60]}",
        "file": SimpleUploadedFile("salle.png", picture.getvalue(), "image/png"),
        "collection": Collection.get_first_root_node().pk,
        "tags": "",
    }
    send(editor, reverse("wagtailimages:add"), data)
    stored = PortalImage.objects.get(title__startswith="La salle")
    assert all(map(is_clean, [stored.title, stored.description, stored.credit]))


def test_what_a_program_stores_is_clean_too(site):
    sheet = ReferentFactory(office=f"R2IP\x0bNormandie{PASTED}", last_name="Exe\u0301mple\0")
    sheet.hours = f"Le\x0bmatin{PASTED}"
    assert all(map(is_clean, texts(Revision.objects.get(pk=sheet.save_revision().pk).content)))
    stored = Referent.objects.get(pk=sheet.pk)
    assert stored.office.startswith("R2IP\nNormandie")
    assert stored.last_name == "Exémple"
    assert is_clean(stored.office)
    assert is_clean(Referent.objects.only("slug").get(pk=sheet.pk).office)
