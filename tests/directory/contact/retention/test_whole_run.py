"""From the form to the purge: afterwards nothing of the employer is left, in no table, no log line, no mailbox."""

from __future__ import annotations

import datetime
import logging
import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from directory.contact.desk import reads
from directory.contact.inbox import bounces, mailboxes
from directory.contact.inbox.reading import read_replies
from directory.contact.models import ContactRequest, RequestRead, RequestStatistic
from directory.contact.models.event import PORTAL, Author
from directory.contact.recipients import direction_recipient
from directory.contact.reminders import digest, overdue
from directory.contact.retention import purging
from directory.contact.workflow import handover, transitions
from portal.mail.delivery import drain
from portal.mail.models import OutboxMessage
from portal.mail.retention import forget_old
from portal.settings import production
from tests.directory.contact.inbox.conftest import Maildir
from tests.directory.contact.inbox.incoming import from_employer, from_referent, report, sent_to
from tests.directory.contact.retention.traces import found_in_database

MONDAY = datetime.datetime(2031, 3, 10, 10, tzinfo=datetime.UTC)
PERSON = {
    "contact_name": "Zéphyrine Quellien",
    "job": "Directrice des essais rares",
    "email": "zephyrine.quellien@atelier-unique.example",
    "telephone": "02 61 91 34 56",
    "organisation": "Atelier Unique de Kerlouan",
    "siret": "732 829 320 00074",
}
SAID = "Des plumiers en bois d’olivier, à monter dès mars."
# As typed, and as it may be stored or written.
VALUES = [
    *PERSON.values(),
    *("Zéphyrine", "Quellien", "atelier-unique.example", "+33261913456", "0261913456", "73282932000074"),
    *("plumiers", "olivier", "autre.quellien@ailleurs.example", "mon mari, au 0299", "à rappeler lundi, pressée"),
]


@pytest.fixture
def maildir(tmp_path, settings) -> Maildir:
    settings.REPLIES_URL, settings.REPLIES_ADDRESS = f"maildir://{tmp_path}/box", "demandes@portail.example"
    return Maildir(tmp_path / "box")


@pytest.fixture
def every_line(caplog):
    """All that a portal with LOG_LEVEL=DEBUG would log."""
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger="django"):
        yield caplog


def live_through(visitor, maildir, client, user) -> ContactRequest:
    """A request with all that may happen to it."""
    visitor.open().to_details(message=SAID).to_review(**PERSON).press("Envoyer")
    request = ContactRequest.objects.get()
    assert drain().sent == 2
    link = re.search(r"http://testserver(/\S+/prise-en-charge/)", sent_to("normandie@r2ip.example").text)[1]
    assert client.post(link).status_code == 200
    transitions.note(request.pk, Author.of(user), "Zéphyrine Quellien : à rappeler lundi, pressée")
    reads.note(user, [request.pk], RequestRead.Kind.PAGE)
    maildir.receive(
        from_employer(request, "Joignez aussi mon mari, au 0299, autre.quellien@ailleurs.example."),
        from_referent(request, "Bonjour Zéphyrine,\noui pour les plumiers."),
        report(sent_to(request.email)),
    )
    assert "2 attached" in read_replies(timezone.now())
    ContactRequest.objects.update(answered_at=None, state="taken")  # so that reminders leave as well
    assert overdue.remind(MONDAY) == "1 reminded"
    assert overdue.escalate(MONDAY + datetime.timedelta(days=3)) == "1 escalated"
    assert digest.send(MONDAY) == "1 mails"
    handover.reassign(request.pk, direction_recipient(request.disp), PORTAL, why="Zéphyrine a changé de ville")
    OutboxMessage.objects.filter(subject__startswith="Votre demande").update(
        failed_at=timezone.now(), sent_at=None, last_error="SMTPRecipientsRefused 550"
    )
    bounces.take_back_refused(timezone.now())
    assert drain().outage == ""
    transitions.end(request.pk, ContactRequest.State.SUCCEEDED, Author.of(user), text="Merci Zéphyrine")
    return request


def test_nothing_is_left_of_an_employer_after_the_purge(
    visitor, maildir, client, every_line, capsys, django_user_model
):
    user = django_user_model.objects.create_user("camille", first_name="Camille")
    live_through(visitor, maildir, client, user)
    before = found_in_database(VALUES)
    assert set(VALUES) - set(before) <= {PERSON["telephone"], PERSON["siret"], "0261913456", "02 61 91 34 56"}
    assert {"contact_contactrequest.email", "mail_outboxmessage.text"} <= set(before[PERSON["email"]])
    assert len(list((maildir.path / f".{mailboxes.READ}" / "cur").iterdir())) == 3

    # Before its time the request stays; then everything goes, mails and mailbox too.
    last = ContactRequest.objects.get().last_event_at
    assert purging.purge(last + datetime.timedelta(days=700)).requests == 0
    later = last + datetime.timedelta(days=732)
    assert purging.purge(later, dry_run=True).requests == 1
    assert set(found_in_database(VALUES)) == set(before)
    assert purging.purge(later).requests == 1
    forget_old(later)
    read_replies(later)
    assert found_in_database(VALUES) == {}
    assert list((maildir.path / f".{mailboxes.READ}" / "cur").iterdir()) == []
    lines = "\n".join([every_line.text, capsys.readouterr().err, *(each.getMessage() for each in every_line.records)])
    assert [value for value in VALUES if value.casefold() in lines.casefold()] == []
    assert "Contact request" in lines
    assert mail.outbox

    # What stays is a line of figures.
    figures = RequestStatistic.objects.get()
    assert (figures.disp_id, figures.state, figures.projects) == ("rennes", "succeeded", ["production"])


def test_erasing_on_demand_leaves_nothing_in_the_database_either(
    visitor, maildir, client, every_line, django_user_model
):
    user = django_user_model.objects.create_user("camille", first_name="Camille")
    live_through(visitor, maildir, client, user)
    call_command("personal_data", "erase", "--email", PERSON["email"].upper())
    left = found_in_database(VALUES)
    places = {place for each in left.values() for place in each}
    assert places <= {"mail_outboxmessage.text", "mail_outboxmessage.html"}
    assert set(left) <= {PERSON["organisation"]}  # the sums of Mondays name organisations, for 30 days
    assert PERSON["email"].casefold() not in every_line.text.casefold()


def test_the_grep_finds_what_it_looks_for(db, django_user_model):
    django_user_model.objects.create_user("x", email="ici@la.example", first_name="Élodie")
    assert found_in_database(["ICI@la.example", "élodie", "absent"]) == {
        "ICI@la.example": ["portal_user.email"],
        "élodie": ["portal_user.first_name"],
    }


def test_tasks_store_no_arguments(settings):
    # django-tasks keeps the arguments of tasks only where a backend stores them: none of ours does.
    assert "database" not in str(getattr(production, "TASKS", {})).lower()
    assert not any("tasks" in app for app in settings.INSTALLED_APPS)
