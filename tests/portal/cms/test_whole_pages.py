"""Whole pages from memory: for whom, of what, how long; and everything that never comes from there."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from directory.models import Referent
from home.models import HomePage
from news.models import NewsPage
from portal.audience import counting
from portal.cms import whole_pages
from portal.cms.outside_preview import LINK
from portal.models import PortalSettings, PreviewLink, User
from search.models import GlossaryTerm, SearchCount
from tests.directory.factories import ReferentFactory, load_small_territory
from tests.news.factories import EventPageFactory, NewsIndexPageFactory, NewsPageFactory

pytestmark = pytest.mark.django_db
BROWSER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture(autouse=True)
def _whole_pages(settings, monkeypatch):
    settings.WHOLE_PAGES = True
    monkeypatch.setattr(whole_pages, "_minute", lambda: 1)  # no test meets the end of a minute by chance


@pytest.fixture
def news(home_page):
    return NewsIndexPageFactory(parent=home_page, slug="actualites")


@pytest.fixture
def article(news) -> NewsPage:
    return NewsPageFactory(parent=news, title="Un atelier ouvre", slug="un-atelier", lead="Douze postes.")


@pytest.fixture
def is_kept(client, queries_used):
    """Whether the second of two requests costs no query."""

    def is_kept(path: str, method: str = "get", **options) -> bool:
        ask = getattr(client, method)
        ask(path, **options)
        return queries_used(ask, path, **options) == 0

    return is_kept


def test_a_page_is_built_once(client, article, queries_used):
    built = client.get(article.url)
    assert queries_used(client.get, article.url) == 0
    kept = client.get(article.url)
    assert kept.content == built.content
    assert kept.headers.keys() == built.headers.keys()
    for name in set(built.headers) - {"X-Request-ID"}:
        assert kept[name] == built[name], name
    assert {"Content-Security-Policy", "Permissions-Policy", "ETag", "X-Frame-Options"} <= set(kept.headers)
    assert kept["Cache-Control"] == "public, no-cache"
    assert kept["ETag"].startswith('"'), "strong"
    assert kept.resolver_match.view_name == "wagtail_serve", "measured by its kind"


@pytest.mark.parametrize(
    "name",
    ["directory:start", "directory:doors", "establishments:list", "regions", "site_map", "glossary"],
)
def test_views_of_ours_are_kept_too(is_kept, home_page, name):
    load_small_territory()
    assert is_kept(reverse(name))


def test_who_has_a_page_is_told_that_it_is_the_same(client, article, queries_used):
    etag = client.get(article.url)["ETag"]
    told = client.get(article.url, headers={"if-none-match": etag})
    assert (told.status_code, told.content, told["ETag"]) == (304, b"", etag)
    assert queries_used(client.get, article.url, headers={"if-none-match": f"W/{etag}"}) == 0
    article.title = "Un autre atelier"
    article.save_revision().publish()
    changed = client.get(article.url, headers={"if-none-match": etag})
    assert changed.status_code == 200
    assert "Un autre atelier" in changed.text


def test_head_is_answered_from_what_get_left(client, article, queries_used):
    client.head(article.url)
    assert queries_used(client.head, article.url) > 0, "an answer to HEAD is none to keep"
    length = client.get(article.url)["Content-Length"]
    assert queries_used(client.head, article.url) == 0
    head = client.head(article.url)
    assert (head.content, head["Content-Length"]) == (b"", length)


def test_a_part_is_not_given_for_the_whole(client, article):
    whole = client.get(article.url).content
    part = client.get(article.url, headers={"range": "bytes=0-9"})
    assert (part.status_code, part.content) == (200, whole)


def test_readers_of_a_kept_page_are_counted(client, article):
    counting.tally.begin()
    etag = client.get(article.url, headers=BROWSER)["ETag"]
    client.get(article.url, headers=BROWSER)
    client.get(article.url, headers=BROWSER | {"if-none-match": etag})
    assert {(kind, path): count for (_, kind, path), count in counting.tally.counts.items()} == {
        (counting.Kind.PAGE, article.url): 3
    }
    counting.tally.begin()


def test_hosts_schemes_and_queries_are_kept_apart(client, news, article, settings):
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    plain, secure = client.get("/").text, client.get("/", secure=True).text
    assert client.get("/").text == plain
    assert client.get("/", secure=True).text == secure
    other = Site.objects.create(hostname="localhost", root_page=article, is_default_site=False)
    PortalSettings.objects.create(site=other)
    assert client.get("/", headers={"host": "localhost"}).text != plain
    assert client.get("/", headers={"host": "nobody.example"}).status_code == 400
    assert client.get(f"{news.url}?annee=1999").text != client.get(news.url).text


def test_lists_are_kept_by_what_chooses_their_rows_and_by_nothing_typed(is_kept, news, article):
    load_small_territory()
    assert is_kept(f"{news.url}?region=grand-est&page=1")
    assert not is_kept(f"{news.url}?utm_source=lettre")
    assert not is_kept(f"{news.url}?format=json")
    assert not is_kept("/etablissements/?lieu=Rouen")
    assert not [key for key in whole_pages._pages._kept if "Rouen" in key]


def test_invented_addresses_fill_no_memory(client, news, article, monkeypatch):
    size = len(client.get(news.url).content)
    monkeypatch.setattr(whole_pages, "MOST_BYTES", 4 * size)
    for number in range(12):
        client.get(f"{news.url}?theme=rien-{number}")
    assert len(whole_pages._pages._kept) <= 4
    assert whole_pages._pages._bytes == sum(len(each.content) for each in whole_pages._pages._kept.values())
    assert client.get("/rien-de-tel/").status_code == 404
    assert not [key for key in whole_pages._pages._kept if "rien-de-tel" in key]


# Never ---------------------------------------------------------------------------------------------------------------
@pytest.mark.ignore_template_errors
def test_whoever_has_a_cookie_gets_a_page_of_their_own(client, article, queries_used):
    client.get(article.url)
    client.force_login(User.objects.create_superuser("chef", "chef@example.org", "secret"))
    assert queries_used(client.get, article.url) > 0
    own = client.get(article.url)
    assert own["Cache-Control"] == "private, no-cache"
    client.logout()
    client.cookies.clear()
    assert "chef" not in client.get(article.url).text
    client.cookies["anything"] = "x"
    assert queries_used(client.get, article.url) > 0
    del client.cookies["anything"]
    assert queries_used(client.get, article.url, headers={"authorization": "Basic x"}) > 0


@pytest.mark.ignore_template_errors
def test_a_preview_is_neither_kept_nor_taken_from_there(client, article):
    shown = client.get(article.url).text
    article.title = "Pas encore dit"
    article.save_revision()
    chief = User.objects.create_superuser("chef", "chef@example.org", "secret")
    until = timezone.now() + datetime.timedelta(days=1)
    link = PreviewLink.objects.create(page=article, reader="Jeanne", made_by=chief, expires_at=until)
    address = LINK.url("outside_preview", link.pk)
    for _ in range(2):
        draft = client.get(address)
        assert "Pas encore dit" in draft.text
        assert draft["Cache-Control"] == "no-store"
        assert client.get(article.url).text == shown
    client.force_login(chief)
    preview = client.get(reverse("wagtailadmin_pages:view_draft", args=[article.pk]))
    assert "Pas encore dit" in preview.text
    client.logout()
    client.cookies.clear()
    assert client.get(article.url).text == shown


@pytest.mark.parametrize("path", ["/contact/", "/recherche/?q=travail", "/recherche/", "/recevoir-les-actualites/"])
def test_forms_and_searches_are_never_kept(client, is_kept, home_page, path, settings):
    load_small_territory()
    client.get(path)
    assert not [key for key in whole_pages._pages._kept if path in key]
    assert client.get(path)["Cache-Control"] in {"private, no-cache", "no-store"}


def test_each_search_is_counted(client, home_page):
    for _ in range(2):
        client.get("/recherche/?q=travail")
    assert SearchCount.objects.get().count == 2


def test_what_is_posted_reaches_its_view(client, article):
    client.get(article.url)
    before = len(whole_pages._pages._kept)
    client.post(article.url)
    assert len(whole_pages._pages._kept) == before


@pytest.mark.parametrize("kind", [PageViewRestriction.PASSWORD, PageViewRestriction.LOGIN])
def test_what_becomes_private_is_so_at_once(client, article, is_kept, kind):
    assert is_kept(article.url)
    restriction = PageViewRestriction.objects.create(page=article, restriction_type=kind, password="sésame")
    for _ in range(2):
        client.cookies.clear()
        asked = client.get(article.url)
        assert article.lead not in asked.text
        assert asked.get("Cache-Control") != "public, no-cache"
    restriction.delete()
    client.cookies.clear()
    assert article.lead in client.get(article.url).text


# How long ------------------------------------------------------------------------------------------------------------
def test_whatever_is_published_is_seen_by_the_next_reader(client, home_page, news, article):
    load_small_territory()
    assert "Un atelier ouvre" in client.get("/").text
    assert "Un atelier ouvre" in client.get(news.url).text
    article.unpublish()
    assert "Un atelier ouvre" not in client.get(news.url).text
    assert "Un atelier ouvre" not in client.get("/").text
    assert client.get(article.url).status_code == 404
    PortalSettings.objects.update(name="Portail rebaptisé")
    assert "Portail rebaptisé" in client.get("/").text
    letter = f"{reverse('glossary')}?lettre=e"
    client.get(letter)
    GlossaryTerm.objects.bulk_create([GlossaryTerm(term="Écrou", slug="ecrou", definition="Un mot du greffe.")])
    assert "Un mot du greffe." in client.get(letter).text
    HomePage.objects.update(lead="Une phrase neuve.")
    assert "Une phrase neuve." in client.get("/").text


def test_a_sheet_that_is_withdrawn_is_gone(client, home_page, is_kept):
    load_small_territory()
    sheet = ReferentFactory()
    assert is_kept(sheet.get_absolute_url())
    Referent.objects.filter(pk=sheet.pk).update(live=False)
    assert client.get(sheet.get_absolute_url()).status_code == 404


def test_another_minute_is_another_page(client, home_page, news, monkeypatch, queries_used):
    """An event that ends, an absence that begins: what is typed by day or minute turns with it."""
    EventPageFactory(parent=news, title="Une visite", slug="visite")
    client.get("/")
    assert queries_used(client.get, "/") == 0
    monkeypatch.setattr(whole_pages, "_minute", lambda: 2)
    assert queries_used(client.get, "/") > 0


def test_what_is_published_while_a_page_is_built_is_not_covered_by_it(client, article, monkeypatch):
    serve = NewsPage.serve

    def meanwhile(page, request, *rest, **more):
        response = serve(page, request, *rest, **more).render()
        NewsPage.objects.filter(pk=page.pk).update(title="Publié entre-temps")
        return response

    with monkeypatch.context() as patch:
        patch.setattr(NewsPage, "serve", meanwhile)
        assert "Publié entre-temps" not in client.get(article.url).text
    assert "Publié entre-temps" in client.get(article.url).text


def test_processes_that_share_no_cache_remember_a_second(client, article, monkeypatch, queries_used):
    monkeypatch.setattr("portal.cms.cached.ALONE", 0)
    client.get(article.url)
    assert queries_used(client.get, article.url) > 0


def test_it_can_be_switched_off(client, article, settings, queries_used):
    settings.WHOLE_PAGES = False
    client.get(article.url)
    assert queries_used(client.get, article.url) > 0
    assert client.get(article.url)["ETag"]
