"""Drafts that leave the editor's hands: read by outsiders through a link, kept as a model for other pages."""

from __future__ import annotations

import datetime
import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils import timezone

from home.setup.groups import CONTRIBUTORS, MANAGERS
from news.models import ConventionPage, ConventionParty, NewsPage
from portal.cms.outside_preview import LINK
from portal.cms.page_models import begin, content_of
from portal.models import PageModel, PreviewLink, User
from tests.news.factories import ConventionPageFactory, NewsPageFactory

if TYPE_CHECKING:
    from django.test import Client
    from wagtail.models import Page


@pytest.fixture
def draft(site) -> NewsPage:
    """Public as « Un titre », with a draft that says more."""
    page = NewsPageFactory(parent=site["news"], title="Un titre", live=True)
    page.title = "Un titre à venir"
    page.save_revision()
    return page


def give(client: Client, page: Page, days: str = "7") -> str:
    """Make a link in the admin, and read its address there."""
    url = reverse("preview_links", args=[page.pk])
    assert client.post(url, {"reader": "Le préfet", "days": days}).status_code == 302
    shown = client.get(url).content.decode()
    return re.search(r'value="http://testserver(/apercu/[^"]+)"', shown)[1]


def test_an_outsider_reads_the_draft_until_the_link_is_taken_back(draft, editor, client):
    address = give(editor, draft)
    answer = client.get(address)
    page = answer.content.decode()
    assert "Un titre à venir" in page
    assert "Aperçu d’un brouillon" in page
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert not client.cookies
    assert "Un titre à venir" not in client.get(draft.get_url()).content.decode()
    link = PreviewLink.objects.get()
    editor.post(reverse("preview_links", args=[draft.pk]), {"revoke": link.pk})
    over = client.get(address)
    assert over.status_code == 410
    assert "n’est plus valable" in over.content.decode()
    assert over["Cache-Control"] == "no-store"


def test_a_link_ends_by_itself(draft, editor, client):
    address = give(editor, draft, "1")
    assert client.get(address).status_code == 200
    PreviewLink.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert client.get(address).status_code == 410
    assert "n’est plus valable depuis" in editor.get(reverse("preview_links", args=[draft.pk])).content.decode()


def test_links_that_are_over_are_forgotten_and_others_stay(draft, editor, client):
    give(editor, draft, "1")
    PreviewLink.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    address = give(editor, draft, "7")
    call_command("run_due", "portal.preview_links", stdout=io.StringIO())
    assert PreviewLink.objects.count() == 1
    assert client.get(address).status_code == 200


def test_a_link_that_was_never_given_is_no_page(draft, editor, client):
    address = give(editor, draft)
    for wrong in (address.replace(":", "x:", 1), "/apercu/1/", f"/apercu/{LINK.sign('1')[:-3]}/"):
        assert client.get(wrong).status_code == 404


def test_a_page_that_was_never_published_is_shown_too(site, signed_in, client):
    page = NewsPageFactory(parent=site["news"], title="Jamais parue", live=False)
    page.save_revision()
    assert "Jamais parue" in client.get(give(signed_in(CONTRIBUTORS), page)).content.decode()


def test_who_may_not_change_a_page_gives_no_link_and_keeps_no_model(draft, signed_in):
    manager = signed_in(MANAGERS)
    for name in ("preview_links", "keep_model"):
        assert (
            manager.post(reverse(name, args=[draft.pk]), {"reader": "x", "days": "7", "name": "x"}).status_code == 302
        )
    assert not PreviewLink.objects.exists()
    assert not PageModel.objects.exists()


def test_a_page_begins_from_a_model_with_its_blocks_and_rows(site, editor):
    first = ConventionPageFactory(parent=site["conventions"], title="Convention type", lead="À compléter.")
    first.parties.add(ConventionParty(organisation="Région modèle"))
    first.save()
    first = ConventionPage.objects.get(pk=first.pk)
    first.save_revision()
    editor.post(reverse("keep_model", args=[first.pk]), {"name": "Convention régionale"})
    model = PageModel.objects.get()
    assert "Convention régionale" in editor.get(reverse("page_models")).content.decode()
    answer = editor.post(reverse("page_models"), {"begin": model.pk})
    new = ConventionPage.objects.latest("pk")
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[new.pk])
    assert new.pk != first.pk
    assert (new.live, new.lead, new.get_parent().pk) == (False, "À compléter.", first.get_parent().pk)
    assert new.slug != first.slug
    assert [each.organisation for each in new.parties.all()] == ["Région modèle"]
    assert [each.organisation for each in first.parties.all()] == ["Région modèle"], "its own rows stay"
    assert editor.get(answer["Location"]).status_code == 200
    first.delete()
    assert begin(PageModel.objects.get(), User.objects.first()).slug not in {new.slug, first.slug}


def test_a_model_keeps_nothing_of_who_wrote_the_page_and_where(draft):
    content = content_of(draft)
    assert content["title"] == "Un titre à venir"
    assert not {"slug", "path", "owner", "live", "wagtail_admin_comments", "translation_key"} & set(content)
    json.dumps(content, cls=DjangoJSONEncoder)


def test_a_model_is_forgotten_and_its_pages_stay(draft, editor):
    editor.post(reverse("keep_model", args=[draft.pk]), {"name": "Actualité"})
    model = PageModel.objects.get()
    editor.post(reverse("page_models"), {"begin": model.pk})
    editor.post(reverse("page_models"), {"forget": model.pk})
    assert not PageModel.objects.exists()
    assert NewsPage.objects.filter(title="Un titre à venir", live=False).exists()
    said = editor.post(reverse("page_models"), {"begin": model.pk}, follow=True).content.decode()
    assert "Ce modèle n’existe plus." in said


def test_the_menu_of_a_page_offers_both(draft, editor):
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
    assert reverse("preview_links", args=[draft.pk]) in page
    assert reverse("keep_model", args=[draft.pk]) in page
    assert reverse("page_models") in editor.get(reverse("wagtailadmin_home")).content.decode()
