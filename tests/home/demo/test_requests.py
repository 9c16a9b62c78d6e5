"""The requests of the demonstration: one in each state, true to their dates whatever the day, and without a mail."""

from __future__ import annotations

import contextlib
import datetime
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse

from directory.contact.follow_up.story import story_of
from directory.contact.models import ContactRequest
from directory.contact.reminders import overdue
from directory.contact.retention import purging
from home.demo import requests as demo_requests
from home.setup.prose import read
from portal.mail.models import OutboxMessage
from portal.models import User
from tests.home.demo.demonstration import OfTheDemonstration

FILE = Path(demo_requests.__file__).parent / "texts" / "requests.toml"
State = ContactRequest.State
PARIS = datetime.timezone(datetime.timedelta(hours=1))
# Before and within hours of work, on a weekend and the Monday after it, among the holidays of the year's end and of May
MOMENTS = [
    datetime.datetime(2026, 11, 20, 0, 30, tzinfo=PARIS),
    *(datetime.datetime(2026, 11, day, 9, tzinfo=PARIS) for day in (20, 21, 23)),
    *(datetime.datetime(2026, 12, day, 12, tzinfo=PARIS) for day in (26, 28)),
    *(datetime.datetime(2027, *day, 12, tzinfo=PARIS) for day in ((1, 1), (5, 14))),
]


@contextlib.contextmanager
def remade(now):
    """The requests as a load at this moment makes them, for a while."""
    with transaction.atomic():
        ContactRequest.objects.all().delete()
        demo_requests.make_requests(read(FILE)["requests"], now)
        yield
        transaction.set_rollback(True)


class TestTheRequests(OfTheDemonstration):
    def test_there_is_one_in_each_state_and_one_of_each_trouble(self):
        requests = ContactRequest.objects.all()
        assert {each.state for each in requests} == set(State.values)
        assert 6 <= requests.count() <= 10
        assert requests.filter(is_held=True).count() == 1
        assert [each.flag_labels for each in requests if each.flags] == [["adresse e-mail jetable"]]
        assert requests.filter(reminded_at__isnull=False, escalated_at=None).count() == 1
        assert requests.filter(escalated_at__isnull=False).count() == 1
        assert requests.filter(is_national=True).count() == 1

    def test_no_mail_is_stored_for_them(self):
        assert not OutboxMessage.objects.filter(about__startswith="contact:").exists()

    @pytest.mark.ignore_template_errors  # the admin's templates are Wagtail's
    def test_the_desk_shows_something_to_each_who_works_there(self):
        seen = {}
        for name in ("responsable", "referente"):
            self.client.force_login(User.objects.get(username=name))
            page = self.client.get(reverse("desk:list"))
            seen[name] = {each.label: each.count for each in page.context["counters"]}
            figures = self.client.get(reverse("desk:dashboard")).context
            assert figures["whole"].total > 2, name
            assert figures["whole"].answered
        assert min(seen["responsable"].values()) >= 1
        assert seen["referente"]["À prendre en charge"] == 1
        assert seen["referente"]["En échange"] == 1

    @pytest.mark.ignore_template_errors  # as above
    def test_its_page_tells_what_came_of_it_to_who_answers_and_to_the_employer(self):
        request = ContactRequest.objects.get(organisation="Archives Spécimen")
        self.client.force_login(User.objects.get(username="referente"))
        page = self.client.get(reverse("desk:detail", args=[request.pk])).content.decode()
        for said in ("Prise en charge par", "Réponse de Camille Exemple (par courriel)", "Note interne"):
            assert said in page
        assert story_of(request).sentences[0] == "Vous êtes en échange avec Camille Exemple."

    def test_whatever_the_day_histories_are_in_order_and_nobody_is_owed_a_mail(self):
        for now in MOMENTS:
            with remade(now):
                for request in ContactRequest.objects.all():
                    happened = list(request.events.order_by("pk").values_list("at", flat=True))
                    assert happened == sorted(happened), (request, now)
                    assert (happened[0], happened[-1]) == (request.received_at, request.last_event_at)
                    assert happened[-1] <= now
                assert (overdue.remind(now), overdue.escalate(now)) == ("0 reminded", "0 escalated"), now
                assert not purging.due(now).exists()
