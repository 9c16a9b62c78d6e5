"""From the form to the mailbox with everything failing on the way: real web process, senders, SMTP server, kill -9."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.conf import settings

from tests.contact.employers import REFERENCE, Submission, WebProcess, submissions
from tests.portal.mail.ledger import Delivery, Ledger
from tests.portal.mail.rig import Rig

pytestmark = pytest.mark.servers

FIRST, SECOND = 10, 14
MAILS = 2  # to the referent, to the employer


@pytest.fixture(scope="module")
def rig(tmp_path_factory):
    """A database with one referent, an SMTP server that is down, room for senders."""
    rig = Rig(tmp_path_factory.mktemp("faults"), "--run-syncdb")
    rig.environment["DJANGO_SETTINGS_MODULE"] = "tests.contact.settings"
    with rig:
        seed = [sys.executable, "-m", "tests.contact.seed"]
        subprocess.run(seed, cwd=settings.BASE_DIR, env=rig.environment, check=True, capture_output=True)
        yield rig


def ledger(rig: Rig, answered: list[Submission], stored: int) -> Ledger:
    """What the web process promised against what the SMTP server accepted."""
    events = rig.smtp.events("delivered")
    return Ledger(
        accepted=frozenset(each.reference for each in answered),
        rolled_back=frozenset(),
        stored=stored,
        deliveries=tuple(Delivery(REFERENCE.search(each["subject"])[0], each["message_id"]) for each in events),
        kills=rig.kills,
        mails=MAILS,
    )


def rows(rig: Rig, table: str) -> int:
    return rig.database.number(f"SELECT count(*) FROM {table}")  # noqa: S608 - a name of ours


def test_every_request_answered_as_sent_is_stored_and_its_mails_arrive(rig, capsys):
    with WebProcess(rig.environment, rig.folder) as web:
        # Nobody listens on the port of the mail server; every employer clicks twice.
        sender = rig.start_sender()
        answered = submissions(web, "first", FIRST, clicks=2)

        # It refuses everything; the sender is killed.
        rig.smtp.mode("refuse")
        rig.smtp.start()
        rig.smtp.wait_for("refused", 3)
        rig.kill(sender)

        # It stalls; the sender is killed in the middle of a session, then the server.
        rig.smtp.mode("stall")
        sender = rig.start_sender()
        rig.smtp.wait_for("stalled")
        rig.kill(sender)
        rig.smtp.kill()

        # It is back, takes one mail and withholds its answer: killed between acceptance and mark.
        rig.smtp.mode("hold")
        rig.smtp.start()
        sender = rig.start_sender()
        rig.smtp.wait_for("delivered")
        rig.kill(sender)

        # More requests while mails leave; one more kill in the traffic.
        rig.smtp.mode("accept")
        sender = rig.start_sender()
        answered += submissions(web, "second", SECOND)
        rig.smtp.wait_for("delivered", 5)
        rig.kill(sender)
        last = rig.start_sender()
        rig.wait_until_empty()
        last.ask_to_stop()
        assert last.process.wait() == 0

    found = ledger(rig, answered, rows(rig, "mail_outboxmessage"))
    with capsys.disabled():
        print(f"\nsent={len(answered)} requests={rows(rig, 'contact_contactrequest')} mails: {found}")
    assert found.faults() == []
    assert rows(rig, "contact_contactrequest") == len(found.accepted) == FIRST + SECOND
    assert len(answered) == 2 * FIRST + SECOND
    assert found.kills == 4
    assert 1 <= found.repeats <= found.kills

    # Everybody got their own mail, and the referent got all of them.
    arrived = {(REFERENCE.search(each["subject"])[0], *each["recipients"]) for each in rig.smtp.events("delivered")}
    owed = {(each.reference, each.email) for each in answered}
    assert arrived == owed | {(reference, "normandie@r2ip.example") for reference, _ in owed}


def test_the_check_catches_a_form_that_bypasses_the_outbox(rig):
    rig.smtp.kill()
    rig.smtp.forget()
    before = rows(rig, "mail_outboxmessage")
    with WebProcess(rig.environment, rig.folder, "tests.contact.bypassing_wsgi") as web:
        down = submissions(web, "down", 2)
        rig.smtp.mode("accept")
        rig.smtp.start()
        up = submissions(web, "up", 1)
    faults = ledger(rig, down + up, rows(rig, "mail_outboxmessage") - before).faults()
    assert [each for each in faults if each.startswith("lost")] == sorted(f"lost: {each.reference}" for each in down)
    assert "0 rows for 3 accepted submissions" in faults
