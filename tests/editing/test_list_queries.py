"""Lists of the admin cost as many queries for one row as for a page full of them."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.views.generic import IndexView
from wagtail.snippets.models import get_snippet_models

from news.subscriptions.models import Subscription
from tests.directory.establishments.samples import WorkshopFactory
from tests.directory.factories import ActorFactory, ReferentFactory

MANY = 12
MADE = {"actor": ActorFactory, "referent": ReferentFactory, "workshop": WorkshopFactory}


def lists() -> list[str]:
    """Addresses by name: every kind of snippet, and the addresses of who subscribed."""
    hooks.search_for_hooks()
    return [f"{model.snippet_viewset.url_namespace}:list" for model in get_snippet_models()] + ["subscriptions:index"]


@pytest.mark.parametrize("name", lists())
def test_a_list_costs_the_same_for_one_row_and_for_many(site, admin_client, queries_used, monkeypatch, name):
    for key, factory in MADE.items():
        if key in name:
            factory.create_batch(MANY)
    for number in range(MANY if name.startswith("subscriptions") else 0):
        Subscription.objects.create(email=f"{number}@abonne.example", asked_at=timezone.now())
    shown = []

    def asked(rows: int) -> int:
        monkeypatch.setattr(IndexView, "get_paginate_by", lambda *_: rows)
        monkeypatch.setattr(IndexView, "get_allow_empty", lambda *_: True)
        answer = admin_client.get(reverse(name))
        shown.append(len(answer.context["object_list"]))
        return queries_used(admin_client.get, reverse(name))

    few, many = asked(1), asked(MANY)
    if shown[-1] < 2:
        pytest.skip("a real site has none of them, or one")
    assert many == few, f"{shown[-1]} rows"


@pytest.mark.parametrize("planned", [False, True])
def test_the_list_of_sheets_still_tells_what_is_planned(site, admin_client, planned):
    sheet = ReferentFactory(office="R2IP planifié")
    if planned:
        sheet.go_live_at = timezone.now() + datetime.timedelta(days=3)
        sheet.save_revision(approved_go_live_at=sheet.go_live_at)
    page = admin_client.get(reverse("wagtailsnippets_directory_referent:list")).content.decode()
    row = page[page.index("R2IP planifié") :]
    assert ("programmée" in row[row.index("status") : row.index("</tr>")].lower()) == planned
