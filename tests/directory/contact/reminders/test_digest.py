"""The Monday mail: who gets it, what it says, and that it leaves once."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from directory.contact.models import ContactRequest
from directory.contact.models.event import PORTAL
from directory.contact.reminders import digest
from directory.contact.supervisors import MANAGERS
from directory.contact.workflow import transitions
from directory.models import Referent
from portal.mail.models import OutboxMessage
from tests.directory.contact.reminders.test_overdue import ask, at
from tests.directory.contact.visitor import spaced
from tests.directory.factories import ReferentFactory

MONDAY = "2026-11-30"


@pytest.fixture
def manager(db, django_user_model):
    account = django_user_model.objects.create_user("gestion", email="gestion@justice.example")
    account.groups.add(Group.objects.get_or_create(name=MANAGERS)[0])


@pytest.fixture
def two_requests(camille) -> list[ContactRequest]:
    """One of the 20th, late on Monday the 30th; one of the 27th, which is not."""
    requests = [ask("2026-11-20"), ask("2026-11-27")]
    OutboxMessage.objects.all().delete()
    return requests


def mails() -> dict[str, str]:
    return {each.to[0]: spaced(each.text) for each in OutboxMessage.objects.all()}


def test_managers_get_counts_and_what_is_late(two_requests, manager):
    late, recent = two_requests
    assert digest.send(at(MONDAY)) == "2 mails"
    text = mails()["gestion@justice.example"]
    for said in ("Reçues la semaine passée : 1", "Ouvertes : 2", "Sans réponse : 2", "En retard : 1", "Rennes"):
        assert said in text
    assert late.grouped_reference in text
    assert recent.grouped_reference not in text
    assert f"/admin/demandes/{late.pk}/" in text
    assert "/admin/demandes/\n" in text


def test_a_mailbox_gets_what_it_has_to_answer(two_requests, manager):
    digest.send(at(MONDAY))
    text = mails()["normandie@r2ip.example"]
    assert "Demandes ouvertes confiées à cette boîte : 2, dont 1 en retard" in text
    for request in two_requests:
        assert f"{request.grouped_reference} – Atelier Exemple" in text
        assert f"/admin/demandes/{request.pk}/" in text


def test_no_person_is_named(two_requests, manager):
    digest.send(at(MONDAY))
    for each in OutboxMessage.objects.all():
        for personal in ("Lou", "Modèle", "lou.modele", "coffrets", "0590"):
            assert personal not in each.text + each.html + each.subject
        assert each.html.count("<li>") == 5 if "gestion" in each.to[0] else 2


@pytest.mark.parametrize(
    ("moment", "sent"),
    [
        (at(MONDAY, 6), "not yet"),
        (at(MONDAY, 7), "2 mails"),
        (at("2026-12-02"), "2 mails"),
        (at("2026-11-29", 23), "2 mails"),  # still the week before
    ],
)
def test_it_leaves_on_monday_morning_or_as_soon_as_the_portal_wakes_up(two_requests, manager, moment, sent):
    assert digest.send(moment) == sent


def test_it_leaves_once_a_week_whatever_the_clock_does(two_requests, manager):
    said = [digest.send(at(day, hour)) for day, hour in ((MONDAY, 8), (MONDAY, 8), ("2026-12-06", 23), (MONDAY, 7))]
    assert said == ["2 mails", "0 mails", "0 mails", "0 mails"]
    assert digest.send(at("2026-12-07")) == "2 mails"
    assert digest.send(at(MONDAY)) == "0 mails"


def test_nothing_to_tell_is_not_told(camille, manager):
    assert digest.send(at(MONDAY)) == "0 mails"
    request = ask("2026-11-20")
    transitions.end(request.pk, ContactRequest.State.SUCCEEDED, PORTAL)
    OutboxMessage.objects.all().delete()
    digest.send(at("2026-12-07"))
    assert mails() == {}


def test_who_stands_in_is_told_too(two_requests, camille):
    substitute = ReferentFactory(office="Passage", email="passage@r2ip.example")
    away = timezone.localdate() + datetime.timedelta(days=9)
    Referent.objects.filter(pk=camille.pk).update(absent_until=away, substitute=substitute)
    digest.send(at(MONDAY))
    assert set(mails()) == {"normandie@r2ip.example", "passage@r2ip.example"}


def test_a_long_list_is_cut_and_costs_no_more_queries(camille, manager, monkeypatch, queries_used):
    for number in range(1, 4):
        ask(f"2026-11-1{number}")
    few = queries_used(digest.send, at("2026-12-07"))
    for number in range(4, 10):
        ask(f"2026-11-1{number}")
    monkeypatch.setattr(digest, "SHOWN", 5)
    OutboxMessage.objects.all().delete()
    assert queries_used(digest.send, at("2026-12-14")) == few
    assert "… et 4 de plus." in mails()["normandie@r2ip.example"]
