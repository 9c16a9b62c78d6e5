"""From the form to the mailbox with everything failing on the way: real web process, senders, SMTP server, kill -9."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from email import message_from_bytes

import pytest
from django.conf import settings

from tests.directory.contact.employers import REFERENCE, Crowd, Submission, WebProcess
from tests.portal.mail.ledger import Delivery, Ledger
from tests.portal.mail.rig import Rig

pytestmark = pytest.mark.servers

COUNT = 400  # two mails each: enough for all that is killed below to fall into the traffic
FROZEN_SECONDS = 2
MAILS = 2  # to the referent, to the employer
SEED = 20_260_301  # where in the traffic the senders are killed


@pytest.fixture(scope="module")
def rig(tmp_path_factory):
    """A database with one referent, an SMTP server that is down, room for senders."""
    rig = Rig(tmp_path_factory.mktemp("faults"))
    rig.environment["DJANGO_SETTINGS_MODULE"] = "tests.directory.contact.settings"
    with rig:
        seed = [sys.executable, "-m", "tests.directory.contact.seed"]
        subprocess.run(seed, cwd=settings.BASE_DIR, env=rig.environment, check=True, capture_output=True)
        yield rig


def references(rig: Rig, answered: list[Submission]) -> dict[str, Submission]:
    """What each reference was promised to; KeyError when a request that was answered is not stored."""
    stored = {key: f"{ref[:3]}-{ref[3:6]}-{ref[6:]}" for key, ref in rig.database.rows(STORED)}
    return {stored[each.key]: each for each in answered}


STORED = "SELECT id, reference FROM contact_contactrequest"


def ledger(rig: Rig, accepted: frozenset[str], stored: int) -> Ledger:
    """What the web process promised against what the SMTP server accepted."""
    events = rig.smtp.events("delivered")
    return Ledger(
        accepted=accepted,
        rolled_back=frozenset(),
        stored=stored,
        deliveries=tuple(Delivery(REFERENCE.search(each["subject"])[0], each["message_id"]) for each in events),
        kills=rig.kills,
        mails=MAILS,
    )


def rows(rig: Rig, table: str) -> int:
    return rig.database.number(f"SELECT count(*) FROM {table}")  # noqa: S608 - a name of ours


def words_of(event: dict[str, str]) -> str:
    """What the recipient of a mail reads."""
    parts = message_from_bytes(event["content"].encode()).walk()
    return next(each for each in parts if each.get_content_type() == "text/plain").get_payload(decode=True).decode()


@pytest.mark.parametrize("count", [COUNT, pytest.param(1000, marks=pytest.mark.full)])
def test_every_request_answered_as_sent_is_stored_and_its_mails_arrive(rig, capsys, count):
    chance = random.Random(SEED)  # noqa: S311 - repeatable, not secret
    with WebProcess(rig.environment, rig.folder, workers=2) as web, Crowd(web, count) as crowd:
        # Nobody listens on the port of the mail server, then it refuses everything; the sender is killed.
        sender = rig.start_sender()
        crowd.wait_for(50)
        rig.smtp.mode("refuse")
        rig.smtp.start()
        rig.smtp.wait_for("refused", 3)
        rig.kill(sender)

        # It stalls; the sender is killed in the middle of a session, then the server. A web worker is killed, too.
        rig.smtp.mode("stall")
        sender = rig.start_sender()
        rig.smtp.wait_for("stalled")
        web.signal_worker(signal.SIGKILL)
        rig.kill(sender)
        rig.smtp.kill()

        # It is back, takes one mail and withholds its answer: killed between acceptance and mark.
        rig.smtp.mode("hold")
        rig.smtp.start()
        sender = rig.start_sender()
        rig.smtp.wait_for("delivered")
        rig.kill(sender)

        # Mails leave; a web worker is frozen for a while.
        rig.smtp.mode("accept")
        sender = rig.start_sender()
        frozen = web.signal_worker(signal.SIGSTOP)
        time.sleep(FROZEN_SECONDS)
        os.kill(frozen, signal.SIGCONT)

        # The mail server freezes with a mail in hand, until the sender has given it up; then the sender freezes.
        rig.smtp.wait_for("delivered", 30)
        rig.freeze(rig.smtp.process)
        sender.wait_to_hear("Cannot send now")
        rig.smtp.process.send_signal(signal.SIGCONT)
        rig.wait_for_more(30)
        other = rig.start_sender()
        rig.freeze(sender.process)
        time.sleep(FROZEN_SECONDS)
        sender.process.send_signal(signal.SIGCONT)

        # The whole web process is killed in the traffic, and comes back.
        web.kill()
        web.start()

        # Two senders side by side, each killed somewhere in the traffic and replaced; the server as well.
        running = [sender, other]
        for _ in range(4):
            rig.wait_for_more(chance.randint(5, 60))
            rig.kill(running.pop(0))
            running.append(rig.start_sender())
        rig.kill(running.pop())
        rig.kill(rig.smtp)
        rig.smtp.start()
        running.append(rig.start_sender())
        answered = crowd.all_answered()
        rig.wait_until_empty()
        for each in running:
            each.ask_to_stop()
        assert [each.process.wait() for each in running] == [0, 0]

    promised = references(rig, answered)
    found = ledger(rig, frozenset(promised), rows(rig, "mail_outboxmessage"))
    with capsys.disabled():
        requests = rows(rig, "contact_contactrequest")
        print(f"\nemployers={count} clicks={crowd.clicks} requests={requests} mails: {found}")
    assert found.faults() == []
    assert len(promised) == len(answered) == count
    assert rows(rig, "contact_contactrequest") == count  # clicking again made no second one
    assert crowd.clicks > count
    assert 1 <= found.repeats <= found.kills == 11

    # Everybody got their own mail and nobody else's, and the referent got all of them, with what the employers wrote.
    arrived = set()
    for each in rig.smtp.events("delivered"):
        reference, text = REFERENCE.search(each["subject"])[0], words_of(each)
        is_to_referent = each["recipients"] == ["normandie@r2ip.example"]
        assert set(re.findall(r"Atelier \d{4}", text)) == (
            {promised[reference].organisation} if is_to_referent else set()
        )
        arrived.add((reference, *each["recipients"]))
    owed = {(reference, each.email) for reference, each in promised.items()}
    assert arrived == owed | {(reference, "normandie@r2ip.example") for reference in promised}

    # What the processes said while all of this happened names nobody.
    for log in rig.folder.glob("*.log"):
        assert not re.search(r"Atelier \d{4}|@atelier|Modèle", log.read_text(encoding="utf-8")), log.name


def test_the_check_catches_a_form_that_bypasses_the_outbox(rig):
    rig.smtp.kill()
    rig.smtp.forget()
    before = rows(rig, "mail_outboxmessage")
    with WebProcess(rig.environment, rig.folder, "tests.directory.contact.bypassing_wsgi") as web:
        with Crowd(web, 2, "down") as crowd:
            down = references(rig, crowd.all_answered())
        rig.smtp.mode("accept")
        rig.smtp.start()
        with Crowd(web, 1, "up") as crowd:
            up = references(rig, crowd.all_answered())
    faults = ledger(rig, frozenset(down | up), rows(rig, "mail_outboxmessage") - before).faults()
    assert [each for each in faults if each.startswith("lost")] == sorted(f"lost: {each}" for each in down)
    assert "0 rows for 3 accepted submissions" in faults
