"""Fifty thousand requests: as few queries as for one, and PostgreSQL finds them by its indexes."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from directory.contact.desk.filters import FilterForm, counts, narrowed
from directory.contact.desk.listing import PAGE_SIZE
from directory.contact.models import ContactRequest
from tests.directory.contact.desk.many import COUNT, copy

LIST = "/admin/demandes/"
# What narrows the list; the index that PostgreSQL may choose among is its own affair, reading the whole table is not.
NARROW = [
    "",
    "etat=received",
    "etat=taken",
    "etat=talking",
    "etat=unwanted",
    "echeance=retard",
    "echeance=semaine",
    "direction=rennes",
    "direction=rennes&etat=received",
    "direction=rennes&echeance=retard",
    "projet=hiring",
    "projet=hiring&direction=rennes",
    "projet=training&etat=toutes",
    "age=7",
    "age=7&etat=toutes",
    "age=30&etat=toutes&direction=lyon",
    "suivi=moi",
    "suivi=moi&etat=received",
    "q=1000777",
    "q=numero+777",
    "q=numero+777&direction=rennes",
]
# What keeps most of the table: its pages are found by an index all the same, but to count all is to read all.
WIDE = ["etat=toutes", "etat=closed", "etat=succeeded", "direction=rennes&etat=closed", "age=vieilles&etat=toutes"]


@pytest.fixture
def many(request_):
    copy(request_)


def test_pages_of_fifty_thousand_cost_sixteen_queries_at_most(sign_in, many, queries_used):
    for who in ("manager", "referent"):
        client = sign_in(who)
        client.get(LIST)
        for query in ("", "?etat=toutes&page=3", "?q=atelier", "?projet=hiring&echeance=retard", "?etat=closed"):
            # One of them for the menu: who may keep redirects.
            assert queries_used(client.get, LIST + query) <= 16, (who, query)
        page = client.get(f"{LIST}?etat=toutes").context["page"]
        assert len(page.object_list) == PAGE_SIZE
        if who == "manager":
            assert page.paginator.count == COUNT + 1
        assert queries_used(client.get, f"{LIST}tableau-de-bord/?periode=tout") <= 20


def plan_of(queryset) -> str:
    return queryset.explain(analyze=False)


def reads_all(plan: str) -> bool:
    return f"Seq Scan on {ContactRequest._meta.db_table}" in plan


@pytest.mark.postgresql
def test_every_filter_is_answered_from_an_index(many, people):
    assert reads_all(plan_of(ContactRequest.objects.filter(job="Soudeuse"))), "or what follows would prove nothing"
    slow = []
    for who in ("manager", "referent"):
        for query in [*NARROW, *WIDE]:
            if who == "referent" and "direction=" in query:
                continue
            found = narrowed(people[who], FilterForm(QueryDict(query), people[who]))
            if reads_all(plan_of(found.select_related("disp", "owner", "commune")[:PAGE_SIZE])):
                slow.append((who, query, "page"))
            if query in NARROW and reads_all(plan_of(found.order_by())):
                slow.append((who, query, "count"))
    assert slow == []


@pytest.mark.postgresql
def test_the_indexes_made_for_it_are_the_ones_used(many, people):
    used = {
        "": "request_open",
        "direction=rennes": "request_open_disp",
        "suivi=moi": "request_open_owner",
        "projet=training&etat=toutes": "request_projects",
        "q=numero+777": "request_words",
        "etat=unwanted": "request_retention",
        "age=7&etat=toutes": "request_recent",
    }
    manager = people["manager"]
    plans = {query: plan_of(narrowed(manager, FilterForm(QueryDict(query), manager))[:PAGE_SIZE]) for query in used}
    assert {query: name for query, name in used.items() if name not in plans[query]} == {}
    assert "request_email" in plan_of(ContactRequest.objects.of_email("employeur-777@exemple.example"))


@pytest.mark.postgresql
def test_counters_read_open_requests_only(many, people):
    with CaptureQueriesContext(connection) as captured:
        counts(people["manager"])
    [query] = [each["sql"] for each in captured if "COUNT" in each["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {query}")
        assert not reads_all("\n".join(row[0] for row in cursor.fetchall()))
