"""The admin speaks French: every label of ours is written, none is left to the name of a field."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.urls import reverse
from modelcluster.fields import ParentalKey
from wagtail.blocks import BaseStreamBlock, BaseStructBlock, Block, ListBlock
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import get_page_models

from news.models import NewsCategory
from portal.models import PortalRendition, User
from tests.editing.forms import PUBLISH, send

OUR_APPS = {"portal", "home", "news", "directory", "contact", "search", "mail"}
# Not "Choose": Wagtail words a chooser once a process, here while the database is migrated, which no language is.
ENGLISH = {"Save", "Add", "Publish", "Delete", "Edit", "Title", "Search", "Draft", "Cancel", "Required"}


def our_models() -> list:
    models = [model for model in apps.get_models() if model._meta.app_label in OUR_APPS]
    assert len(models) > 20
    return models


def test_every_field_has_a_name_written_for_it():
    of_wagtail = {field.name for base in (AbstractImage, AbstractRendition) for field in base._meta.local_fields}
    unnamed = [
        f"{model.__name__}.{field.name}"
        for model in our_models()
        for field in model._meta.local_fields
        if field.editable and not field.auto_created and not isinstance(field, ParentalKey)
        if field._verbose_name is None and field.name not in of_wagtail and model is not PortalRendition
    ]
    assert unnamed == []


def test_every_model_has_a_name_written_for_it():
    unnamed = [model.__name__ for model in our_models() if "verbose_name" not in model._meta.original_attrs]
    assert unnamed == []


def blocks_within(block: Block, path: str) -> list[tuple[str, Block]]:
    """A block and all below it, by their path; a list's own child shows no label."""
    found = [(path, block)]
    if isinstance(block, (BaseStructBlock, BaseStreamBlock)):
        for name, child in block.child_blocks.items():
            found += blocks_within(child, f"{path}.{name}")
    elif isinstance(block, ListBlock):
        found += blocks_within(block.child_block, f"{path}[]")
    return found


def test_every_block_has_a_french_label():
    blocks = [
        each
        for model in get_page_models()
        for field in model._meta.get_fields()
        if hasattr(field, "stream_block") and model._meta.app_label in OUR_APPS
        for name, child in field.stream_block.child_blocks.items()
        for each in blocks_within(child, f"{model.__name__}.{field.name}.{name}")
    ]
    assert len(blocks) > 50
    unnamed = [
        path
        for path, block in blocks
        # The items of a list show no label; the parts of an ImageBlock have Wagtail's.
        if not path.endswith("[]") and "image." not in path and not block.meta.label
    ]
    assert unnamed == []


@pytest.fixture
def administrator(site, client):
    client.force_login(User.objects.create_superuser("chef", "chef@service.example", "mot de passe"))
    return client


@pytest.mark.parametrize("kind", ["newspage", "eventpage", "conventionpage", "standardpage", "publicationpage"])
def test_forms_of_pages_are_in_french(site, administrator, kind):
    parents = {"conventionpage": "conventions", "standardpage": "home", "publicationpage": "publications"}
    parent = parents.get(kind, "news")
    app = "home" if kind == "standardpage" else "news"
    assert_french(administrator, reverse("wagtailadmin_pages:add", args=[app, kind, site[parent].pk]))


@pytest.mark.parametrize(
    "name",
    [
        "wagtailadmin_home",
        "wagtailsnippets_directory_actor:add",
        "wagtailsnippets_directory_referent:list",
        "wagtailsnippets_directory_referent:add",
        "wagtailsnippets_news_newscategory:add",
        "subscriptions:index",
        "desk:list",
        "desk:dashboard",
    ],
)
def test_key_pages_are_in_french(site, administrator, name):
    assert_french(administrator, reverse(name))


def assert_french(client, url: str) -> None:
    """The page says that it is French, and neither its labels, help texts, buttons nor titles are English."""
    page = BeautifulSoup(client.get(url).content, "html.parser")
    assert page.html["lang"] == "fr"
    shown = [each.get_text(" ", strip=True) for each in page.find_all(["label", "legend", "button", "h1", "h2", "th"])]
    assert shown
    said = [text for text in shown if set(text.split()) & ENGLISH]
    assert said == []


def test_an_editor_keeps_the_categories(site, editor):
    url = reverse("wagtailsnippets_news_newscategory:add")
    send(editor, url, {"name": "Sport", "slug": "sport"} | PUBLISH)
    assert NewsCategory.objects.filter(name="Sport").exists()
    form = editor.get(reverse("wagtailadmin_pages:add", args=["news", "newspage", site["news"].pk]))
    assert "Sport" in form.content.decode()


def test_dates_of_conventions_have_labels_like_the_others(site, editor):
    url = reverse("wagtailadmin_pages:add", args=["news", "conventionpage", site["conventions"].pk])
    labels = [str(field.label) for field in editor.get(url).context["form"]]
    assert {"Signature", "Début", "Échéance"} <= set(labels)
