"""The promise of the outbox, under fire: real processes, a real SMTP server, kill -9."""

from __future__ import annotations

import random

import pytest

from tests.portal.mail.rig import Rig

pytestmark = pytest.mark.servers

SEED = 20_260_301  # where in the traffic the senders are killed
EACH = 60


def finish(*processes) -> None:
    """Wait for submitters, which must end well."""
    assert [process.wait() for process in processes] == [0] * len(processes)


def stop(*senders) -> None:
    """Ask senders to stop, which they must do in order."""
    for sender in senders:
        sender.ask_to_stop()
    assert [sender.process.wait() for sender in senders] == [0] * len(senders)


def test_outbox_faults(tmp_path, capsys):
    """Server down, refusing, stalling, back; senders killed all along; not one accepted message is lost."""
    chance = random.Random(SEED)  # noqa: S311 - repeatable, not secret
    with Rig(tmp_path, "mail") as rig:
        first = rig.start_sender()
        submitters = [rig.start_submitter("a", EACH), rig.start_submitter("b", EACH)]

        # The server is down while requests come in, then refuses everything.
        finish(*submitters)
        rig.smtp.mode("refuse")
        rig.smtp.start()
        rig.smtp.wait_for("refused", 10)
        rig.kill(first)

        # It stalls; the sender dies in the middle of a session, then the server does.
        rig.smtp.mode("stall")
        second, third = rig.start_sender(), rig.start_sender()
        rig.smtp.wait_for("stalled")
        rig.kill(second)
        rig.smtp.kill()
        assert rig.smtp.events("delivered") == []

        # It is back, takes one message and withholds its answer: the sender dies between acceptance and mark.
        rig.smtp.mode("hold")
        rig.smtp.start()
        rig.smtp.wait_for("delivered")
        rig.kill(third)

        # Two senders side by side, each killed somewhere in the traffic and replaced.
        rig.smtp.mode("accept")
        running = [rig.start_sender(), rig.start_sender()]
        for _ in range(3):
            rig.smtp.wait_for("delivered", len(rig.smtp.events("delivered")) + chance.randint(1, 15))
            rig.kill(running.pop(0))
            running.append(rig.start_sender())
        rig.wait_until_empty()
        stop(*running)

        ledger = rig.ledger()
        with capsys.disabled():
            print(f"\n{ledger}")
        assert ledger.faults() == []
        assert (len(ledger.accepted), len(ledger.rolled_back)) == (2 * EACH * 4 // 5, 2 * EACH // 5)
        assert ledger.kills == 6
        # The kill between acceptance and mark is certain to cost its one repeat.
        assert 1 <= ledger.repeats <= ledger.kills


def test_two_senders_never_send_the_same_message(tmp_path):
    with Rig(tmp_path, "mail") as rig:
        senders = [rig.start_sender(), rig.start_sender()]
        finish(rig.start_submitter("a", 100))
        for sender in senders:
            sender.wait_to_hear("Cannot send now")
        rig.smtp.start()
        rig.wait_until_empty()
        stop(*senders)
        assert all(" sent at attempt 1" in sender.output() for sender in senders), "only one of them worked"
        assert rig.ledger().repeats == 0
        assert rig.ledger().faults() == []


def test_a_sender_asked_to_stop_finishes_its_message(tmp_path):
    with Rig(tmp_path, "mail") as rig:
        rig.smtp.mode("hold")
        rig.smtp.start()
        finish(rig.start_submitter("a", 4))
        sender = rig.start_sender()
        rig.smtp.wait_for("delivered")
        sender.ask_to_stop()
        rig.smtp.mode("accept")
        assert sender.process.wait() == 0
        assert "stopped; sent=1 delayed=0 failed=0 waiting=3" in sender.output()
        assert len(rig.smtp.events("delivered")) == 1


def test_the_check_catches_an_outbox_that_is_bypassed(tmp_path):
    """Sending inside the request passes for delivered only as long as nothing goes wrong."""
    with Rig(tmp_path, "mail") as rig:
        finish(rig.start_submitter("down", 5, "--direct"))
        rig.smtp.start()
        finish(rig.start_submitter("up", 5, "--direct"))
        faults = rig.ledger().faults()
        assert [fault for fault in faults if fault.startswith("lost")] == [f"lost: down-{each}" for each in range(1, 5)]
        assert "sent though rolled back: up-5" in faults
        assert "0 rows for 8 accepted submissions" in faults
