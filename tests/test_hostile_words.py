"""Whatever editors write, and whatever is asked for in the same words: no page fails, and no explanation of words does.

Each set of words is put into every text of every kind of content (`tests.harness.hostile_words` finds them), then every
address that the site names itself is read, and every fixed one of the resolver.
"""

from __future__ import annotations

import html
import logging
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.urls import URLPattern, get_resolver

from directory.territory import gazetteer
from home.models import AccessibilityAudit, StandardPage
from home.setup import page_tree
from portal.models import PortalDocument, PortalImage
from search.models import GlossaryTerm
from tests.directory.establishments.samples import WorkshopFactory
from tests.directory.factories import ActorFactory, ReferentFactory
from tests.harness import hostile_words
from tests.harness.hostile_words import HOSTILE
from tests.news.factories import (
    ConventionPageFactory,
    EventPageFactory,
    NewsPageFactory,
    NewsThemeFactory,
    PublicationPageFactory,
    RegionFactory,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.test import Client
    from wagtail.models import Page

ASKED = (
    "/recherche/?q=", "/glossaire/?q=", "/trouver-un-referent/?lieu=", "/contact/?lieu=", "/actualites/?theme=",
    "/api/v1/search?q=", "/api/v1/match?place=",
)  # fmt: skip
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="960" height="540"><path d="M0 0h9v9z"/></svg>'
# One direction stands for the ten, one region for all: they are alike.
ALIKE = re.compile(r"/direction/(?!rennes)|/regions/(?!normandie)[a-z]|/(?:region|rubrique)/(?!normandie)[a-z]")
ELSEWHERE = ("/admin/", "/static/", "/media/", "/documents/")


@pytest.fixture
def everything(real_site, db, settings, tmp_path) -> dict[str, Page]:
    """A site with one of each kind of content, as people would have made it; the search has an index of its own."""
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    pages, normandie = page_tree.pages(), [RegionFactory(name="Normandie")]
    image = PortalImage.objects.create(title="Atelier", file=ContentFile(DRAWING, "a.svg"), width=960, height=540)
    file = PortalDocument.objects.create(title="Lettre", file=ContentFile(b"PK", "lettre.odt"))
    NewsPageFactory(parent=pages["news"], regions=normandie, theme=NewsThemeFactory(), image=image)
    EventPageFactory(parent=pages["news"], regions=normandie)
    EventPageFactory(parent=pages["news"], days=-9)
    ConventionPageFactory(parent=pages["conventions"], regions=normandie)
    PublicationPageFactory(parent=pages["publications"], document=file)
    pages["home"].add_child(instance=StandardPage(title="Un texte", slug="texte"))
    ReferentFactory(named=True)
    ActorFactory()
    WorkshopFactory()
    AccessibilityAudit.objects.create(auditor="Lou", audited_on="2026-11-02", rate=72, sample="Accueil")
    GlossaryTerm.objects.exclude(slug__in=("spip", "ecrou")).delete()  # of what `setup_site` makes, enough
    hostile_words.add_parts()
    return pages


def fixed_addresses(patterns: Iterable = get_resolver().url_patterns, before: str = "/") -> Iterator[str]:
    """Addresses of the resolver that need no value."""
    for each in patterns:
        route = str(each.pattern).removeprefix("^").removesuffix("$")
        if re.search(r"[<(\\\[]", route):
            continue
        if isinstance(each, URLPattern):
            yield before + route
        elif f"{before}{route}" not in ELSEWHERE:
            yield from fixed_addresses(each.url_patterns, before + route)


def read(client: Client, words: str) -> dict[str, int]:
    """The whole site, from its fixed addresses on: the status of each address, by its path or question."""
    waiting = [*fixed_addresses(), *(f"{address}{quote(words[:200])}" for address in ASKED)]
    answers: dict[str, int] = {}
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        answers[address] = response.status_code
        if response.streaming:
            # A file, or a long list of data. Its own `close` would close the connection that the test shares.
            next(iter(response), None)
            response._iterator.close()
        if response.status_code != 200 or response.streaming:
            continue
        text = response.content.decode()
        for url in links(text):
            path = urlsplit(url).path
            ours = url.startswith("/") and not path.startswith(ELSEWHERE) and not ALIKE.search(path)
            if ours and path not in answers and path not in waiting:
                waiting.append(path)
    return answers


def links(text: str) -> list[str]:
    """What a page, or the sitemap, leads to."""
    found = re.findall(r'<loc>([^<]*)<|<a [^>]*?href="([^"]*)"', text)
    return [html.unescape(named or linked).removeprefix("http://testserver") for named, linked in found]


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_no_page_fails_for_what_editors_write(everything, client, caplog, words, monkeypatch):
    monkeypatch.setattr(gazetteer, "_built", None)  # neither their names of places, nor those of others for them
    written = hostile_words.write_everywhere(words)
    assert [model for model, texts in written.items() if not texts] == [], "a kind of content that nobody wrote in"
    cache.clear()

    with caplog.at_level(logging.ERROR):
        answers = read(client, words)

    assert len(answers) > 45
    assert {address: status for address, status in answers.items() if status >= 500} == {}
    assert [record.getMessage() for record in caplog.records] == []
