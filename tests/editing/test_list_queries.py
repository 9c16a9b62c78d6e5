"""Lists of the admin cost as many queries for one row as for a page full of them."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.views.generic import IndexView
from wagtail.snippets.models import get_snippet_models

from home.models import AccessibilityAudit
from news.subscriptions.models import Subscription
from tests.directory.establishments.samples import EstablishmentFactory, WorkshopFactory
from tests.directory.factories import ActorFactory, ReferentFactory
from tests.news.factories import NewsCategoryFactory, NewsThemeFactory

MANY = 12


def audits(count: int) -> None:
    AccessibilityAudit.objects.bulk_create(
        AccessibilityAudit(auditor="l’Atelier Exemple", audited_on=timezone.localdate(), rate=50) for _ in range(count)
    )


def subscriptions(count: int) -> None:
    now = timezone.now()
    Subscription.objects.bulk_create(
        Subscription(email=f"{number}@abonne.example", asked_at=now) for number in range(count)
    )


def named(factory):
    """Rows of a word each."""
    return lambda count: [factory(name=f"Mot {number}", slug=f"mot-{number}") for number in range(count)]


MADE = {
    "accessibilityaudit": audits,
    "actor": ActorFactory.create_batch,
    "establishment": EstablishmentFactory.create_batch,
    "newscategory": named(NewsCategoryFactory),
    "newstheme": named(NewsThemeFactory),
    "referent": ReferentFactory.create_batch,
    "subscriptions": subscriptions,
    "workshop": WorkshopFactory.create_batch,
}


def lists() -> list[str]:
    """Addresses by name: every kind of snippet, and the addresses of who subscribed."""
    hooks.search_for_hooks()
    return [f"{model.snippet_viewset.url_namespace}:list" for model in get_snippet_models()] + ["subscriptions:index"]


@pytest.mark.parametrize("name", lists())
def test_a_list_costs_the_same_for_one_row_and_for_many(site, admin_client, queries_used, monkeypatch, name):
    for key, make in MADE.items():
        if key in name:
            make(MANY)
    shown = []

    def asked(rows: int) -> int:
        monkeypatch.setattr(IndexView, "get_paginate_by", lambda *_: rows)
        monkeypatch.setattr(IndexView, "get_allow_empty", lambda *_: True)
        answer = admin_client.get(reverse(name))
        shown.append(len(answer.context["object_list"]))
        return queries_used(admin_client.get, reverse(name))

    few, many = asked(1), asked(MANY)
    assert shown == [1, shown[1]]
    assert shown[1] > 1
    assert many == few


@pytest.mark.parametrize("planned", [False, True])
def test_the_list_of_sheets_still_tells_what_is_planned(site, admin_client, planned):
    sheet = ReferentFactory(office="R2IP planifié")
    if planned:
        sheet.go_live_at = timezone.now() + datetime.timedelta(days=3)
        sheet.save_revision(approved_go_live_at=sheet.go_live_at)
    page = admin_client.get(reverse("wagtailsnippets_directory_referent:list")).content.decode()
    row = page[page.index("R2IP planifié") :]
    assert ("programmée" in row[row.index("status") : row.index("</tr>")].lower()) == planned
