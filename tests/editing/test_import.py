"""A document becomes a draft, from a list or in an empty page; pictures join the library, a report says the rest."""

from __future__ import annotations

import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from home.models import StandardPage
from home.setup.groups import CONTRIBUTORS
from news.models import EventPage, NewsPage
from portal.models import PortalImage
from tests.portal.files.written_documents import document

# Making a size of a picture, Wagtail leaves a file of its own to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")

NEWS = "news.newspage"


@pytest.fixture(autouse=True)
def _files_of_the_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def below(site) -> str:
    return reverse("import_below", args=[site["news"].pk])


def sent(extension: str = "docx", name: str = "Ma_lettre", **more: str) -> dict:
    return {"document": SimpleUploadedFile(f"{name}.{extension}", document(extension))} | more


def shown(client, url: str) -> str:
    response = client.get(url, follow=True)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


@pytest.mark.parametrize("extension", ["docx", "odt", "html"])
def test_a_document_becomes_a_draft_and_nothing_is_published(signed_in, below, extension):
    client = signed_in(CONTRIBUTORS)
    response = client.post(below, sent(extension, kind=NEWS))
    page = NewsPage.objects.get()
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert not page.live
    assert page.title == "L’atelier «\u00a0du bois\u00a0»"
    assert page.slug == "atelier-du-bois"
    assert page.owner is not None
    draft = page.get_latest_revision_as_object()
    assert [each.block_type for each in draft.body] == ["text", "table", "quotation", "picture", "text"]
    assert "Qui répond\u00a0?" in draft.body[0].value.source
    image = PortalImage.objects.get()
    assert draft.body[3].value["image"].pk == image.pk
    assert image.uploaded_by_user == page.owner
    assert (image.width, image.height) == (64, 40)
    said = shown(client, response["Location"])
    assert "Repris\u00a0: 2\u00a0textes, 1\u00a0tableau, 1\u00a0citation, 1\u00a0image." in said
    assert "Rien n’est laissé de côté" in said


def test_it_becomes_the_kind_that_was_chosen_and_takes_its_name_from_the_file(editor, below):
    letter = SimpleUploadedFile("Ma_lettre.html", b"<p>Bonjour</p><form></form>")
    response = editor.post(below, {"document": letter, "kind": "news.eventpage"})
    page = EventPage.objects.get()
    assert page.title == "Ma lettre"
    assert "Laissé de côté\u00a0: 1\u00a0formulaire." in shown(editor, response["Location"])


def test_an_empty_page_is_filled_once(editor, site):
    page = StandardPage(title="Une page", slug="une-page")
    site["home"].add_child(instance=page)
    page.save_revision()
    edit, url = reverse("wagtailadmin_pages:edit", args=[page.pk]), reverse("import_into", args=[page.pk])
    assert url in shown(editor, edit)
    assert editor.post(url, sent())["Location"] == edit
    draft = StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert draft.title == "Une page"
    assert len(draft.body) == 5
    assert not StandardPage.objects.get(pk=page.pk).body, "the live page is as it was"
    assert url not in shown(editor, edit)
    assert editor.get(url)["Location"] == reverse("wagtailadmin_home")


def test_the_way_to_it_is_on_the_list_and_on_the_empty_form(editor, site, below):
    assert below in shown(editor, reverse("wagtailadmin_explore", args=[site["news"].pk]))
    form = shown(editor, reverse("write", args=["actualite"]))
    assert f"{below}?kind={NEWS}" in form
    assert f'value="{NEWS}" selected' in shown(editor, f"{below}?kind={NEWS}")


def test_what_is_refused_is_said_at_the_field_and_makes_no_page(editor, below):
    response = editor.post(below, {"document": SimpleUploadedFile("lettre.doc", b"\xd0\xcf"), "kind": NEWS})
    assert "ne s’importe pas" in html.unescape(response.content.decode())
    assert not NewsPage.objects.exists()
    assert "document" in editor.post(below, {"kind": NEWS}).context["form"].errors


def test_who_writes_no_pages_imports_none(keeper, site, below):
    assert keeper.post(below, sent(kind=NEWS))["Location"] == reverse("wagtailadmin_home")
    assert keeper.get(reverse("import_into", args=[site["legal"].pk]))["Location"] == reverse("wagtailadmin_home")
    assert not NewsPage.objects.exists()


def test_a_page_without_body_offers_none(editor, site):
    assert editor.get(reverse("import_below", args=[site["legal"].pk]))["Location"] == reverse("wagtailadmin_home")
