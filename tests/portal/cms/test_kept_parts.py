"""Parts of pages that are rendered once: for whom, how long, and that drafts never get into them."""

from __future__ import annotations

import datetime

import pytest
from django.template import RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import PageViewRestriction

from portal.cms.cached import forget
from tests.news.factories import EventPageFactory, NewsIndexPageFactory, NewsPageFactory

pytestmark = pytest.mark.django_db
PART = Template('{% kept "tests" key %}{% with inside=word %}{{ inside }}{% endwith %}{% endkept %}')


@pytest.fixture
def news(home_page):
    return NewsIndexPageFactory(parent=home_page, slug="actualites")


@pytest.fixture
def article(news):
    return NewsPageFactory(parent=news, title="Un atelier ouvre", slug="un-atelier", lead="Douze postes.")


def rendered(word: str, key: str = "1", **attributes: bool) -> str:
    request = RequestFactory().get("/")
    for name, value in attributes.items():
        setattr(request, name, value)
    return PART.render(RequestContext(request, {"word": word, "key": key}))


def test_a_part_is_rendered_once_for_its_values():
    assert rendered("<un>") == "&lt;un&gt;"
    assert rendered("deux") == "&lt;un&gt;", "and escaped once"
    assert rendered("trois", key="2") == "trois"


def test_a_part_is_rendered_again_once_something_changes_and_the_next_day(monkeypatch):
    assert rendered("un") == "un"
    forget()
    assert rendered("deux") == "deux"
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
    assert rendered("trois") == "trois"


@pytest.mark.parametrize("draft", ["is_preview", "is_dummy"])
def test_a_draft_neither_leaves_nor_takes_a_part(draft):
    assert rendered("brouillon", **{draft: True}) == "brouillon"
    assert rendered("publié") == "publié"
    assert rendered("autre brouillon", **{draft: True}) == "autre brouillon"


def test_a_part_needs_a_name():
    with pytest.raises(TemplateSyntaxError, match="needs a name"):
        Template("{% kept %}{% endkept %}")


def test_the_preview_of_a_page_stays_out_of_the_page(client, article):
    article.title = "Un brouillon"
    draft = article.make_preview_request(preview_mode=article.default_preview_mode)
    assert "Un brouillon</h1>" in draft.text
    assert "Un atelier ouvre</h1>" in client.get(article.url).text
    again = article.make_preview_request(preview_mode=article.default_preview_mode)
    assert "Un brouillon</h1>" in again.text


def test_what_is_published_shows_where_parts_are_kept(client, news, article):
    for path in ("/", news.url, article.url):
        assert "Un atelier ouvre" in client.get(path).text
    article.title = "Un atelier ferme"
    article.save_revision().publish()
    for path in ("/", news.url, article.url):
        assert "Un atelier ferme" in client.get(path).text
    article.unpublish()
    for path in ("/", news.url):
        assert "Un atelier ferme" not in client.get(path).text


def test_what_becomes_private_leaves_the_lists(client, news, article):
    assert "Un atelier ouvre" in client.get("/").text
    PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.LOGIN)
    assert "Un atelier ouvre" not in client.get("/").text


def test_an_event_leaves_the_minute_it_ends(client, news, monkeypatch):
    event = EventPageFactory(parent=news, title="Une visite", days=1)
    for path in ("/", news.url):
        assert "Une visite" in client.get(path).text
    after = event.ends_at + datetime.timedelta(minutes=1)
    today = timezone.localdate()
    monkeypatch.setattr(timezone, "now", lambda: after)
    monkeypatch.setattr(timezone, "localdate", lambda: today)  # the same day: nothing but the minute changed
    for path in ("/", news.url):
        assert "Une visite" not in client.get(path).text
