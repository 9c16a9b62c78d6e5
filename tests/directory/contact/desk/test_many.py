"""Fifty thousand requests: as few queries as for one, and PostgreSQL finds them by its indexes."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.contact.desk.detail import SHOWN_OTHERS
from directory.contact.desk.figures import dashboard
from directory.contact.desk.filters import FilterForm, counts, narrowed
from directory.contact.desk.listing import PAGE_SIZE
from directory.contact.desk.outcomes import results_since
from directory.contact.models import ContactRequest
from tests.directory.contact.desk.many import COUNT, copy
from tests.directory.contact.factories import submit
from tests.harness.made_once import made_once

if TYPE_CHECKING:
    from collections.abc import Iterator

LIST, TABLE = "/admin/demandes/", ContactRequest._meta.db_table
NARROW_SPACE = "\u202f"
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


@pytest.fixture(scope="module")
def copied(staffed, django_db_blocker) -> Iterator[None]:
    yield from made_once(django_db_blocker, lambda: copy(submit(siret="73282932000074", telephone="+590590123456")))


@pytest.fixture
def many(copied, people) -> None:
    """A request and its copies, beside those who read them."""


def test_pages_of_fifty_thousand_cost_sixteen_queries_at_most(sign_in, many, queries_used):
    for who in ("manager", "referent"):
        client = sign_in(who)
        client.get(LIST)
        for query in ("", "?etat=toutes&page=3", "?q=atelier", "?projet=hiring&echeance=retard", "?etat=closed"):
            # One of them for the menu: who may keep redirects.
            assert queries_used(client.get, LIST + query) <= 16, (who, query)
        page = client.get(f"{LIST}?etat=toutes").context["page"]
        assert len(page.object_list) == PAGE_SIZE
        assert queries_used(client.get, f"{LIST}tableau-de-bord/?periode=tout") <= 20


def test_a_long_list_is_counted_to_a_thousand_and_read_to_its_end(sign_in, many):
    manager = sign_in("manager")
    with CaptureQueriesContext(connection) as captured:
        first = manager.get(f"{LIST}?etat=toutes").content.decode()
    counted = [each["sql"] for each in captured if "COUNT(*)" in each["sql"] and TABLE in each["sql"]]
    assert len(counted) == 1
    assert "LIMIT 1001" in counted[0]
    assert "ORDER BY" not in counted[0]
    assert f"Plus de 1{NARROW_SPACE}000 demandes" in first
    last = COUNT // PAGE_SIZE + 1
    keys = [each.pk for number in (1, 2, last) for each in page_of(manager, number).object_list]
    assert len(set(keys)) == 2 * PAGE_SIZE + (COUNT + 1) % PAGE_SIZE
    pager = [page_of(manager, number) for number in (1, 40, last)]
    assert [(each.has_previous(), each.has_next()) for each in pager] == [(False, True), (True, True), (True, False)]
    read = manager.get(f"{LIST}?etat=toutes&page=40").content.decode()
    assert "<span>Page 40</span>" in read
    assert "page=41" in read
    assert manager.get(f"{LIST}?etat=toutes&page={last + 1}").status_code == 404
    for number in ("abc", "0", "-1", "9" * 30):
        assert manager.get(f"{LIST}?etat=toutes&page={number}").status_code == 404, number


def page_of(client, number: int):
    return client.get(f"{LIST}?etat=toutes&page={number}").context["page"]


def plan_of(queryset) -> str:
    return queryset.explain(analyze=False)


def reads_all(plan: str) -> bool:
    return f"Seq Scan on {TABLE}" in plan


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
@pytest.mark.parametrize("who", ["manager", "referent"])
def test_counters_read_their_index_and_no_request(many, people, who):
    [plan] = frugal_plans(lambda: counts(people[who]))
    assert f"Index Only Scan using request_waiting on {TABLE}" in plan


@pytest.mark.postgresql
def test_who_else_is_of_the_same_company_is_found_by_indexes(many, request_):
    request_.email, request_.siret = "Achats@Menuiserie-Exemple.example", "90000000100017"
    plan = plan_of(ContactRequest.objects.of_same_employer(request_)[:SHOWN_OTHERS])
    for name in ("request_email", "request_siret", "request_address_backwards"):
        assert name in plan
    assert not reads_all(plan)


@pytest.mark.postgresql
def test_a_telephone_is_found_by_its_last_digits(many):
    plan = plan_of(ContactRequest.objects.matching("02 61 91 00 99"))
    assert "request_telephone_backwards" in plan
    assert not reads_all(plan)


def frugal_plans(work) -> list[str]:
    """How PostgreSQL answers what is asked of requests when it reads as few rows as the indexes allow."""
    with CaptureQueriesContext(connection) as captured:
        work()
    asked = [each["sql"] for each in captured if f'FROM "{TABLE}"' in each["sql"]]
    assert asked
    with connection.cursor() as cursor:
        # As after a VACUUM, which no transaction may do: rows need not be read to be seen.
        cursor.execute("UPDATE pg_class SET relallvisible = relpages WHERE relname = %s", [TABLE])
        _allow(cursor, "off")
        plans = []
        for sql in asked:
            cursor.execute(f"EXPLAIN {sql}")
            plans.append("\n".join(row[0] for row in cursor.fetchall()))
        _allow(cursor, "on")  # or the foreign keys of all rows are checked so at the end of the test
    return plans


def _allow(cursor, whether: str) -> None:
    """The ways that read all rows, or many."""
    for way in ("seqscan", "bitmapscan"):
        cursor.execute(f"SET LOCAL enable_{way} = {whether}")


@pytest.mark.postgresql
@pytest.mark.parametrize("who", ["manager", "referent"])
def test_figures_and_results_read_their_index_and_no_request(many, people, who):
    a_year_ago = timezone.localdate() - datetime.timedelta(days=365)
    for asked, index in ((dashboard, "request_figures"), (results_since, "request_results")):
        plans = frugal_plans(lambda asked=asked: asked(people[who], a_year_ago))
        plans = [plan for plan in plans if "establishment_id IS NOT NULL" not in plan]  # no request here aims at one
        assert plans
        wrong = [plan for plan in plans if f"Index Only Scan using {index} on {TABLE}" not in plan]
        assert wrong == [], asked


@pytest.mark.postgresql
def test_mails_that_came_back_are_looked_for_among_those_alone(many, sign_in):
    manager = sign_in("manager")
    listed = [plan for plan in frugal_plans(lambda: manager.get(LIST)) if "contact_requestevent" in plan]
    assert len(listed) == 1
    assert "event_bounced" in listed[0]
