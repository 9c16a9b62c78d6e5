"""Every list of the admin answers to every search, filter, order and export that it offers."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.admin.views.generic.base import BaseListingView

from directory.contact.desk.filters import ALL, FilterForm
from portal.models import User
from tests.directory.contact.factories import submit
from tests.directory.factories import ReferentFactory
from tests.news.factories import ConventionPageFactory, NewsPageFactory

ADMIN = "admin/"
EVERY = pytest.mark.parametrize("every", [3, pytest.param(1, marks=pytest.mark.full)])  # which of the queries
PAGES_THAT_ARE_NONE = ("2", "0", "-1", "essai", "9" * 40)
TYPED = ("essai", "l’été à", "%", '"', "a" * 300)


def listings(patterns: list[URLPattern | URLResolver], names: tuple[str, ...] = ()) -> dict[str, type]:
    """Names of addresses without arguments whose view lists something; `…_results` are the same lists once more."""
    found = {}
    for each in patterns:
        if isinstance(each, URLResolver):
            found |= listings(each.url_patterns, (*names, *filter(None, [each.namespace])))
        elif (
            each.name
            and not each.name.endswith("results")
            and not each.pattern.converters
            and (view := view_of(each.callback))
        ):
            found[":".join([*names, each.name])] = view
    return found


def view_of(callback: object) -> type | None:
    """The class of a list behind a callback and whatever wraps it."""
    while callback is not None:
        view = getattr(callback, "view_class", None)
        if view is not None:
            return view if issubclass(view, BaseListingView) else None
        callback = getattr(callback, "__wrapped__", None)
    return None


ADMIN_PATTERNS = [
    each for each in get_resolver().url_patterns if isinstance(each, URLResolver) and str(each.pattern) == ADMIN
]
LISTS = sorted(listings(ADMIN_PATTERNS))


@pytest.fixture
def admin(site) -> Client:
    NewsPageFactory(parent=site["news"])
    ConventionPageFactory(parent=site["conventions"])
    ReferentFactory()
    client = Client()
    client.force_login(User.objects.create_superuser("tout", "tout@service.example", "mot de passe"))
    return client


def test_the_lists_of_ours_are_among_them():
    for name in ("directory_referent", "directory_actor", "search_glossaryterm", "news_newstheme"):
        assert f"wagtailsnippets_{name}:list" in LISTS
    assert "subscriptions:index" in LISTS
    assert len(LISTS) > 20


@EVERY
@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.full if name.startswith("wagtailadmin_reports") else []) for name in LISTS],
)
@pytest.mark.ignore_template_errors  # Wagtail's own templates draw them, and read what is not there
def test_a_list_answers_to_all_that_it_offers(admin, name, every):
    address = reverse(name)
    first = admin.get(address)
    if first.status_code in (302, 404):
        assert not name.startswith(("wagtailsnippets_", "subscriptions")), "ours are open to an administrator"
        return
    assert first.status_code == 200
    view = first.context_data.get("view", None)
    queries = [{"q": typed} for typed in TYPED]
    for column in getattr(first.context_data.get("table"), "columns", {}).values():
        if column.sort_key:
            queries += [{"ordering": column.sort_key}, {"ordering": f"-{column.sort_key}", "q": "essai"}]
    queries = [*queries, *filtered(view)][LISTS.index(name) % every :: every]
    if getattr(view, "show_export_buttons", False):
        queries += [{"export": kind} for kind in ("csv", "xlsx")]
    for query in queries:
        response = admin.get(address, query)
        assert response.status_code == 200, query
        if "export" in query:
            assert b"".join(response), query


def filtered(view: object) -> list[dict[str, str]]:
    """Each filter with each of its first choices, with a text, and with something that is none of them."""
    found = []
    for name, each in getattr(getattr(view, "filters", None), "filters", {}).items():
        field = each.field
        choices = [str(each[0]) for each in list(getattr(field, "choices", ()))[:5] if each[0]]
        found += [{name: value} for value in (*choices, "essai", "-1")]
        found += [{f"{name}_from": "2026-01-01", f"{name}_to": "2026-12-31"}]
    return found


@pytest.fixture
def requests(site) -> None:
    """A request in the desk, by the code that visitors use."""
    submit()


@EVERY
@pytest.mark.usefixtures("requests")
def test_the_desk_answers_to_all_that_it_offers(admin, every):
    fields = FilterForm(QueryDict("q=essai"), User.objects.get(username="tout")).fields
    asked = [{"q": typed} for typed in TYPED]
    asked += [{"page": typed} for typed in PAGES_THAT_ARE_NONE]
    for name, field in fields.items():
        asked += [{name: str(value)} for value, _ in getattr(field, "choices", ())] + [{name: "essai"}, {name: "-1"}]
    assert len(asked) > 40
    for query in asked[::every]:
        assert admin.get(reverse("desk:list"), query).status_code == (404 if "page" in query else 200), query
        sent = admin.post(reverse("desk:list"), query)
        assert sent.status_code == 302
        assert "page" in query or admin.get(sent["Location"]).status_code == 200, query
    for kind in ("csv", "xlsx"):
        exported = admin.get(reverse("desk:export", args=[kind]), {"q": "Atelier", "etat": ALL})
        assert b"".join(exported) if exported.streaming else exported.content


@pytest.mark.parametrize("name", ["search_report", "desk:dashboard", "desk:reads"])
def test_a_report_answers_whatever_its_address_says(admin, name):
    for query in ({}, {"q": '"'}, {"mois": "2026-13"}, {"direction": "essai"}):
        assert admin.get(reverse(name), query).status_code == 200, query
